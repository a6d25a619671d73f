import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  CommonCodeCache,
  type CommonCodeChanges,
  CommonCodeNotReadyError,
  type CommonCodeSnapshot,
  getCommonCodeCacheToken,
  InjectCommonCodeCache,
} from 'nestjs-common-code';
import {
  CommonCodeTestingHandle,
  CommonCodeTestingModule,
  getCommonCodeTestingHandleToken,
  type TestCodes,
} from 'nestjs-common-code/testing';
import request from 'supertest';
import { codesOf, Told } from './cache-under-test.js';

const open: TestingModule[] = [];

async function compiled(metadata: ModuleMetadata): Promise<TestingModule> {
  const module = await Test.createTestingModule(metadata).compile();
  open.push(module);
  return module;
}

afterEach(async () => {
  for (const module of open.splice(0)) await module.close();
});

async function start(codes?: TestCodes) {
  const module = await compiled({ imports: [CommonCodeTestingModule.forRoot(codes)] });
  return { module, cache: module.get(CommonCodeCache), handle: module.get(CommonCodeTestingHandle) };
}

describe('CommonCodeTestingModule', () => {
  it('gives a cache with the codes of a test, live, in the order in which they stand', async () => {
    const { cache } = await start({ ORDER_STATUS: { PAID: '결제', NEW: '접수' }, EMPTY: {} });
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
    const { cache } = await start({ G: { A: given, P: {} } });
    expect(cache.get('G', 'A')).toEqual({ group: 'G', code: 'A', label: 'A', ...given });
    expect(Object.isFrozen(cache.get('G', 'A')?.attributes)).toBe(true);
    expect(cache.get('G', 'P')).toMatchObject({ label: 'P', active: true, sortOrder: 2 });
  });

  it('without codes is not ready until some are loaded', async () => {
    const { cache, handle } = await start();
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
      compiled({ imports: [CommonCodeTestingModule.forRoot(undefined, extras), Feature] });
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
    const module = await compiled({
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
    const [one, other] = [await start({ G: { A: 'a' } }), await start({ G: { A: 'a' } })];
    one.handle.set('G', 'A', 'changed');
    expect(other.cache.label('G', 'A')).toBe('a');
  });
});

describe('CommonCodeTestingHandle', () => {
  it('set changes what is given of a code, and leaves the rest', async () => {
    const { cache, handle } = await start({ G: { A: { label: 'a', sortOrder: 5, attributes: { x: 1 } }, B: 'b' } });
    handle.set('G', 'A', { active: false });
    expect(cache.get('G', 'A')).toMatchObject({ label: 'a', sortOrder: 5, active: false, attributes: { x: 1 } });
    handle.set('G', 'A', 'other');
    expect(cache.get('G', 'A')).toMatchObject({ label: 'other', sortOrder: 5, active: false });
    expect(cache.status.version).toBe(3);
  });

  it('set adds a code at the end of its group, or with its group', async () => {
    const { cache, handle } = await start({ G: { B: 'b', A: 'a' } });
    handle.set('G', 'AA', 'aa');
    handle.set('H', 'X', 'x');
    expect(codesOf(cache.list('G'))).toEqual(['B', 'A', 'AA']);
    expect(cache.groups()).toEqual(['G', 'H']);
  });

  it('set on a cache without codes is one commit, as any call is', async () => {
    const { cache, handle } = await start();
    const told = new Told<CommonCodeSnapshot>();
    cache.snapshot$.subscribe(told);
    handle.set('G', 'A', 'a');
    expect(cache.label('G', 'A')).toBe('a');
    expect(told.values.map(({ version, size }) => [version, size])).toEqual([[1, 1]]);
  });

  it('remove removes a code, and one that there is not without ado', async () => {
    const { cache, handle } = await start({ G: { A: 'a', B: 'b' } });
    handle.remove('G', 'A');
    expect(codesOf(cache.listAll('G'))).toEqual(['B']);
    const { snapshot } = cache;
    handle.remove('G', 'A');
    expect(cache.snapshot).toBe(snapshot);
    handle.remove('G', 'B');
    expect(cache.groups()).toEqual([]);
  });

  it('truncate leaves an empty table, which is a ready one', async () => {
    const { cache, handle } = await start({ G: { A: 'a' } });
    handle.truncate();
    expect(cache.list('G')).toEqual([]);
    expect(cache.status).toMatchObject({ state: 'live', codes: 0, groups: 0, version: 2 });
  });

  it('load replaces everything, and takes nothing over from what was there', async () => {
    const { cache, handle } = await start({
      G: { A: { label: 'a', active: false, sortOrder: 9, attributes: { x: 1 } }, B: 'b' },
    });
    handle.load({ G: { A: 'new' } });
    expect(cache.listAll('G')).toEqual([
      { group: 'G', code: 'A', label: 'new', sortOrder: 1, active: true, parent: null, attributes: {} },
    ]);
  });

  it('load of the same codes makes no version (I2)', async () => {
    const codes = { G: { A: { label: 'a', attributes: { x: [1] } } } };
    const { cache, handle } = await start(codes);
    const { snapshot } = cache;
    handle.load({ G: { A: { label: 'a', attributes: { x: [1] } } } });
    expect(cache.snapshot).toBe(snapshot);
  });

  it('each call is seen, by readers and subscribers, when it returns', async () => {
    const { cache, handle } = await start({ G: { A: 'a' } });
    const told = new Told<CommonCodeChanges>();
    cache.changes$.subscribe(told);
    handle.set('G', 'A', 'b');
    handle.remove('G', 'A');
    handle.load({ H: { X: 'x' } });
    handle.truncate();
    expect(told.values.map(({ version }) => version)).toEqual([2, 3, 4, 5]);
    expect(cache.status.position).toEqual({ handle: 'test', offset: '5_0' });
  });

  it('interrupt and resume play an outage: codes stay, and can change', async () => {
    const { cache, handle } = await start({ G: { A: 'a' } });
    const states: string[] = [];
    cache.status$.subscribe(({ state }) => states.push(state));
    handle.interrupt('Electric is down');
    expect(cache.status).toMatchObject({
      state: 'interrupted',
      source: 'electric',
      lastError: { message: 'Electric is down' },
    });
    expect(cache.label('G', 'A')).toBe('a');
    handle.set('G', 'A', 'b');
    expect(cache.status.state).toBe('interrupted');
    handle.resume();
    expect(cache.status.state).toBe('live');
    expect(cache.status.lastError).toBeUndefined();
    expect(states).toEqual(['live', 'interrupted', 'live']);
  });

  it('interrupt before there are codes is a start that fails: nothing is ready', async () => {
    const { cache, handle } = await start();
    handle.interrupt();
    expect(cache.status).toMatchObject({
      state: 'initializing',
      source: 'none',
      lastError: { message: 'interrupted by the test' },
    });
    expect(() => cache.groups()).toThrow('interrupted by the test');
  });

  it('needs no timers: nothing keeps a test alive that does not close it, and nothing happens by itself', async () => {
    jest.useFakeTimers();
    try {
      const { cache, handle } = await start({ G: { A: 'a' } });
      handle.set('G', 'A', 'b');
      expect(jest.getTimerCount()).toBe(0);
      await jest.advanceTimersByTimeAsync(600_000);
      expect(cache.status.state).toBe('live');
    } finally {
      jest.useRealTimers();
    }
  });

  it('I11: closes with the application: subjects complete, the last codes can be read', async () => {
    const { module, cache } = await start({ G: { A: 'a' } });
    const told = new Told<CommonCodeSnapshot>();
    cache.snapshot$.subscribe(told);
    await module.close();
    expect(told.completed).toBe(true);
    expect(cache.status.state).toBe('closed');
    expect(cache.label('G', 'A')).toBe('a');
  });
});

describe('I4: over HTTP, before there is any data', () => {
  @Controller()
  class Codes {
    constructor(@Inject(CommonCodeCache) private readonly cache: CommonCodeCache) {}

    @Get('codes')
    codes() {
      return this.cache.list('G');
    }
  }

  it('the answer is a 503 that does not say why, and the codes once there are some', async () => {
    const module = await compiled({
      imports: [CommonCodeTestingModule.forRoot()],
      controllers: [Codes],
    });
    const app = module.createNestApplication();
    app.useLogger(false);
    await app.init();
    try {
      const handle = module.get(CommonCodeTestingHandle);
      handle.interrupt('no route to 10.1.2.3');
      const unready = await request(app.getHttpServer()).get('/codes');
      expect([unready.status, unready.body]).toEqual([
        503,
        { statusCode: 503, error: 'Service Unavailable', message: 'The common codes are not available yet.' },
      ]);
      handle.load({ G: { A: 'a' } });
      const ready = await request(app.getHttpServer()).get('/codes');
      expect([ready.status, ready.body]).toEqual([200, [expect.objectContaining({ code: 'A', label: 'a' })]]);
    } finally {
      await app.close();
    }
  });
});
