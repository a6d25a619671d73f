import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery, pauseProblems } from '../support/fault-app.js';
import type { Fault } from '../support/fault-exchange.js';
import { STATUSES } from '../support/fault-kinds/statuses.js';
import { type Expectations, FaultScenario, type Situation } from '../support/fault-scenario.js';

const scenario = new FaultScenario('faults-statuses');
const SITUATIONS: readonly Situation[] = ['following', 'starting', 'reading the shape anew'];

const NOT_ELECTRIC = /not Electric's shape API: it answered/;
/** Three of each: from the second on a failure is no accident, and the third is backed off further. */
const times = 3;
const FAILURES: readonly (readonly [Fault, Expectations])[] = [
  [STATUSES.html, { says: NOT_ELECTRIC }],
  [STATUSES.noContent, { says: NOT_ELECTRIC }],
  [STATUSES.notModified, { says: NOT_ELECTRIC }],
  ...STATUSES.redirects.map((fault) => [fault, { says: NOT_ELECTRIC }] as const),
  [STATUSES.badRequestInHtml, { says: NOT_ELECTRIC }],
  [STATUSES.unauthorized, { says: /refused us with 401.*electric\.secret/ }],
  [STATUSES.forbidden, { says: /refused us with 403.*electric\.secret/ }],
  [STATUSES.notFound, { says: NOT_ELECTRIC }],
  [STATUSES.notAllowed, { says: NOT_ELECTRIC }],
  [STATUSES.teapot, { says: NOT_ELECTRIC }],
  [STATUSES.tooMany, { says: /answered 429/, retryAfterMs: 5_000 }],
  [STATUSES.tooManyUntil, { says: /answered 429/ }],
  [STATUSES.oddRetryAfter, { says: /answered 429/ }],
  [STATUSES.unavailable, { says: /answered 503.*Postgres/, retryAfterMs: 2_000 }],
  [STATUSES.failing, { says: /answered 500/ }],
  [STATUSES.badGateway, { says: /answered 502/ }],
];

describe.each(SITUATIONS)('while %s', (situation) => {
  test.each(FAILURES.map(([fault, expectations]) => [fault.kind, fault, expectations] as const))(
    'I1 I3 I4 I6 W9 W10 answered with %s',
    (_, fault, expectations) => scenario.survive(fault, situation, { times, ...expectations }),
    SLOW_MS,
  );

  test(
    'I1 I3 I4 W8 W10 answered with 400: a position is given up once, and the snapshot asked for slowly',
    () => scenario.survive(STATUSES.badRequest, situation, { times, says: /answered 400.*shape\.table/ }),
    SLOW_MS,
  );

  test.each([STATUSES.conflict, STATUSES.conflictWithHandle].map((fault) => [fault.kind, fault] as const))(
    'I1 I3 I4 W5 W10 a storm of %s: backed off, and readers keep what they have',
    (_, fault) => scenario.survive(fault, situation, { times: 7, says: /rotated \d+ times/, total: false }),
    SLOW_MS,
  );
});

describe('must-refetch', () => {
  test.each([STATUSES.conflict, STATUSES.conflictWithHandle].map((fault) => [fault.kind, fault] as const))(
    'I1 I2 W5 W6 one %s, of a handle that lives on (36): read anew, and no version for it',
    async (kind, fault) => {
      const { table, app } = await scenario.followed();
      const { version } = app.cache.status;
      const states: string[] = [];
      app.cache.status$.subscribe(({ state }) => states.push(state));
      scenario.proxy.playOn(fault, 1);
      await table.move();
      await scenario.played(kind, 1);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      expect([app.cache.status.version, states]).toEqual([version + 1, ['live']]);
      expect(snapshotsAsked()).toBe(4); // the start, and three times the one of the handle that had expired
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 W5 warned of once, if it goes on and on: several Electrics behind one URL?',
    async () => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(STATUSES.conflict, 9);
      await table.move();
      await scenario.played(STATUSES.conflict.kind, 9);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      expect(app.lines.loud.filter((line) => line.includes('several Electrics'))).toHaveLength(1);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I2 W5 a table that is emptied and filled again and again, while polls wait: never an empty version',
    async () => {
      const { table, app } = await scenario.followed();
      for (let round = 0; round < 8; round += 1) await table.rotate();
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  function snapshotsAsked(): number {
    return scenario.proxy.exchanges.filter(({ request }) => request.offset === '-1').length;
  }
});

describe('Retry-After', () => {
  test(
    'I3 W10 of a day: a minute is waited at most',
    async () => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(STATUSES.tooManyForLong, 1);
      await table.move(2);
      await scenario.played(STATUSES.tooManyForLong.kind, 1);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      expect(app.tries().map(({ retryInMs }) => retryInMs)).toEqual([60_250]);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

describe('one after another', () => {
  test(
    'I1 I2 I3 I4 all of them by turns, for one application: the bounds hold, and it comes back each time',
    async () => {
      const { table, app } = await scenario.followed();
      const all = [...FAILURES.map(([fault]) => fault), STATUSES.badRequest, STATUSES.conflict];
      for (const fault of all) {
        scenario.proxy.playOn(fault, 2);
        await table.move();
        await scenario.played(fault.kind, 2);
        await scenario.proxy.heal();
        await expectRecovery(scenario.proxy, table, app);
      }
      expect(pauseProblems(app.tries().filter(({ why }) => !/429|503/.test(why)))).toEqual([]);
      await eventually(() => expect(app.cache.status.state).toBe('live'));
      await scenario.expectWhole();
    },
    2 * SLOW_MS,
  );
});
