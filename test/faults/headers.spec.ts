import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery } from '../support/fault-app.js';
import { HEADERS } from '../support/fault-kinds/headers.js';
import { LIES } from '../support/fault-kinds/lies.js';
import { STATUSES } from '../support/fault-kinds/statuses.js';
import { FaultScenario } from '../support/fault-scenario.js';

const scenario = new FaultScenario('faults-headers');

const OF_LIVE_ANSWERS = ['without electric-cursor'];
const OF_OTHERS = ['without electric-schema', 'a schema that breaks off', 'a schema that is none'];
const named = (kinds: readonly string[]) =>
  HEADERS.filter(({ kind }) => !kinds.includes(kind)).map((fault) => [fault.kind, fault] as const);

describe('headers that are lost or malformed', () => {
  test.each(named([...OF_LIVE_ANSWERS, ...OF_OTHERS]))(
    'I1 I3 I4 W11 %s, while following',
    (_, fault) => scenario.survive(fault, 'following', { says: /electric-(handle|offset).*a proxy in between strips/ }),
    SLOW_MS,
  );

  test.each(named(OF_LIVE_ANSWERS))(
    'I1 I3 I4 W11 %s, while starting',
    (_, fault) => scenario.survive(fault, 'starting', { says: /electric-(handle|offset|schema).*strips/ }),
    SLOW_MS,
  );

  test.each(named(OF_LIVE_ANSWERS))(
    'I1 I3 I4 W11 %s, while reading the shape anew',
    (_, fault) =>
      scenario.survive(fault, 'reading the shape anew', { says: /electric-(handle|offset|schema).*strips/ }),
    SLOW_MS,
  );

  test(
    'I1 I3 I4 W11 W12 without electric-cursor, which live answers alone have: followed without it, and reported',
    async () => {
      const fault = HEADERS.find(({ kind }) => OF_LIVE_ANSWERS.includes(kind)) as (typeof HEADERS)[number];
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(fault);
      await table.move(2);
      await scenario.played(fault.kind, 2);
      expect(app.tries().at(-1)?.why).toContain('electric-cursor');
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true)); // by answers to requests without live
      await table.move(2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

describe('headers that are well-formed and not true', () => {
  test.each([LIES.offsetAhead, LIES.offsetBehind, LIES.noEtag].map((fault) => [fault.kind, fault] as const))(
    'I1 I2 W2 %s: rows tell the position, so that none is lost and none comes twice',
    async (kind, fault) => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(fault);
      for (let round = 0; round < 4; round += 1) {
        await table.move(3);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      await scenario.played(kind, 4);
      await table.move(2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test.each([LIES.offsetAhead, LIES.otherHandle].map((fault) => [fault.kind, fault] as const))(
    'I1 I3 I4 W7 W10 %s, on every answer from the start: nothing is shown, and nothing storms',
    (_, fault) => scenario.survive(fault, 'starting', { times: 5, total: false }),
    SLOW_MS,
  );

  test.each([
    ['of another handle', LIES.otherHandle],
    ['with the schema of another table', LIES.otherSchema],
    ['with other types in its schema', LIES.otherTypes],
  ])(
    'I1 I2 I3 W7 W14 an answer %s, once while following and once while reading anew',
    async (kind, fault) => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(fault, 1, ({ live }) => (fault !== LIES.otherHandle ? !live : true));
      await table.move();
      scenario.proxy.cutAll();
      await table.rotate();
      await scenario.played(kind, 1);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      scenario.proxy.playOn(fault, 1, ({ offset }) => offset === '-1');
      await table.rotate();
      await scenario.played(kind, 2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I3 W4 up-to-date said of the snapshot itself: it is not taken for the end of it',
    async () => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(LIES.upToDate);
      for (let round = 0; round < 3; round += 1) {
        await table.rotate();
        await table.move();
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I3 I4 W4 204, with Electric’s headers: up-to-date; without them: not Electric',
    async () => {
      const { table, app } = await scenario.followed();
      scenario.proxy.play((request) =>
        request.live
          ? {
              kind: '204 with headers',
              async play(exchange) {
                const answer = await exchange.upstream();
                const empty = !answer.body.includes('"operation"');
                await exchange.respond(empty ? { ...answer, status: 204, body: Buffer.alloc(0) } : answer);
                return empty;
              },
            }
          : undefined,
      );
      await scenario.played('204 with headers', 2);
      await table.move();
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      expect([app.tries(), app.cache.status.state]).toEqual([[], 'live']);
      scenario.proxy.playOn(STATUSES.noContent, 2);
      await scenario.played(STATUSES.noContent.kind, 2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});
