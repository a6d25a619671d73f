import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import type { Fault } from '../support/fault-exchange.js';
import { GARBLED_BODIES } from '../support/fault-kinds/bodies.js';
import { BREAKING } from '../support/fault-kinds/connections.js';
import { STALLING } from '../support/fault-kinds/stalls.js';
import { STATUSES } from '../support/fault-kinds/statuses.js';
import { TOLERATED } from '../support/fault-kinds/tolerated.js';
import { FaultScenario } from '../support/fault-scenario.js';

const scenario = new FaultScenario('faults-closing');

/** One of each sort: at a request, in a body, between two tries, and while nothing is wrong but slow. */
const FAULTS: readonly Fault[] = [
  ...STALLING,
  BREAKING[0] as Fault,
  GARBLED_BODIES[0] as Fault,
  STATUSES.unavailable,
  STATUSES.unauthorized,
  STATUSES.conflict,
  TOLERATED[0] as Fault,
];

/** Longer than the longest pause of the backoff, on the fast clock. */
const AWHILE_MS = 1_200;

/** The fault, and whether its exchanges are over. */
function followed({ kind, play }: Fault): { readonly fault: Fault; readonly exchanges: AbortSignal[] } {
  const exchanges: AbortSignal[] = [];
  const fault: Fault = {
    kind,
    play(exchange) {
      exchanges.push(exchange.over);
      return play(exchange);
    },
  };
  return { fault, exchanges };
}

describe('the application is closed in the middle of it', () => {
  test.each(FAULTS.map((fault) => [fault.kind, fault] as const))(
    'I11 W15 %s: what is open is let go of, nothing is asked again, and the last codes can still be read',
    async (_, original) => {
      const { table, app } = await scenario.followed();
      const { fault, exchanges } = followed(original);
      scenario.proxy.playOn(fault);
      scenario.proxy.cutAll();
      await table.move();
      await eventually(() => expect(exchanges.length).toBeGreaterThan(0));
      let completed = false;
      app.cache.snapshot$.subscribe({ complete: () => (completed = true) });

      await app.app.close();
      await eventually(() => expect(exchanges.every(({ aborted }) => aborted)).toBe(true));
      const [requests, lines] = [scenario.proxy.exchanges.length, app.lines.all.length];
      await new Promise((resolve) => setTimeout(resolve, AWHILE_MS));
      expect([scenario.proxy.exchanges.length, app.lines.all.length]).toEqual([requests, lines]);
      expect(completed).toBe(true);
      expect(app.cache.status.state).toBe('closed');
      expect(app.cache.list('ACCOUNT')).toHaveLength(6);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test.each(STALLING.map((fault) => [fault.kind, fault] as const))(
    'I11 W15 %s, while starting: whoever waits is told',
    async (_, original) => {
      const { fault, exchanges } = followed(original);
      scenario.proxy.playOn(fault);
      const { app } = await scenario.follow(undefined, { startup: { wait: false } });
      const ready = app.cache.whenReady().catch((error: unknown) => error);
      await eventually(() => expect(exchanges.length).toBeGreaterThan(0));
      await app.app.close();
      expect(await ready).toBeInstanceOf(Error);
      await eventually(() => expect(exchanges.every(({ aborted }) => aborted)).toBe(true));
      const { length } = scenario.proxy.exchanges;
      await new Promise((resolve) => setTimeout(resolve, AWHILE_MS));
      expect(scenario.proxy.exchanges).toHaveLength(length);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});
