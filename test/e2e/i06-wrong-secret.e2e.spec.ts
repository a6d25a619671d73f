import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';

describe('the module', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test(
    'a wrong secret: initializing, 503, and what to mend, without the secret',
    async () => {
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy();
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
      const app = opened.add(
        await startApp(
          { ...options, electric: { ...options.electric, secret: 'wrong-one' }, startup: { timeoutMs: 300 } },
          { logger },
        ),
      );
      const answers = [await app.get('/health/ready'), await app.get('/codes/COLOR'), await app.get('/status')];
      expect(answers[0]).toMatchObject({ status: 503 });
      expect(JSON.stringify(answers[0])).toContain('electric.secret');
      expect(JSON.stringify([answers, lines, app.cache.status])).not.toContain('wrong-one');
    },
    SLOW_MS,
  );
});
