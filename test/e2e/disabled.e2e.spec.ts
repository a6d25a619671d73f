import { CommonCodeCache, CommonCodeModule, CommonCodeNotReadyError } from 'nestjs-common-code';
import { optionsFor } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { Opened } from './opened.js';

describe('startup', () => {
  const opened = new Opened();

  test(
    'enabled: false starts nothing, does not hold the start, and reads throw NotReady',
    async () => {
      const proxy = await opened.proxy();
      const app = await opened.app([CommonCodeModule.forRoot({ ...optionsFor('any', proxy.url), enabled: false })]);
      await app.init();
      const cache = app.get(CommonCodeCache, { strict: false });
      expect(() => cache.list('COLOR')).toThrow(/enabled: false/);
      await expect(cache.whenReady()).rejects.toThrow(CommonCodeNotReadyError);
      expect(proxy.requests).toEqual([]);
    },
    SLOW_MS,
  );
});
