import { Module, type OnModuleInit } from '@nestjs/common';
import {
  CommonCodeCache,
  CommonCodeModule,
  CommonCodeNotReadyError,
  getCommonCodeCacheToken,
} from 'nestjs-common-code';
import { createCodes, optionsFor } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Dependent, DependentModule } from './dependent.js';
import { Opened } from './opened.js';

describe('startup', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test(
    'startup.wait holds onModuleInit, so that dependents’ hooks find data',
    async () => {
      const table = await createCodes(suite.db);
      const app = await opened.app([
        CommonCodeModule.forRoot({ ...optionsFor(table), isGlobal: true }),
        DependentModule,
      ]);
      await app.init();
      expect(app.get(Dependent).found).toBe('Red');
    },
    SLOW_MS,
  );

  test(
    'startup.wait: false does not hold it; reads throw NotReady, and the data comes later',
    async () => {
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy(false);
      const app = await opened.app([
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
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy(false);
      const options = { ...optionsFor(table, proxy.url), startup: { timeoutMs: 200 } };
      const app = await opened.app([CommonCodeModule.forRoot({ ...options, name: 'late' })]);
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
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy(false);
      const app = await opened.app([
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
      const table = await createCodes(suite.db);
      const app = await opened.app([
        CommonCodeModule.forRoot({ ...optionsFor(table), startup: { wait: false } }),
        Failing,
      ]);
      await expect(app.init()).rejects.toThrow('not ours');
      await app.close();
      expect(app.get(CommonCodeCache, { strict: false }).status.state).toBe('closed');
    },
    SLOW_MS,
  );
});
