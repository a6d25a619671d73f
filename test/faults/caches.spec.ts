import { connect, SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery } from '../support/fault-app.js';
import { CACHES, crossed } from '../support/fault-kinds/caches.js';
import { POLLS_CUT } from '../support/fault-kinds/polls.js';
import { FaultScenario } from '../support/fault-scenario.js';
import { WatchedTable } from '../support/fault-table.js';

const scenario = new FaultScenario('faults-caches');
const snapshotsAsked = () => scenario.proxy.exchanges.filter(({ request }) => request.offset === '-1').length;

describe('stale answers', () => {
  test(
    'I1 I2 W5 W6 the snapshot of before, served by a cache that knows no expired_handle: asked past, and never shown',
    async () => {
      const { table, app } = await scenario.followed();
      await table.move(2);
      scenario.proxy.playOn(CACHES.staleSnapshot, 2);
      await table.rotate();
      await scenario.played(CACHES.staleSnapshot.kind, 2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      expect(app.lines.loud.filter((line) => line.includes('expired snapshot'))).toHaveLength(1);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I2 I3 W5 W6 W10 the same without an end: backed off, the version of before stays, and state and readers know no better',
    async () => {
      const { table, app } = await scenario.followed();
      const { version } = app.cache.status;
      scenario.proxy.playOn(CACHES.staleSnapshot);
      await table.rotate();
      await scenario.played(CACHES.staleSnapshot.kind, 12);
      expect(app.cache.status.version).toBe(version);
      expect(app.tries().length).toBeGreaterThanOrEqual(2);
      expect(snapshotsAsked()).toBeLessThanOrEqual(app.tries().length * 4 + 6);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I2 W6 a snapshot of long ago, of a handle before the last: its log is refused, and it is never shown',
    async () => {
      const { table, app } = await scenario.followed();
      for (let round = 0; round < 3; round += 1) {
        await table.rotate();
        await table.move();
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      scenario.proxy.playOn(CACHES.staleSnapshot, 3);
      await table.rotate();
      await scenario.played(CACHES.staleSnapshot.kind, 3);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I3 W6 a new process that is served the snapshot of long ago: whole, and the table in the end',
    async () => {
      const { table, app } = await scenario.followed();
      await table.rotate();
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      await app.close();
      scenario.proxy.playOn(CACHES.staleSnapshot, 2);
      const { app: next } = await scenario.follow(table, { startup: { wait: false } });
      await scenario.played(CACHES.staleSnapshot.kind, 1);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, next);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test.each([
    [CACHES.frozen.kind, 'that goes on', CACHES.frozen, 2],
    [CACHES.frozen.kind, 'that stands still', CACHES.frozen, 0],
    [CACHES.frozenPoll.kind, 'that goes on', CACHES.frozenPoll, 2],
    [CACHES.frozenPoll.kind, 'that stands still', CACHES.frozenPoll, 0],
  ] as const)(
    'I1 I2 I3 I4 W13 %s, of a table %s: no tight loop, and no harm',
    async (kind, _, fault, moves) => {
      const { table, app } = await scenario.followed();
      await eventually(() => expect(pollsInVain()).toBeGreaterThanOrEqual(1));
      scenario.proxy.playOn(fault);
      scenario.proxy.cutAll();
      await table.move(moves);
      await scenario.played(kind, 8);
      await eventually(() => expect(app.cache.status.state).toBe('interrupted'));
      expect(app.cache.status.lastError?.message).toContain('a cache in between');
      expect((await app.get('/codes/ACCOUNT')).body).toHaveLength(6);
      const faults = scenario.proxy.injected[kind] ?? 0;
      expect(faults).toBeLessThanOrEqual(app.tries().length * 4 + 16);
      await table.move(moves);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I3 I4 W10 W13 polls that something always cuts: the answers in between confirm, and are not called a cache’s',
    async () => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(POLLS_CUT);
      scenario.proxy.cutAll();
      await scenario.played(POLLS_CUT.kind, 16);
      expect(app.tries().filter(({ why }) => !why.includes('ECONNRESET') && !why.includes('UND_ERR_SOCKET'))).toEqual(
        [],
      );
      expect(app.cache.status.stalenessMs).toBeLessThan(60_000);
      await table.move(2);
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  const pollsInVain = () =>
    scenario.proxy.exchanges.filter(({ request, passed }, index, all) => {
      return request.live && passed && all[index + 1]?.request.offset === request.offset;
    }).length;
});

describe('answers duplicated and re-ordered', () => {
  test.each([CACHES.duplicate, CACHES.mixedUp].map((fault) => [fault.kind, fault] as const))(
    'I1 I2 I3 W3 W10 %s, in the place of the one that was asked for',
    async (kind, fault) => {
      const { table, app } = await scenario.followed();
      for (let round = 0; round < 6; round += 1) {
        await table.move();
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      scenario.proxy.playOn(fault);
      await table.move(3);
      await scenario.played(kind, 4);
      await table.rotate();
      await scenario.played(kind, 8);
      expect((await app.get('/codes/ACCOUNT')).body).toHaveLength(6);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I2 W3 each answer comes twice: the second time to the request behind it',
    async () => {
      const { table, app } = await scenario.followed();
      let turn = 0;
      scenario.proxy.play(() => (turn++ % 2 === 1 ? CACHES.duplicate : undefined));
      for (let round = 0; round < 4; round += 1) {
        await table.move(2);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      expect(scenario.proxy.injected[CACHES.duplicate.kind]).toBeGreaterThanOrEqual(4);
      await scenario.proxy.heal();
      await table.move();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

describe('answers to others', () => {
  test.each(['following', 'starting', 'reading the shape anew'])(
    'I1 I2 I3 W7 those of another table, while %s: nothing of it is shown',
    async (situation) => {
      const db = await connect();
      const other = await WatchedTable.create(db, { padding: 20 });
      const fault = crossed(({ url }) => {
        const theirs = new URL(url);
        theirs.searchParams.set('table', other.name);
        theirs.searchParams.delete('expired_handle');
        for (const name of ['handle', 'cursor', 'live']) theirs.searchParams.delete(name);
        theirs.searchParams.set('offset', '-1');
        return theirs;
      });
      const { proxy } = scenario;
      if (situation === 'starting') proxy.playOn(fault, 2);
      const { table, app } =
        situation === 'starting'
          ? await scenario.follow(undefined, { startup: { wait: false } })
          : await scenario.followed();
      if (situation !== 'starting') proxy.playOn(fault, 2);
      if (situation === 'following') await table.move();
      if (situation === 'reading the shape anew') await table.rotate();
      await scenario.played(fault.kind, 2);
      await proxy.heal();
      await expectRecovery(proxy, table, app);
      await scenario.expectWhole();
      await db.query(`DROP TABLE ${other.name}`);
      await db.end();
    },
    SLOW_MS,
  );
});
