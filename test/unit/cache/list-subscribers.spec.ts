import { describe, expect, it } from '@jest/globals';
import type { CommonCode } from 'nestjs-common-code';
import { take } from 'rxjs';
import { CacheUnderTest, codesOf, row, Told } from './cache-under-test.js';

type Codes = readonly CommonCode[];

describe('design 5: list$', () => {
  it('tells all who follow a group', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    const list$ = given.cache.list$('G');
    const [one, other] = [new Told<Codes>(), new Told<Codes>()];
    list$.subscribe(one);
    list$.subscribe(other);
    given.upsert(row('G', 'b'));
    expect([one.values.length, other.values.length]).toEqual([2, 2]);
    expect(one.values[1]).toBe(other.values[1]);
  });

  it('completes with the application; who comes later gets the last list and the end', () => {
    const given = new CacheUnderTest();
    const [early, late] = [new Told<Codes>(), new Told<Codes>()];
    given.cache.list$('G').subscribe(early);
    given.reset([row('G', 'a')]);
    given.close();
    expect(early.completed).toBe(true);
    given.cache.list$('G').subscribe(late);
    expect([late.values.map(codesOf), late.completed]).toEqual([[['a']], true]);
  });

  it('completes without a list if there never was data', () => {
    const given = new CacheUnderTest();
    const [early, late] = [new Told<Codes>(), new Told<Codes>()];
    given.cache.list$('G').subscribe(early);
    given.close();
    given.cache.list$('G').subscribe(late);
    expect([early.completed, early.values, late.completed, late.values]).toEqual([true, [], true, []]);
  });

  it('says no more to those who have gone, and keeps nothing of them', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    const [gone, once, stays] = [new Told<Codes>(), new Told<Codes>(), new Told<Codes>()];
    const subscription = given.cache.list$('G').subscribe(gone);
    given.cache.list$('G').pipe(take(1)).subscribe(once);
    given.cache.list$('G').subscribe(stays);
    subscription.unsubscribe();
    given.upsert(row('G', 'b'));
    expect([gone.values.length, once.values.length, stays.values.length]).toEqual([1, 1, 2]);
    expect([once.completed, stays.completed]).toEqual([true, false]);
  });

  it('bears that a subscriber goes, or another comes, while the list is told', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    const [other, added] = [new Told<Codes>(), new Told<Codes>()];
    const subscription = given.cache.list$('G').subscribe((list) => {
      if (list.length !== 2) return;
      subscription.unsubscribe();
      given.cache.list$('G').subscribe(added);
    });
    given.cache.list$('G').subscribe(other);
    given.upsert(row('G', 'b'));
    expect(other.values.map(codesOf)).toEqual([['a'], ['a', 'b']]);
    expect(added.values.map(codesOf)).toEqual([['a', 'b']]);
    given.upsert(row('G', 'c'));
    expect([other.values.length, added.values.length]).toEqual([3, 2]);
  });
});
