import { afterEach, describe, expect, it } from '@jest/globals';
import type { CommonCodeChanges, CommonCodeSnapshot } from 'nestjs-common-code';
import { codesOf, Told } from './cache-under-test.js';
import { TestingApps } from './testing-app.js';

const apps = new TestingApps();
afterEach(() => apps.close());

describe('CommonCodeTestingHandle', () => {
  it('set changes what is given of a code, and leaves the rest', async () => {
    const { cache, handle } = await apps.start({
      G: { A: { label: 'a', sortOrder: 5, attributes: { x: 1 } }, B: 'b' },
    });
    handle.set('G', 'A', { active: false });
    expect(cache.get('G', 'A')).toMatchObject({ label: 'a', sortOrder: 5, active: false, attributes: { x: 1 } });
    handle.set('G', 'A', 'other');
    expect(cache.get('G', 'A')).toMatchObject({ label: 'other', sortOrder: 5, active: false });
    expect(cache.status.version).toBe(3);
  });

  it('set adds a code at the end of its group, or with its group', async () => {
    const { cache, handle } = await apps.start({ G: { B: 'b', A: 'a' } });
    handle.set('G', 'AA', 'aa');
    handle.set('H', 'X', 'x');
    expect(codesOf(cache.list('G'))).toEqual(['B', 'A', 'AA']);
    expect(cache.groups()).toEqual(['G', 'H']);
  });

  it('set on a cache without codes is one commit, as any call is', async () => {
    const { cache, handle } = await apps.start();
    const told = new Told<CommonCodeSnapshot>();
    cache.snapshot$.subscribe(told);
    handle.set('G', 'A', 'a');
    expect(cache.label('G', 'A')).toBe('a');
    expect(told.values.map(({ version, size }) => [version, size])).toEqual([[1, 1]]);
  });

  it('remove removes a code, and one that there is not without ado', async () => {
    const { cache, handle } = await apps.start({ G: { A: 'a', B: 'b' } });
    handle.remove('G', 'A');
    expect(codesOf(cache.listAll('G'))).toEqual(['B']);
    const { snapshot } = cache;
    handle.remove('G', 'A');
    expect(cache.snapshot).toBe(snapshot);
    handle.remove('G', 'B');
    expect(cache.groups()).toEqual([]);
  });

  it('truncate leaves an empty table, which is a ready one', async () => {
    const { cache, handle } = await apps.start({ G: { A: 'a' } });
    handle.truncate();
    expect(cache.list('G')).toEqual([]);
    expect(cache.status).toMatchObject({ state: 'live', codes: 0, groups: 0, version: 2 });
  });

  it('load replaces everything, and takes nothing over from what was there', async () => {
    const { cache, handle } = await apps.start({
      G: { A: { label: 'a', active: false, sortOrder: 9, attributes: { x: 1 } }, B: 'b' },
    });
    handle.load({ G: { A: 'new' } });
    expect(cache.listAll('G')).toEqual([
      { group: 'G', code: 'A', label: 'new', sortOrder: 1, active: true, parent: null, attributes: {} },
    ]);
  });

  it('load of the same codes makes no version (I2)', async () => {
    const codes = { G: { A: { label: 'a', attributes: { x: [1] } } } };
    const { cache, handle } = await apps.start(codes);
    const { snapshot } = cache;
    handle.load({ G: { A: { label: 'a', attributes: { x: [1] } } } });
    expect(cache.snapshot).toBe(snapshot);
  });

  it('each call is seen, by readers and subscribers, when it returns', async () => {
    const { cache, handle } = await apps.start({ G: { A: 'a' } });
    const told = new Told<CommonCodeChanges>();
    cache.changes$.subscribe(told);
    handle.set('G', 'A', 'b');
    handle.remove('G', 'A');
    handle.load({ H: { X: 'x' } });
    handle.truncate();
    expect(told.values.map(({ version }) => version)).toEqual([2, 3, 4, 5]);
    expect(cache.status.position).toEqual({ handle: 'test', offset: '5_0' });
  });
});
