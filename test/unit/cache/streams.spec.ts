import { describe, expect, it, jest } from '@jest/globals';
import type { CommonCode, CommonCodeChanges, CommonCodeSnapshot, CommonCodeStatus } from 'nestjs-common-code';
import { first, switchMap, take } from 'rxjs';
import { CacheUnderTest, codesOf, row, Told } from './cache-under-test.js';

type Codes = readonly CommonCode[];

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

describe('design 5 and 6: status$', () => {
  const short = ({ state, source }: CommonCodeStatus) => `${state} ${source}`;

  it('gives transitions of state and source, and nothing else, then completes', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeStatus>();
    given.cache.status$.subscribe(told);
    expect(told.values.map(short)).toEqual(['initializing none']);
    given.fail('first', 1);
    given.fail('second', 2);
    given.reset([row('G', 'a')]);
    given.confirm();
    expect(told.values.map(short).at(-1)).toBe('live electric');
    const sofar = told.values.length;

    given.confirm();
    given.upsert(row('G', 'b'), row('G', 'bad', { use_yn: '?' }));
    given.confirm();
    given.fail('one is none', 1);
    expect(told.values).toHaveLength(sofar);

    given.fail('down', 2);
    given.fail('still down', 3);
    given.confirm();
    given.confirm();
    given.close();
    given.close();
    expect(told.values.slice(sofar).map(short)).toEqual(['interrupted electric', 'live electric', 'closed electric']);
    expect(told.values[sofar]?.lastError).toMatchObject({ message: 'down', status: 503 });
    expect(told.completed).toBe(true);
  });

  it('gives what comes from the store as such', () => {
    const given = new CacheUnderTest();
    const told = new Told<CommonCodeStatus>();
    given.cache.status$.subscribe(told);
    given.reset([row('G', 'a')], 'store');
    given.reset([row('G', 'a')]);
    given.confirm();
    expect(told.values.map(short)).toEqual([
      'initializing none',
      'initializing store',
      'initializing electric',
      'live electric',
    ]);
  });

  it('gives a late subscriber the current status, not that of the last transition', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    given.confirm();
    given.upsert(row('G', 'b'));
    given.confirm();
    const told = new Told<CommonCodeStatus>();
    given.cache.status$.subscribe(told);
    expect(told.values).toEqual([given.cache.status]);
    expect(told.values[0]).toMatchObject({ version: 2, codes: 2, position: { offset: '2_0' } });
  });

  it('becomes interrupted when Electric has not confirmed for a minute, and live when it does again', async () => {
    const given = new CacheUnderTest();
    given.reset();
    given.confirm();
    const told = new Told<CommonCodeStatus>();
    given.cache.status$.subscribe(told);
    await given.clock.advance(59_000);
    given.confirm();
    await given.clock.advance(59_999);
    expect(told.values.map(({ state }) => state)).toEqual(['live']);
    await given.clock.advance(2);
    expect(told.values.map(({ state }) => state)).toEqual(['live', 'interrupted']);
    expect(given.cache.status).toMatchObject({ stalenessMs: 60_001, lastSyncedAt: new Date('2026-11-22T00:00:59Z') });
    given.confirm();
    expect(given.cache.status).toMatchObject({ state: 'live', stalenessMs: 0 });
    given.close();
    expect(given.clock.pending).toBe(0);
  });
});
