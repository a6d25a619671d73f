import { describe, expect, it } from '@jest/globals';
import type { CommonCodeStatus } from 'nestjs-common-code';
import { CacheUnderTest, row, Told } from './cache-under-test.js';

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
