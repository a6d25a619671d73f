import { describe, expect, it, jest } from '@jest/globals';
import type { CommonCodeSnapshot, CommonCodeStatus } from 'nestjs-common-code';
import { CacheUnderTest, codesOf, row, Told } from './cache-under-test.js';

describe('design 5: snapshot$', () => {
  it('gives nothing before there is data, then the first version and each next, then completes', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeSnapshot>();
    given.cache.snapshot$.subscribe(told);
    expect(told.values).toEqual([]);
    given.reset([row('G', 'a')]);
    given.upsert(row('G', 'b'));
    given.upsert(row('G', 'b'));
    given.delete(row('G', 'a'));
    expect(told.values.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(told.values.map((snapshot) => codesOf(snapshot.listAll('G')))).toEqual([['a'], ['a', 'b'], ['b']]);
    expect(told.completed).toBe(false);
    given.close();
    expect(told.completed).toBe(true);
    expect(told.values).toHaveLength(3);
  });

  it('gives a late subscriber the current version at once', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    given.upsert(row('G', 'b'));
    const told = new Told<CommonCodeSnapshot>();
    given.cache.snapshot$.subscribe(told);
    expect(told.values).toEqual([given.cache.snapshot]);
    expect(told.values[0]).toBe(given.cache.snapshot);
  });

  it('gives an empty table too', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeSnapshot>();
    given.cache.snapshot$.subscribe(told);
    given.reset();
    expect(told.values.map(({ version, size }) => [version, size])).toEqual([[1, 0]]);
  });

  it('never errors, and completes without data if there never was any', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeSnapshot>();
    const error = jest.fn();
    given.cache.snapshot$.subscribe({ next: told.next, complete: told.complete, error });
    given.fail();
    given.misconfigure();
    given.close();
    expect([told.values, told.completed]).toEqual([[], true]);
    expect(error).not.toHaveBeenCalled();
  });

  it('completes for those who come after the end', () => {
    const given = new CacheUnderTest();
    given.reset();
    given.close();
    const told = new Told<CommonCodeSnapshot>();
    given.cache.snapshot$.subscribe(told);
    expect(told.completed).toBe(true);
  });

  it('does not let subscribers write into it', () => {
    expect(new CacheUnderTest().cache.snapshot$).not.toHaveProperty('value');
    expect(new CacheUnderTest().cache.status$).not.toHaveProperty('value');
  });

  it('I2: is told after the swap: inside, cache and status are those of the version', () => {
    const given = new CacheUnderTest();
    const { cache } = given;
    const seen: unknown[] = [];
    cache.snapshot$.subscribe((snapshot) => {
      seen.push([cache.snapshot === snapshot, cache.status.version === snapshot.version, cache.rejected.length]);
    });
    given.reset([row('G', 'a'), row('G', 'b', { use_yn: '?' })]);
    given.upsert(row('G', 'b'));
    expect(seen).toEqual([
      [true, true, 1],
      [true, true, 0],
    ]);
  });

  it('I4: inside the first one, the status says where the data came from', () => {
    const given = new CacheUnderTest();
    const seen: CommonCodeStatus[] = [];
    given.cache.snapshot$.subscribe(() => seen.push(given.cache.status));
    given.reset([row('G', 'a')]);
    expect(seen).toMatchObject([{ version: 1, codes: 1, position: { handle: 'h' }, source: 'electric' }]);
  });
});
