import { describe, expect, it } from '@jest/globals';
import type { CommonCode } from 'nestjs-common-code';
import { first, switchMap } from 'rxjs';
import { CacheUnderTest, codesOf, row, Told } from './cache-under-test.js';

type Codes = readonly CommonCode[];

describe('design 5: list$', () => {
  it('gives the current list, then one on each change of that group, and of no other', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a'), row('H', 'x')]);
    const told = new Told<Codes>();
    given.cache.list$('G').subscribe(told);
    expect(told.values.map(codesOf)).toEqual([['a']]);
    expect(told.values[0]).toBe(given.cache.list('G'));
    given.upsert(row('H', 'y'));
    given.upsert(row('G', 'a'));
    given.reset([row('G', 'a')]);
    expect(told.values).toHaveLength(1);
    given.upsert(row('G', 'b'));
    expect(told.values[1]).toBe(given.cache.list('G'));
    given.delete(row('G', 'a'), row('G', 'b'));
    given.upsert(row('G', 'c'));
    given.reset([row('H', 'z')]);
    expect(told.values.map(codesOf)).toEqual([['a'], ['a', 'b'], [], ['c'], []]);
  });

  it('waits for data, and then gives every group, an empty one too', () => {
    const given = new CacheUnderTest();
    const [some, none] = [new Told<Codes>(), new Told<Codes>()];
    given.cache.list$('G').subscribe(some);
    given.cache.list$('none').subscribe(none);
    expect([some.values, none.values]).toEqual([[], []]);
    given.reset([row('G', 'a'), row('G', 'off', { use_yn: 'N' })]);
    expect(some.values.map(codesOf)).toEqual([['a']]);
    expect(none.values).toEqual([[]]);
    given.upsert(row('G', 'b'));
    expect([some.values.length, none.values.length]).toEqual([2, 1]);
  });

  it('gives an empty list of a group that there is not yet, and then what becomes of it', () => {
    const given = new CacheUnderTest();
    given.reset();
    const told = new Told<Codes>();
    given.cache.list$('G').subscribe(told);
    given.upsert(row('G', 'a'));
    expect(told.values.map(codesOf)).toEqual([[], ['a']]);
  });

  it('I2: is told after the swap', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    const seen: boolean[] = [];
    given.cache.list$('G').subscribe((list) => seen.push(given.cache.list('G') === list));
    given.upsert(row('G', 'b'));
    expect(seen).toEqual([true, true]);
  });

  it('followed from within snapshot$, gives the list of a version once', () => {
    const given = new CacheUnderTest();
    const told = new Told<Codes>();
    given.cache.snapshot$
      .pipe(
        first(),
        switchMap(() => given.cache.list$('G')),
      )
      .subscribe(told);
    given.reset([row('G', 'a')]);
    expect(told.values.map(codesOf)).toEqual([['a']]);
  });
});
