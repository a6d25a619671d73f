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

/** What an old version keeps of those after it. */
function nextOf(version: VersionedMap<number>) {
  type Internals = {
    readonly next?: { readonly version: VersionedMap<number>; readonly undo: ReadonlyMap<string, unknown> };
  };
  return (version as unknown as Internals).next;
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

  test('I8 who holds an old version holds no more than the map is large, however many come after it', () => {
    const size = 20;
    const first = new VersionedMap(new Map(Array.from({ length: size }, (_, index) => [`k${index}`, 0])));
    let newest = first;
    let copies = 0;
    for (let version = 1; version <= 1_000; version += 1) {
      const { entries } = newest;
      newest = advance(newest, { [`k${version % size}`]: version });
      if (newest.entries !== entries) copies += 1;
    }
    let held = 0;
    for (let at = nextOf(first); at !== undefined; at = nextOf(at.version)) held += at.undo.size;
    expect(held).toBeLessThanOrEqual(size + 1);
    expect(copies).toBeLessThanOrEqual(1_000 / size); // each after as many entries were written
    expect([...first.entries.values()]).toEqual(Array(size).fill(0));
    expect([...newest.entries.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => 981 + i));
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
