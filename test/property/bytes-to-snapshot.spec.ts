import fc from 'fast-check';
import { CodeTable } from '../../lib/domain/code-table.js';
import { AnswerRows } from '../../lib/replica/answer-rows.js';
import { readMessages } from '../../lib/replica/body-reader.js';
import { LogMessages } from '../../lib/replica/log-messages.js';
import { RowDecoder } from '../../lib/replica/row-decoder.js';
import { ShapeSchema } from '../../lib/replica/shape-schema.js';
import { drive } from '../unit/domain/domain-under-test.js';

const SCHEMA = ShapeSchema.parse(
  JSON.stringify({
    group_code: { type: 'text', pk_index: 0 },
    code: { type: 'text', pk_index: 1 },
    code_name: { type: 'text' },
    sort_order: { type: 'int4' },
    use_yn: { type: 'bpchar', length: 1 },
    비고: { type: 'text' },
  }),
) as ShapeSchema;

interface Message {
  readonly value: Readonly<Record<string, string | null>>;
}

/** Text that looks like what stands between two messages, and whatever else JSON can hold. */
const treacherous = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '},{"',
        '}},{"key":"',
        '"',
        '\\',
        '\\"',
        '\\u0022',
        '{',
        '}',
        '[',
        ']',
        ',',
        '한글 코드',
        '😀',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }).filter((text) => !text.includes('\0')),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const row = fc.record({
  group_code: fc.constantFrom('A', 'B', '한글', '},{"'),
  code: treacherous,
  code_name: fc.option(treacherous),
  sort_order: fc.option(fc.integer({ min: -5, max: 5 }).map(String)),
  use_yn: fc.constantFrom('Y', 'N'),
  비고: fc.option(treacherous),
});

function bodyOf(rows: readonly Message['value'][]): Buffer {
  const headers = { relation: ['public', 'common_code'], operation: 'insert' };
  const messages = rows.map((value) => ({
    key: `"public"."common_code"/"${value['group_code']}"/"${value['code']}"`,
    value,
    headers,
  }));
  return Buffer.from(JSON.stringify([...messages, { headers: { control: 'snapshot-end' } }]));
}

/** What the whole body says, by `JSON.parse` and a nested Map. */
function expected(body: Buffer): Map<string, Map<string, unknown>> {
  const groups = new Map<string, Map<string, unknown>>();
  for (const { value } of JSON.parse(body.toString()) as Partial<Message>[]) {
    if (value === undefined) continue;
    const { group_code: group = '', code = '', code_name: name, sort_order: order, use_yn, 비고: remark } = value;
    const codes = groups.get(group ?? '') ?? new Map<string, unknown>();
    codes.set(code ?? '', [name ?? code, order === null ? null : Number(order), use_yn === 'Y', remark]);
    groups.set(group ?? '', codes);
  }
  return groups;
}

/** What readers see, when the body has come in pieces of these sizes. */
async function seen(body: Buffer, sizes: readonly number[]): Promise<Map<string, Map<string, unknown>>> {
  const decoder = new RowDecoder<Record<string, unknown>>({}, false);
  const rows = new AnswerRows(decoder.decoder(SCHEMA, true));
  const messages = new LogMessages('-1', rows);
  for await (const slice of readMessages(pieces(body, sizes), { breathe: () => undefined })) {
    for (const message of slice) messages.read(message);
  }
  const { snapshot } = drive(new CodeTable<Record<string, unknown>>().reset(rows.changes, decoder.mapper(SCHEMA)));
  return new Map(
    snapshot.groups().map((group) => [
      group,
      new Map(
        snapshot.listAll(group).map(({ code, label, sortOrder, active, attributes }) => {
          return [code, [label, sortOrder, active, attributes['비고']]];
        }),
      ),
    ]),
  );
}

async function* pieces(body: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? body.length;
    yield Uint8Array.prototype.slice.call(body, at, at + size);
    at += size;
  }
}

const sorted = (groups: ReadonlyMap<string, ReadonlyMap<string, unknown>>) =>
  JSON.stringify([...groups].sort(byName).map(([name, codes]) => [name, [...codes].sort(byName)]));
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);

describe('W3 the same bytes in, the same snapshot out', () => {
  test('W3 of a small body, in pieces of a few bytes: inside a character, an escape, a name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        async (rows, sizes) => {
          const body = bodyOf(rows);
          expect(sorted(await seen(body, sizes))).toBe(sorted(expected(body)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('W3 of a body of many slices, wherever pieces and slices end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 20, maxLength: 40 }),
        fc.integer({ min: 0, max: 80_000 }),
        fc.array(fc.integer({ min: 1_000, max: 150_000 }), { minLength: 1, maxLength: 4 }),
        async (some, long, sizes) => {
          // One label moves all that follows, by as much as a slice and more.
          const first = { ...some[0], group_code: 'A', code: 'long', code_name: '가'.repeat(long) } as Message['value'];
          const many = Array.from({ length: 40 }, (_, n) =>
            some.map((each) => ({ ...each, code: `${each.code}${n}` })),
          );
          const body = bodyOf([first, ...many.flat()]);
          expect(sorted(await seen(body, sizes))).toBe(sorted(expected(body)));
        },
      ),
      { numRuns: 60 },
    );
  });
});
