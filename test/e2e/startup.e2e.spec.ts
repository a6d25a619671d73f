import { Controller, Get, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  CommonCodeCache,
  CommonCodeConfigurationError,
  CommonCodeModule,
  type CommonCodeModuleOptions,
  type CommonCodeModuleOptionsFactory,
  CommonCodeNotReadyError,
  getCommonCodeCacheToken,
  InjectCommonCodeCache,
} from 'nestjs-common-code';
import type { Client } from 'pg';
import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { connect, dropTables, electricTarget, SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { OutageProxy } from '../support/outage-proxy.js';

let db: Client;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  db = await connect();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await dropTables(db);
  await db.end();
});

async function build(imports: unknown[], providers: unknown[] = []) {
  const module = await Test.createTestingModule({ imports: imports as never, providers: providers as never }).compile();
  const app = module.createNestApplication({ logger: false });
  closing.push(() => app.close());
  return app;
}

async function hiddenElectric(): Promise<OutageProxy> {
  const proxy = await OutageProxy.start(electricTarget().url, false);
  closing.push(() => proxy.down());
  return proxy;
}

@Injectable()
class Dependent implements OnModuleInit {
  found: unknown;
  constructor(private readonly codes: CommonCodeCache) {}

  onModuleInit() {
    try {
      this.found = this.codes.label('COLOR', 'R');
    } catch (error) {
      this.found = error;
    }
  }
}

@Module({ providers: [Dependent] })
class DependentModule {}

describe('startup', () => {
  test(
    'startup.wait holds onModuleInit, so that dependents’ hooks find data',
    async () => {
      const table = await createCodes(db);
      const app = await build([CommonCodeModule.forRoot({ ...optionsFor(table), isGlobal: true }), DependentModule]);
      await app.init();
      expect(app.get(Dependent).found).toBe('Red');
    },
    SLOW_MS,
  );

  test(
    'startup.wait: false does not hold it; reads throw NotReady, and the data comes later',
    async () => {
      const table = await createCodes(db);
      const proxy = await hiddenElectric();
      const app = await build([
        CommonCodeModule.forRoot({ ...optionsFor(table, proxy.url), startup: { wait: false }, isGlobal: true }),
        DependentModule,
      ]);
      await app.init();
      expect(app.get(Dependent).found).toBeInstanceOf(CommonCodeNotReadyError);
      await proxy.up();
      await eventually(() => expect(app.get(CommonCodeCache).label('COLOR', 'R')).toBe('Red'));
    },
    SLOW_MS,
  );

  test(
    'a timeout that passes does not cancel the sync, and the log says whose it was',
    async () => {
      const table = await createCodes(db);
      const proxy = await hiddenElectric();
      const options = { ...optionsFor(table, proxy.url), startup: { timeoutMs: 200 } };
      const app = await build([CommonCodeModule.forRoot({ ...options, name: 'late' })]);
      const warnings: unknown[][] = [];
      const ignore = () => {};
      const warn = (...line: unknown[]) => warnings.push(line);
      app.useLogger({ log: ignore, error: ignore, warn });
      await app.init();
      expect(warnings).toContainEqual([expect.stringContaining('not ready within 200 ms'), 'CommonCode:late']);
      await proxy.up();
      const cache = app.get<CommonCodeCache>(getCommonCodeCacheToken('late'), { strict: false });
      await cache.whenReady();
      expect(cache.status.source).toBe('electric');
    },
    SLOW_MS,
  );

  test(
    'onTimeout: fail fails the start, and the follower is stopped',
    async () => {
      const table = await createCodes(db);
      const proxy = await hiddenElectric();
      const app = await build([
        CommonCodeModule.forRoot({ ...optionsFor(table, proxy.url), startup: { timeoutMs: 200, onTimeout: 'fail' } }),
      ]);
      await expect(app.init()).rejects.toThrow(CommonCodeNotReadyError);
      await proxy.up();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(proxy.requests).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'if another module’s init fails, closing the application stops the follower',
    async () => {
      @Module({})
      class Failing implements OnModuleInit {
        onModuleInit() {
          throw new Error('not ours');
        }
      }
      const table = await createCodes(db);
      const app = await build([CommonCodeModule.forRoot({ ...optionsFor(table), startup: { wait: false } }), Failing]);
      await expect(app.init()).rejects.toThrow('not ours');
      await app.close();
      expect(app.get(CommonCodeCache, { strict: false }).status.state).toBe('closed');
    },
    SLOW_MS,
  );

  test(
    'an async factory may await whenReady(): the sync starts then',
    async () => {
      const table = await createCodes(db);
      const factory = {
        provide: 'COLORS',
        inject: [CommonCodeCache],
        useFactory: async (codes: CommonCodeCache) => {
          await codes.whenReady({ timeoutMs: 30_000 });
          return codes.list('COLOR').map(({ code }) => code);
        },
      };
      const app = await build([CommonCodeModule.forRoot({ ...optionsFor(table), isGlobal: true })], [factory]);
      expect(app.get('COLORS')).toEqual(['R', 'G']);
      await app.init();
    },
    SLOW_MS,
  );

  test(
    'whenReady: a timeout rejects with NotReady, an aborted signal with its reason, closing with NotReady',
    async () => {
      const table = await createCodes(db);
      const proxy = await hiddenElectric();
      const app = await build([
        CommonCodeModule.forRoot({ ...optionsFor(table, proxy.url), startup: { wait: false } }),
      ]);
      const cache = app.get(CommonCodeCache, { strict: false });
      await expect(cache.whenReady({ timeoutMs: 50 })).rejects.toThrow(CommonCodeNotReadyError);
      await expect(cache.whenReady({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
      const waiting = expect(cache.whenReady()).rejects.toThrow(CommonCodeNotReadyError);
      await app.init();
      await app.close();
      await waiting;
    },
    SLOW_MS,
  );

  test(
    'enabled: false starts nothing, does not hold the start, and reads throw NotReady',
    async () => {
      const proxy = await OutageProxy.start(electricTarget().url);
      closing.push(() => proxy.down());
      const app = await build([CommonCodeModule.forRoot({ ...optionsFor('any', proxy.url), enabled: false })]);
      await app.init();
      const cache = app.get(CommonCodeCache, { strict: false });
      expect(() => cache.list('COLOR')).toThrow(/enabled: false/);
      await expect(cache.whenReady()).rejects.toThrow(CommonCodeNotReadyError);
      expect(proxy.requests).toEqual([]);
    },
    SLOW_MS,
  );

  test('options are checked when the module is built: all problems in one error that names each option', async () => {
    const wrong = {
      electric: { url: 'http://user:pass@localhost:3000/?a=b', secret: '', query: { offset: '1' } },
      shape: { table: ' ', params: ['x'] },
      mapping: { label: 7 },
      startup: { timeoutMs: -1, onTimeout: 'explode' },
    } as unknown as CommonCodeModuleOptions;
    const error: unknown = await build([CommonCodeModule.forRoot(wrong)]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CommonCodeConfigurationError);
    const options = (error as CommonCodeConfigurationError).problems.map((problem) => problem.split(':')[0]);
    expect(options).toEqual([
      'electric.url',
      'electric.url',
      'electric.secret',
      'electric.query',
      'shape.table',
      'shape.params',
      'mapping.label',
      'startup.timeoutMs',
      'startup.onTimeout',
    ]);
    expect(String(error)).not.toContain('pass');
  });
});

describe('the module', () => {
  test(
    'several caches in one application do not merge and do not disturb one another',
    async () => {
      const [one, two] = [await createCodes(db), await createCodes(db, "('COLOR','R','Rouge',1,'Y')")];

      @Controller()
      class Colors {
        constructor(
          private readonly korean: CommonCodeCache,
          @InjectCommonCodeCache('french') private readonly french: CommonCodeCache,
        ) {}
        @Get()
        both() {
          return [this.korean.label('COLOR', 'R'), this.french.label('COLOR', 'R')];
        }
      }
      const app = await build(
        [
          CommonCodeModule.forRoot(optionsFor(one)),
          CommonCodeModule.forRoot({ ...optionsFor(two), name: 'french' }),
          CommonCodeModule.forRoot({ ...optionsFor(two), name: 'again' }),
        ],
        [{ provide: 'colors', useClass: Colors }],
      );
      await app.init();
      expect((app.get('colors') as Colors).both()).toEqual(['Red', 'Rouge']);
      const [french, again] = ['french', 'again'].map((name) =>
        app.get<CommonCodeCache>(getCommonCodeCacheToken(name)),
      );
      expect(french).not.toBe(again);
      expect(french?.label('COLOR', 'R')).toBe(again?.label('COLOR', 'R'));
    },
    SLOW_MS,
  );

  test.each(['useFactory', 'useClass', 'useExisting'])(
    'forRootAsync with %s',
    async (how) => {
      const table = await createCodes(db);

      @Injectable()
      class Options implements CommonCodeModuleOptionsFactory {
        createCommonCodeOptions() {
          return optionsFor(table);
        }
      }
      @Module({ providers: [Options], exports: [Options] })
      class OptionsModule {}
      const async = {
        useFactory: {
          imports: [OptionsModule],
          inject: [Options],
          useFactory: async (o: Options) => o.createCommonCodeOptions(),
        },
        useClass: { useClass: Options },
        useExisting: { imports: [OptionsModule], useExisting: Options },
      }[how];
      const app = await build([CommonCodeModule.forRootAsync({ ...async, name: how, isGlobal: true })]);
      await app.init();
      expect(app.get<CommonCodeCache>(getCommonCodeCacheToken(how)).label('COLOR', 'G')).toBe('Green');
    },
    SLOW_MS,
  );

  test(
    'without isGlobal the cache is of the importing module alone',
    async () => {
      const table = await createCodes(db);
      await expect(build([CommonCodeModule.forRoot(optionsFor(table)), DependentModule])).rejects.toThrow(
        /CommonCodeCache/,
      );
    },
    SLOW_MS,
  );

  test(
    'a wrong secret: initializing, 503, and what to mend, without the secret',
    async () => {
      const table = await createCodes(db);
      const proxy = await OutageProxy.start(electricTarget().url);
      closing.push(() => proxy.down());
      proxy.instead((request, response) => {
        if (!request.url?.includes('secret=wrong-one')) return false;
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"message":"Unauthorized - Invalid API secret"}');
        return true;
      });
      const lines: string[] = [];
      const keep = (message: unknown) => void lines.push(String(message));
      const logger = { log: keep, warn: keep, error: keep, debug: keep, verbose: keep };
      const options = optionsFor(table, proxy.url);
      const app = await startApp(
        { ...options, electric: { ...options.electric, secret: 'wrong-one' }, startup: { timeoutMs: 300 } },
        { logger },
      );
      closing.push(() => app.close());
      const answers = [await app.get('/health/ready'), await app.get('/codes/COLOR'), await app.get('/status')];
      expect(answers[0]).toMatchObject({ status: 503 });
      expect(JSON.stringify(answers[0])).toContain('electric.secret');
      expect(JSON.stringify([answers, lines, app.cache.status])).not.toContain('wrong-one');
    },
    SLOW_MS,
  );
});
