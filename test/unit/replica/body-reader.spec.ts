import fc from 'fast-check';
import { MalformedBodyError, readMessages } from '../../../lib/replica/body-reader.js';

const pacer = { breathe: () => undefined };

async function read(chunks: Iterable<Uint8Array>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const slice of readMessages(streamOf(chunks), pacer)) items.push(...slice);
  return items;
}

async function* streamOf(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** Text that looks like the border between two messages, and whatever else strings can hold. */
const treacherous = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '},{"',
        '}',
        '{',
        '"',
        '\\',
        ',',
        '[',
        ']',
        '},{',
        '\\"},{\\"',
        '한글 코드',
        '😀',
        '\u0000',
        '\n',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const message = fc.record({
  value: fc.dictionary(treacherous, fc.option(treacherous)),
  nested: fc.array(fc.record({ a: treacherous, b: fc.array(fc.record({ c: treacherous }), { maxLength: 2 }) }), {
    maxLength: 3,
  }),
  headers: fc.record({ operation: fc.constantFrom('insert', 'update'), lsn: fc.nat().map(String) }),
});

describe('the body reader', () => {
  test('W3 reads what JSON.parse reads, whatever the borders of the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 12 }),
        fc.nat(5),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }),
        async (messages, grow, sizes) => {
          // some bodies are much larger than a slice
          const items = Array.from({ length: grow ** 4 + 1 }, () => messages).flat();
          const text = JSON.stringify(items);
          expect(JSON.stringify(await read(cut(Buffer.from(text), sizes))) === text).toBe(true); // toEqual is slow
        },
      ),
      { numRuns: 200 },
    );
  });

  test('W3 a body that breaks off anywhere is malformed', async () => {
    const items = Array.from({ length: 3_000 }, (_, index) => ({
      value: { name: `이름 },{" ${index}` },
      headers: { n: index },
    }));
    const bytes = Buffer.from(JSON.stringify(items));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 70_000 }), async (end, size) => {
        await expect(read(cut(bytes.subarray(0, end), [size]))).rejects.toThrow(MalformedBodyError);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['nothing', ''],
    ['an object', '{"message":"no"}'],
    ['HTML', `<html>${'<p>x</p>'.repeat(20_000)}</html>`],
    ['text after the end', '[{"a":1}] x'],
    ['two arrays', '[{"a":1}][{"a":2}]'],
    ['an array that does not open', `${JSON.stringify(Array(9_000).fill({ a: 1, b: 2 })).slice(1)}`],
    ['a stray byte between messages', JSON.stringify(Array(9_000).fill({ abc: 'def' })).replace('},{', '}\u0001,{')],
  ])('W3 %s is malformed', async (_, text) => {
    await expect(read(cut(Buffer.from(text), [16_384]))).rejects.toThrow(MalformedBodyError);
  });

  test('W3 bytes that are not UTF-8 are malformed, and not a replacement character in somebody’s label', async () => {
    const bytes = Buffer.from(JSON.stringify(Array(5_000).fill({ label: '한글' })));
    const broken = Buffer.from(bytes);
    broken[broken.indexOf('한') + 1] = 0xff;
    await expect(read(cut(broken, [16_384]))).rejects.toThrow(MalformedBodyError);
  });

  test('gives a long body in slices, and lets the event loop go on in between', async () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ value: { index } })));
    let breaths = 0;
    const counting = {
      breathe: () => {
        breaths += 1;
        return undefined;
      },
    };
    let slices = 0;
    for await (const slice of readMessages(streamOf(cut(Buffer.from(text), [16_384])), counting)) {
      slices += 1;
      expect(slice.length).toBeLessThan(8_000);
    }
    expect(slices).toBeGreaterThan(5);
    expect(breaths).toBeGreaterThanOrEqual(slices - 1);
  });
});
