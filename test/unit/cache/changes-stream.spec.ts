import { describe, expect, it, jest } from '@jest/globals';
import type { CommonCodeChanges } from 'nestjs-common-code';
import { first, switchMap } from 'rxjs';
import { CacheUnderTest, codesOf, row, Told } from './cache-under-test.js';

describe('design 5: changes$', () => {
  it('gives what each version changed, from the subscription on, then completes', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a'), row('G', 'b')]);
    const told = new Told<CommonCodeChanges>();
    given.cache.changes$.subscribe(told);
    expect(told.values).toEqual([]);
    const before = given.cache.snapshot;
    given.upsert(row('G', 'a', { use_yn: 'N' }), row('H', 'c'));
    given.delete(row('G', 'b'));
    expect(told.values).toEqual([
      {
        version: 2,
        added: [given.cache.get('H', 'c')],
        updated: [{ before: before.get('G', 'a'), after: given.cache.get('G', 'a') }],
        removed: [],
      },
      { version: 3, added: [], updated: [], removed: [before.get('G', 'b')] },
    ]);
    given.close();
    expect(told.completed).toBe(true);
  });

  it('gives those who came before the data all of it as added', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeChanges>();
    given.cache.changes$.subscribe(told);
    given.reset([row('G', 'a')]);
    expect(told.values).toEqual([{ version: 1, added: [given.cache.get('G', 'a')], updated: [], removed: [] }]);
  });

  it('I2: says nothing of a commit that changes nothing', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    const told = new Told<CommonCodeChanges>();
    given.cache.changes$.subscribe(told);
    given.upsert(row('G', 'a'));
    given.reset([row('G', 'a')]);
    expect(told.values).toEqual([]);
  });

  it('is computed once, for all who listen', () => {
    const given = new CacheUnderTest();
    const [one, other] = [new Told<CommonCodeChanges>(), new Told<CommonCodeChanges>()];
    given.cache.changes$.subscribe(one);
    given.cache.changes$.subscribe(other);
    given.reset([row('G', 'a')]);
    expect(one.values).toHaveLength(1);
    expect(other.values[0]).toBe(one.values[0]);
  });

  it('is computed only while someone listens', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    const lookups = (change: () => void) => {
      const spy = jest.spyOn(given.state.snapshot!.byName, 'get');
      const plain = spy.mock.calls.length;
      change();
      const { length } = spy.mock.calls;
      spy.mockRestore();
      return length - plain;
    };
    const rename = (name: string) => lookups(() => given.upsert(row('G', 'a', { code_name: name })));
    const unheard = rename('x');
    const subscription = given.cache.changes$.subscribe();
    expect(rename('y')).toBeGreaterThan(unheard);
    subscription.unsubscribe();
    expect(rename('z')).toBe(unheard);
    expect(given.state.versions.observed).toBe(false);
  });

  it('begins anew for those who come after all have gone', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    given.cache.changes$.subscribe().unsubscribe();
    given.upsert(row('G', 'b'));
    const told = new Told<CommonCodeChanges>();
    given.cache.changes$.subscribe(told);
    given.upsert(row('G', 'c'));
    expect(told.values.map(({ version, added }) => [version, codesOf(added)])).toEqual([[3, ['c']]]);
  });

  it('I2: followed from within snapshot$, does not tell of the version that is already known', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeChanges>();
    given.cache.snapshot$
      .pipe(
        first(),
        switchMap(() => given.cache.changes$),
      )
      .subscribe(told);
    given.reset([row('G', 'a')]);
    expect(told.values).toEqual([]);
    given.upsert(row('G', 'b'));
    expect(told.values.map(({ version }) => version)).toEqual([2]);
  });

  it('completes for those who come after the end', () => {
    const given = new CacheUnderTest();
    given.close();
    const told = new Told<CommonCodeChanges>();
    given.cache.changes$.subscribe(told);
    expect(told.completed).toBe(true);
  });
});
