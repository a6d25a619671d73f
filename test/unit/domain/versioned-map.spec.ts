import fc from 'fast-check';
import { VersionedMap } from '../../../lib/domain/versioned-map.js';

const changes = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.nat(3), { nil: undefined })), {
  maxLength: 8,
});

function apply(entries: ReadonlyMap<string, number>, record: Record<string, number | undefined>): Map<string, number> {
  const next = new Map(entries);
  for (const [key, value] of Object.entries(record)) value === undefined ? next.delete(key) : next.set(key, value);
  return next;
}

/** The next version, with these values; `undefined` for what goes. */
function advance(version: VersionedMap<number>, record: Record<string, number | undefined>): VersionedMap<number> {
  const next = version.open();
  for (const [key, value] of Object.entries(record)) next.write(key, value, next.entries.get(key));
  return next.version;
}

const sorted = (entries: ReadonlyMap<string, unknown>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe('I1 I8 versions of a map', () => {
  test('I1 every version keeps what it had, whatever comes after it and in whatever order they are read', () => {
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat()), (all, reads) => {
        const expected = [new Map<string, number>([['a', 0]])];
        const versions = [new VersionedMap(new Map<string, number>([['a', 0]]))];
        for (const change of all) {
          expected.push(apply(expected.at(-1) ?? new Map(), change));
          versions.push(advance(versions.at(-1) as VersionedMap<number>, change));
          const at = (reads.next().value as number) % versions.length; // an old one is read in between
          expect(sorted(versions[at]?.entries ?? new Map())).toEqual(sorted(expected[at] ?? new Map()));
        }
        versions.forEach((version, index) => {
          expect(sorted(version.entries)).toEqual(sorted(expected[index] ?? new Map()));
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('I8 the newest version takes the entries over: nothing is copied', () => {
    const entries = new Map([['a', 1]]);
    const first = new VersionedMap(entries);
    const second = advance(first, { b: 2 });
    expect(second.entries).toBe(entries);
    expect(first.entries).not.toBe(entries);
    expect([...first.entries.keys()]).toEqual(['a']);
  });

  test('I1 a version that comes to nothing leaves the one before as it was, also if that was read meanwhile', () => {
    for (const isRead of [false, true]) {
      const first = new VersionedMap(new Map([['a', 1]]));
      const next = first.open();
      next.write('a', 2, 1);
      next.write('b', 3, undefined);
      if (isRead) expect([...first.entries]).toEqual([['a', 1]]);
      next.write('a', 1, 2);
      next.write('b', undefined, 3);
      expect(next.isChanged).toBe(false);
      first.reopen();
      expect([...first.entries]).toEqual([['a', 1]]);
    }
  });

  test('the differences to another version, the next one or any', () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.nat(), (all, from, to) => {
        const versions = [
          new VersionedMap(
            new Map<string, number>([
              ['a', 0],
              ['b', 1],
            ]),
          ),
        ];
        for (const change of all) versions.push(advance(versions.at(-1) as VersionedMap<number>, change));
        const [one, other] = [versions[from % versions.length], versions[to % versions.length]] as [
          VersionedMap<number>,
          VersionedMap<number>,
        ];
        const keys = new Set([...one.entries.keys(), ...other.entries.keys()]);
        const expected = [...keys]
          .map((key) => [one.entries.get(key), other.entries.get(key)])
          .filter(([a, b]) => a !== b);
        expect([...one.differencesTo(other)].map(String).sort()).toEqual(expected.map(String).sort());
      }),
    );
  });
});
