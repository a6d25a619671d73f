import { afterEach, describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import {
  CommonCodeCache,
  CommonCodeNotReadyError,
  getCommonCodeCacheToken,
  InjectCommonCodeCache,
} from 'nestjs-common-code';
import {
  CommonCodeTestingHandle,
  CommonCodeTestingModule,
  getCommonCodeTestingHandleToken,
} from 'nestjs-common-code/testing';
import { TestingApps } from './testing-app.js';

const apps = new TestingApps();
afterEach(() => apps.close());

describe('CommonCodeTestingModule', () => {
  it('gives a cache with the codes of a test, live, in the order in which they stand', async () => {
    const { cache } = await apps.start({ ORDER_STATUS: { PAID: '결제', NEW: '접수' }, EMPTY: {} });
    expect(cache.list('ORDER_STATUS')).toEqual([
      { group: 'ORDER_STATUS', code: 'PAID', label: '결제', sortOrder: 1, active: true, parent: null, attributes: {} },
      { group: 'ORDER_STATUS', code: 'NEW', label: '접수', sortOrder: 2, active: true, parent: null, attributes: {} },
    ]);
    expect(cache.groups()).toEqual(['ORDER_STATUS']);
    expect(cache.status).toMatchObject({ state: 'live', source: 'electric', version: 1, codes: 2 });
    await cache.whenReady({ source: 'electric' });
  });

  it('takes as much of a code as matters', async () => {
    const given = { active: false, sortOrder: 9, parent: 'P', attributes: { rate: 1 } };
    const { cache } = await apps.start({ G: { A: given, P: {} } });
    expect(cache.get('G', 'A')).toEqual({ group: 'G', code: 'A', label: 'A', ...given });
    expect(Object.isFrozen(cache.get('G', 'A')?.attributes)).toBe(true);
    expect(cache.get('G', 'P')).toMatchObject({ label: 'P', active: true, sortOrder: 2 });
  });

  it('without codes is not ready until some are loaded', async () => {
    const { cache, handle } = await apps.start();
    expect(() => cache.list('G')).toThrow(CommonCodeNotReadyError);
    expect(cache.status).toMatchObject({ state: 'initializing', source: 'none' });
    const ready = cache.whenReady({ source: 'electric' });
    handle.load({ G: { A: 'a' } });
    await ready;
    expect(cache.label('G', 'A')).toBe('a');
  });

  it('is global unless told otherwise', async () => {
    @Injectable()
    class Service {
      constructor(@Inject(CommonCodeCache) readonly cache: CommonCodeCache) {}
    }
    @Module({ providers: [Service] })
    class Feature {}
    const compile = (extras: { isGlobal?: boolean }) =>
      apps.compiled({ imports: [CommonCodeTestingModule.forRoot(undefined, extras), Feature] });
    expect((await compile({})).get(Service, { strict: false }).cache).toBeInstanceOf(CommonCodeCache);
    await expect(compile({ isGlobal: false })).rejects.toThrow("can't resolve dependencies");
  });

  it('keeps named caches apart', async () => {
    @Injectable()
    class Service {
      constructor(
        @InjectCommonCodeCache() readonly main: CommonCodeCache,
        @InjectCommonCodeCache('other') readonly other: CommonCodeCache,
      ) {}
    }
    const module = await apps.compiled({
      imports: [
        CommonCodeTestingModule.forRoot({ G: { A: 'main' } }),
        CommonCodeTestingModule.forRoot({ G: { A: 'other' } }, { name: 'other' }),
      ],
      providers: [Service],
    });
    const { main, other } = module.get(Service);
    expect([main.label('G', 'A'), other.label('G', 'A')]).toEqual(['main', 'other']);
    module.get<CommonCodeTestingHandle>(getCommonCodeTestingHandleToken('other')).set('G', 'A', 'changed');
    expect([main.label('G', 'A'), other.label('G', 'A')]).toEqual(['main', 'changed']);
    expect(module.get(getCommonCodeCacheToken('other'))).toBe(other);
    expect(module.get(getCommonCodeCacheToken())).toBe(main);
    expect(getCommonCodeTestingHandleToken()).toBe(CommonCodeTestingHandle);
  });

  it('shares nothing between two applications', async () => {
    const [one, other] = [await apps.start({ G: { A: 'a' } }), await apps.start({ G: { A: 'a' } })];
    one.handle.set('G', 'A', 'changed');
    expect(other.cache.label('G', 'A')).toBe('a');
  });
});
