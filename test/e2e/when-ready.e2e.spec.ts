import { CommonCodeCache, CommonCodeModule, CommonCodeNotReadyError } from 'nestjs-common-code';
import { createCodes, optionsFor } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';

describe('startup', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test(
    'an async factory may await whenReady(): the sync starts then',
    async () => {
      const table = await createCodes(suite.db);
      const factory = {
        provide: 'COLORS',
        inject: [CommonCodeCache],
        useFactory: async (codes: CommonCodeCache) => {
          await codes.whenReady({ timeoutMs: 30_000 });
          return codes.list('COLOR').map(({ code }) => code);
        },
      };
      const app = await opened.app([CommonCodeModule.forRoot({ ...optionsFor(table), isGlobal: true })], [factory]);
      expect(app.get('COLORS')).toEqual(['R', 'G']);
      await app.init();
    },
    SLOW_MS,
  );

  test(
    'whenReady: a timeout rejects with NotReady, an aborted signal with its reason, closing with NotReady',
    async () => {
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy(false);
      const app = await opened.app([
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
});
