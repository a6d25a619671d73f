import { describe, expect, it } from '@jest/globals';
import { CommonCodeNotFoundError, CommonCodeNotReadyError } from 'nestjs-common-code';
import { CacheUnderTest, codesOf, row } from './cache-under-test.js';

describe('design 5: reads of the cache', () => {
  const given = new CacheUnderTest();
  const { cache } = given;
  given.reset([
    row('B', '01', { code_name: 'zero one', sort_order: 2 }),
    row('B', '1', { code_name: 'one', sort_order: 1, use_yn: 'N' }),
    row('B', '2', { code_name: 'one', sort_order: 3, up: '01' }),
    row('A', 'x'),
  ]);

  it('are those of the newest version', () => {
    expect(cache.get('B', '01')).toMatchObject({
      group: 'B',
      code: '01',
      label: 'zero one',
      sortOrder: 2,
      active: true,
    });
    expect(cache.get('B', '1')?.active).toBe(false);
    expect(cache.get('B', '001')).toBeUndefined();
    expect(cache.getOrThrow('B', '1')).toBe(cache.get('B', '1'));
    expect(() => cache.getOrThrow('B', 'nope')).toThrow(CommonCodeNotFoundError);
    expect([cache.has('B', '1'), cache.has('B', 'nope')]).toEqual([true, false]);
    expect([cache.accepts('B', '01'), cache.accepts('B', '1'), cache.accepts('B', 'nope')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([cache.label('B', '1'), cache.label('B', 'nope')]).toEqual(['one', undefined]);
    expect([...cache.labels('B')]).toEqual([
      ['1', 'one'],
      ['01', 'zero one'],
      ['2', 'one'],
    ]);
    expect(codesOf(cache.findByLabel('B', 'one'))).toEqual(['1', '2']);
    expect(codesOf(cache.list('B'))).toEqual(['01', '2']);
    expect(codesOf(cache.listAll('B'))).toEqual(['1', '01', '2']);
    expect(cache.groups()).toEqual(['A', 'B']);
    expect(cache.tree('B').map(({ code, children }) => [code, codesOf(children)])).toEqual([['01', ['2']]]);
    expect(codesOf(cache.children('B', '01'))).toEqual(['2']);
    expect(cache.snapshot.get('A', 'x')).toBe(cache.get('A', 'x'));
  });

  it('of an unknown group are empty', () => {
    expect([
      cache.list('C'),
      cache.listAll('C'),
      cache.tree('C'),
      cache.findByLabel('C', 'x'),
      cache.children('C', 'x'),
    ]).toEqual([[], [], [], [], []]);
    expect([...cache.labels('C')]).toEqual([]);
  });

  it('I5: give on every hit the object that they gave before', () => {
    const reads = () => [
      cache.snapshot,
      cache.get('B', '01'),
      cache.list('B'),
      cache.listAll('B'),
      cache.labels('B'),
      cache.findByLabel('B', 'one'),
      cache.children('B', '01'),
      cache.tree('B'),
      cache.groups(),
    ];
    const [first, second] = [reads(), reads()];
    expect(second.map((value, index) => value === first[index])).toEqual(first.map(() => true));
    expect(first).not.toContain(undefined);
  });

  it('I5 I8: give the same arrays until that group changes, and others then', () => {
    const reads = (group: string) => [cache.list(group), cache.listAll(group), cache.labels(group), cache.tree(group)];
    const [a, b] = [reads('A'), reads('B')];
    given.upsert(row('B', '2', { sort_order: 0 }));
    expect(reads('A').every((value, index) => value === a[index])).toBe(true);
    expect(reads('B').some((value, index) => value === b[index])).toBe(false);
    expect(codesOf(cache.list('B'))).toEqual(['2', '01']);
  });

  it('of one snapshot agree with one another, whatever comes meanwhile', () => {
    const { snapshot } = cache;
    given.delete(row('B', '01'));
    expect(snapshot.has('B', '01')).toBe(true);
    expect(codesOf(snapshot.list('B'))).toContain('01');
    expect(cache.has('B', '01')).toBe(false);
  });
});

describe('I4: before there is any data', () => {
  const reads: Record<string, (cache: CacheUnderTest['cache']) => unknown> = {
    snapshot: (cache) => cache.snapshot,
    get: (cache) => cache.get('G', 'C'),
    getOrThrow: (cache) => cache.getOrThrow('G', 'C'),
    has: (cache) => cache.has('G', 'C'),
    accepts: (cache) => cache.accepts('G', 'C'),
    label: (cache) => cache.label('G', 'C'),
    labels: (cache) => cache.labels('G'),
    findByLabel: (cache) => cache.findByLabel('G', 'x'),
    list: (cache) => cache.list('G'),
    listAll: (cache) => cache.listAll('G'),
    groups: (cache) => cache.groups(),
    tree: (cache) => cache.tree('G'),
    children: (cache) => cache.children('G', 'C'),
  };

  it.each(Object.keys(reads))('%s throws CommonCodeNotReadyError', (name) => {
    expect(() => reads[name]?.(new CacheUnderTest().cache)).toThrow(CommonCodeNotReadyError);
  });

  it('status and rejected can be read, and say so', () => {
    const { cache } = new CacheUnderTest();
    expect(cache.rejected).toEqual([]);
    expect(cache.status).toEqual({
      state: 'initializing',
      since: new Date('2026-11-22T00:00:00Z'),
      source: 'none',
      version: 0,
      groups: 0,
      codes: 0,
      rejected: 0,
      corrected: 0,
    });
  });

  it('the error tells its reader why: since when, and what went wrong last', () => {
    const given = new CacheUnderTest();
    expect(() => given.cache.groups()).toThrow('initializing since 2026-11-22T00:00:00.000Z');
    given.fail('the secret is wrong');
    expect(() => given.cache.groups()).toThrow('last error: the secret is wrong');
  });

  it('the error says that the sync is off, if it is', () => {
    expect(() => new CacheUnderTest(false).cache.groups()).toThrow('switched off (enabled: false)');
  });

  it('the error is a 503 whose answer does not say why', () => {
    const given = new CacheUnderTest();
    given.fail('no route to 10.1.2.3');
    let error: unknown;
    try {
      given.cache.groups();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CommonCodeNotReadyError);
    const notReady = error as CommonCodeNotReadyError;
    expect(notReady.name).toBe('CommonCodeNotReadyError');
    expect(notReady.getStatus()).toBe(503);
    expect(notReady.getResponse()).toEqual({
      statusCode: 503,
      error: 'Service Unavailable',
      message: 'The common codes are not available yet.',
    });
  });

  it('an empty table is data', () => {
    const given = new CacheUnderTest();
    given.reset();
    expect(given.cache.groups()).toEqual([]);
    expect(given.cache.list('G')).toEqual([]);
    expect(given.cache.status).toMatchObject({ source: 'electric', version: 1, codes: 0, groups: 0 });
  });
});

describe('I10: rejected', () => {
  it('lists the rows that are kept out, and status counts them', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a'), row('G', 'b', { use_yn: '?' })]);
    expect(given.cache.rejected).toEqual([
      { key: { group_code: 'G', code: 'b' }, reason: expect.stringContaining('active: "?"') },
    ]);
    expect(given.cache.status).toMatchObject({ rejected: 1, codes: 1 });
    given.upsert(row('G', 'b'));
    expect(given.cache.rejected).toEqual([]);
    expect(given.cache.status).toMatchObject({ rejected: 0, codes: 2 });
  });

  it('I1: belongs to the version that readers hold, while the next one is being built', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a'), row('G', 'b', { use_yn: '?' })]);
    const changes = given.table.inserts([
      row('G', 'b'),
      row('G', 'worse', { use_yn: '?' }),
      ...Array.from({ length: 200 }, (_, index) => row('G', `${index}`)),
    ]);
    given.table.table.apply(changes, true).next();
    expect(given.cache.rejected.map(({ key }) => key['code'])).toEqual(['b']);
    expect(given.cache.status.rejected).toBe(1);
  });

  it('I10: is not touched by a commit that is refused', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a'), row('G', 'b', { use_yn: '?' })]);
    expect(
      given.table.apply([
        given.table.change('insert', row('G', 'b')),
        given.table.change('update', row('G', 'unknown')),
      ]),
    ).toBeUndefined();
    expect(given.cache.rejected.map(({ key }) => key['code'])).toEqual(['b']);
    expect(given.cache.status).toMatchObject({ rejected: 1, codes: 1 });
  });
});

describe('I11: after the end', () => {
  it('the last version can still be read', () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    given.close();
    expect(given.cache.status.state).toBe('closed');
    expect(codesOf(given.cache.list('G'))).toEqual(['a']);
    expect(given.cache.snapshot.version).toBe(1);
  });
});
