import { electricTarget, SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery, type FaultApp } from '../support/fault-app.js';
import type { Fault } from '../support/fault-exchange.js';
import { BREAKING } from '../support/fault-kinds/connections.js';
import { STALLING } from '../support/fault-kinds/stalls.js';
import { TOLERATED } from '../support/fault-kinds/tolerated.js';
import { FaultScenario, type Situation } from '../support/fault-scenario.js';

const scenario = new FaultScenario('faults-connections');
const SITUATIONS: readonly Situation[] = ['following', 'starting', 'reading the shape anew'];

describe.each(SITUATIONS)('while %s', (situation) => {
  test.each(BREAKING.map((fault) => [fault.kind, fault] as const))(
    'I1 I2 I3 I4 I6 W3 W10 connections that break: %s',
    (_, fault) => scenario.survive(fault, situation),
    SLOW_MS,
  );
});

describe('connections that break once', () => {
  test(
    'I3 I4 W10 nobody notices: the state does not flap, and not a line is logged',
    async () => {
      const { table, app } = await scenario.followed();
      const states: string[] = [];
      app.cache.status$.subscribe(({ state }) => states.push(state));
      const loud = app.lines.loud.length;
      for (const fault of BREAKING) {
        scenario.proxy.playOn(fault, 1);
        await table.move();
        await scenario.played(fault.kind, 1);
        await table.move(); // which the poll behind the fault brings
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      expect(states).toEqual(['live']);
      expect(app.lines.loud.slice(loud)).toEqual([]);
      expect(app.tries().map(({ consecutive }) => consecutive)).toEqual(BREAKING.map(() => 1));
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

describe('connections that are not there', () => {
  test.each(SITUATIONS)(
    'I1 I3 I4 I6 W10 refused while %s',
    async (situation) => {
      const { proxy } = scenario;
      if (situation === 'starting') await proxy.refuse();
      const { table, app } =
        situation === 'starting'
          ? await scenario.follow(undefined, { startup: { wait: false } })
          : await scenario.followed();
      if (situation === 'reading the shape anew') await table.rotate();
      if (situation !== 'starting') await proxy.refuse();
      await eventually(() => expect(app.tries().length).toBeGreaterThanOrEqual(4));
      expect(app.cache.status).toMatchObject({
        state: situation === 'starting' ? 'initializing' : 'interrupted',
        lastError: { message: expect.stringContaining('ECONN') },
      });
      expect((await app.get('/codes/ACCOUNT')).status).toBe(situation === 'starting' ? 503 : 200);
      await table.move();
      await proxy.heal();
      await expectRecovery(proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test.each(['following', 'starting'])(
    'I1 I3 I4 W10 reset as soon as they are made, while %s',
    async (situation) => {
      const { proxy } = scenario;
      const reset = () => proxy.playOnConnections('reset on connecting', (socket) => socket.resetAndDestroy());
      if (situation === 'starting') reset();
      const { table, app } =
        situation === 'starting'
          ? await scenario.follow(undefined, { startup: { wait: false } })
          : await scenario.followed();
      reset();
      proxy.cutAll();
      await scenario.played('reset on connecting', 4);
      await table.move();
      await proxy.heal();
      await expectRecovery(proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

// A real Electric polls for 20 s, so that its clock is the real one: silence would take minutes.
const describeOnFastClock = electricTarget().isReal ? describe.skip : describe;

describeOnFastClock('silence for longer than the watchdogs (embedded only: on a fast clock)', () => {
  test.each(STALLING.map((fault) => [fault.kind, fault] as const))(
    'I1 I3 I4 W12 %s, while following',
    (_, fault) => scenario.survive(fault, 'following', { times: 2, says: /did not answer|was silent/ }),
    SLOW_MS,
  );

  test.each([0, 2].map((index) => [STALLING[index]?.kind, STALLING[index]] as const))(
    'I1 I3 I4 W12 %s, while starting',
    async (kind = '', fault) => {
      scenario.proxy.playOn(fault as Fault, 1);
      const { table, app } = await scenario.follow(undefined, { startup: { wait: false } });
      await scenario.played(kind, 1);
      await expectRecovery(scenario.proxy, table, app);
      expect(app.tries().map(({ why }) => why)).toEqual([
        expect.stringMatching(/did not answer for 90 s|silent for 30 s/),
      ]);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I4 a shape that is read anew, and hangs: interrupted when the last confirmation is a minute old, and not before',
    async () => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(STALLING[0] as Fault, 1, ({ offset }) => offset === '-1');
      await table.rotate();
      await eventually(() => expect(app.cache.status.state).toBe('interrupted'));
      expect(app.tries()).toEqual([]);
      expect(app.cache.status.stalenessMs).toBeGreaterThanOrEqual(60_000);
      await eventually(() => expect([table.isSeenBy(app.cache), app.cache.status.state]).toEqual([true, 'live']));
      expect(app.tries().map(({ why }) => why)).toEqual([expect.stringMatching(/did not answer for 90 s/)]);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

describe('what is no fault', () => {
  test.each(TOLERATED.map((fault) => [fault.kind, fault] as const))(
    'I1 I3 W3 W4 taken as it is: %s',
    async (kind, fault) => {
      scenario.proxy.playOn(fault);
      const { table, app } = await scenario.followed();
      for (let round = 0; round < 3; round += 1) {
        await table.move(2);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      await scenario.played(kind, 4);
      expect(objections(app)).toEqual([]);
      await eventually(() => expect(app.cache.status.state).toBe('live'));
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 W3 a label of 30 MB',
    async () => {
      const { table, app } = await scenario.followed();
      await table.write(`UPDATE ${table.name} SET code_name = repeat('가', 10000000) WHERE code = '1'`);
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      expect(app.cache.label('ACCOUNT', '1')).toHaveLength(10_000_000);
      expect(objections(app)).toEqual([]);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

/** What was held against answers. Tens of megabytes can take a busy machine longer than the watchdogs wait on the fast clock. */
function objections(app: FaultApp): string[] {
  return app.tries().flatMap(({ why }) => (/did not answer|was silent/.test(why) ? [] : [why]));
}
