import { join } from 'node:path';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { electricTarget, SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery, type FaultApp } from '../support/fault-app.js';
import { CACHES, LIES } from '../support/fault-kinds.js';
import type { Fault } from '../support/fault-proxy.js';
import { FaultScenario } from '../support/fault-scenario.js';
import { WatchedTable } from '../support/fault-table.js';
import { temporaryFolder } from '../support/temporary.js';

// What a real Electric does only now and then cannot be asked of one.
const describeOnEmbedded = electricTarget().isReal ? describe.skip : describe;

describeOnEmbedded('what Electric gets wrong (embedded only: it misbehaves on demand)', () => {
  let electric: EmbeddedElectric;
  beforeAll(async () => {
    // Chunks of some rows, so that they end inside transactions (9).
    electric = await EmbeddedElectric.start({ longPollTimeoutMs: 1_500, chunkBytes: 2_000 });
  }, SLOW_MS);
  const scenario = new FaultScenario('faults-misbehaviours', () => electric);
  afterEach(() => electric.misbehave());
  afterAll(() => electric.stop());

  const misbehaved = (name: keyof EmbeddedElectric['misbehaved']) => electric.misbehaved[name];

  test.each([
    ['33: up-to-date inside a transaction', { splitTransactions: {} }, 'splitTransactions'],
    ['34: positions past rows that were not given', { pointPastRows: { forMs: 400 } }, 'pointPastRows'],
    ['35: whole transactions without last', { omitLast: {} }, 'omitLast'],
    ['36: 409 for a handle that lives on', { rejectPolls: { probability: 0.5, count: 6 } }, 'rejectPolls'],
  ] as const)(
    'I1 I2 I3 W2 W4 W6 (%s): no reader sees a part, and nobody waits for a further write',
    async (_, plan, name) => {
      const before = misbehaved(name);
      const { table, app } = await scenario.followed();
      electric.misbehave(plan);
      for (let round = 0; round < 8; round += 1) {
        await table.move(round % 3 === 0 ? 4 : 1);
        if (round % 2 === 0) scenario.proxy.cutAll(); // which is asked past, at first without live
        if (round % 4 === 3) await table.rotate();
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      await eventually(() => expect(misbehaved(name)).toBeGreaterThan(before));
      electric.misbehave();
      await table.move(2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I2 I3 I4 (33, 34, 35, 36) all of them together, and connections that break besides',
    async () => {
      const { table, app } = await scenario.followed();
      electric.misbehave({
        seed: 3,
        splitTransactions: { probability: 0.4 },
        pointPastRows: { probability: 0.3, forMs: 200 },
        omitLast: { probability: 0.5 },
        rejectPolls: { probability: 0.1 },
      });
      for (let round = 0; round < 25; round += 1) {
        await table.move(1 + (round % 4));
        if (round % 3 === 0) scenario.proxy.cutAll();
        if (round % 8 === 7) await table.rotate();
      }
      electric.misbehave();
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  describe('29: rows that the log has lost for good', () => {
    const settle = async (app: FaultApp) => {
      const asked = scenario.proxy.exchanges.length;
      await eventually(() => expect(scenario.proxy.exchanges.length).toBeGreaterThanOrEqual(asked + 2));
      expect(app.cache.status.state).toBe('live');
    };

    test(
      'I12 without an audit they stay lost, however often Electric says up-to-date; an audit finds and mends them',
      async () => {
        scenario.plantsDivergences = true;
        const { table, app } = await scenario.followed();
        electric.misbehave({ loseRows: { where: "code IN ('1', '4')" } });
        await table.rotate();
        await eventually(() => expect(app.cache.list('ACCOUNT')).toHaveLength(4));
        electric.misbehave();
        await table.move(2);
        await eventually(() => expect(app.cache.label('VERSION', 'n')).toBe('3'));
        await settle(app);
        expect(app.cache.list('ACCOUNT').length).toBeLessThan(6); // the check can fail: nothing but an audit brings them
        expect(app.witness.problems).not.toEqual([]); // and the witness does see it
        const told: number[] = [];
        app.cache.list$('ACCOUNT').subscribe((list) => told.push(list.length));
        const missing = 6 - app.cache.list('ACCOUNT').length;
        const audit = await app.cache.audit();
        expect(audit).toMatchObject({ superseded: false, corrected: missing });
        expect(table.isSeenBy(app.cache)).toBe(true);
        expect(told.at(-1)).toBe(6);
        expect(app.cache.status).toMatchObject({ state: 'live', corrected: missing });
        expect(await app.cache.audit()).toMatchObject({ corrected: 0 });
        expect(app.uncaught).toEqual([]);
      },
      SLOW_MS,
    );

    test.each(['insert', 'update', 'delete'] as const)(
      'I7 I12 a lost %s, while the table is written to and the network fails: mended, and stored',
      async (operation) => {
        scenario.plantsDivergences = true;
        const table = await WatchedTable.create(scenario.db);
        const path = join(temporaryFolder(), 'codes.sqlite');
        const { app } = await scenario.followed(table, { store: new SqliteSnapshotStore({ path }) });
        await table.write(
          `INSERT INTO ${table.name} VALUES ('LOST','old','Old',1,'Y',1),('LOST','kept','Kept',2,'Y',1)`,
        );
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
        electric.misbehave({ loseChanges: { where: "group_code = 'LOST'", operations: [operation] } });
        if (operation === 'insert') await table.write(`INSERT INTO ${table.name} VALUES ('LOST','new','New',3,'Y',1)`);
        if (operation === 'update')
          await table.write(`UPDATE ${table.name} SET code_name = 'Changed' WHERE code = 'old'`);
        if (operation === 'delete') await table.write(`DELETE FROM ${table.name} WHERE code = 'old'`);
        electric.misbehave();
        await settle(app);
        expect(table.isSeenBy(app.cache)).toBe(false);

        let writing = true;
        const writer = (async () => {
          while (writing) {
            await table.move();
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
        })();
        let corrected = 0;
        for (let attempt = 0; attempt < 10 && corrected === 0; attempt += 1) {
          if (attempt === 0)
            scenario.proxy.playOn({ kind: 'audit cut', play: ({ cut }) => cut('reset') }, 1, ({ subset }) => subset);
          const result = await app.cache.audit().catch(() => undefined);
          corrected += result?.corrected ?? 0;
        }
        writing = false;
        await writer;
        expect(corrected).toBe(1);
        await scenario.proxy.heal();
        await expectRecovery(scenario.proxy, table, app);
        expect(app.cache.status.corrected).toBe(1);
        expect(app.uncaught).toEqual([]);
        await app.close();

        await scenario.proxy.refuse();
        const { app: next } = await scenario.follow(table, {
          store: new SqliteSnapshotStore({ path }),
          startup: { wait: false },
        });
        await eventually(() => expect(table.isSeenBy(next.cache)).toBe(true));
        expect(next.cache.status.source).toBe('store');
      },
      SLOW_MS,
    );

    test(
      'I12 a bad cache that keeps subset snapshots does not undo what the log has told since',
      async () => {
        const { table, app } = await scenario.followed();
        await app.cache.audit();
        await table.move(3);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
        scenario.proxy.playOn(CACHES.frozenSubset, Number.POSITIVE_INFINITY, ({ subset }) => subset);
        expect(await app.cache.audit()).toMatchObject({ corrected: 0 });
        await table.move(3);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
        expect(await app.cache.audit()).toMatchObject({ corrected: 0 });
        expect([table.isSeenBy(app.cache), app.cache.status.corrected]).toEqual([true, 0]);
        await scenario.proxy.heal();
        await expectRecovery(scenario.proxy, table, app);
        await scenario.expectWhole();
      },
      SLOW_MS,
    );
  });

  describe('a snapshot of several chunks', () => {
    const large = () => WatchedTable.create(scenario.db, { padding: 900 });
    /** Chunks left out, as by a cache that mixes them up. */
    const skipping: Fault = {
      kind: 'a chunk left out',
      async play(exchange) {
        const { url } = exchange.request;
        const later = new URL(url);
        later.searchParams.set('offset', '0_1');
        const { headers, ...answer } = await exchange.upstream({ ...exchange.request, url: later });
        const { etag: _, ...others } = headers;
        await exchange.respond({ ...answer, headers: others });
      },
    };

    test.each([
      [LIES.offsetAheadInSnapshot.kind, LIES.offsetAheadInSnapshot, /^(-1|0_\d+)$/],
      [skipping.kind, skipping, /^0_0$/],
    ])(
      'I1 W2 %s: never a part of it',
      async (kind, fault, offsets) => {
        const table = await large();
        scenario.proxy.playOn(fault, 2, ({ offset }) => offsets.test(offset));
        const { app } = await scenario.follow(table, { startup: { wait: false } });
        await scenario.played(kind, 1);
        await expectRecovery(scenario.proxy, table, app);
        scenario.proxy.playOn(fault, 2, ({ offset }) => offsets.test(offset));
        await table.rotate();
        await scenario.played(kind, 3);
        await scenario.proxy.heal();
        await expectRecovery(scenario.proxy, table, app);
        await scenario.expectWhole();
      },
      SLOW_MS,
    );

    test(
      'I1 I2 W5 W7 rotated again and again while its chunks are read',
      async () => {
        const table = await large();
        const { app } = await scenario.followed(table);
        let turn = 0;
        scenario.proxy.play(({ offset }) => {
          turn += 1;
          return /^0_[0-3]$/.test(offset) && turn % 5 === 0
            ? {
                kind: 'rotated meanwhile',
                async play(exchange) {
                  await table.rotate();
                  await exchange.respond(await exchange.upstream());
                },
              }
            : undefined;
        });
        await table.rotate();
        await scenario.played('rotated meanwhile', 4);
        await scenario.proxy.heal();
        await expectRecovery(scenario.proxy, table, app);
        await scenario.expectWhole();
      },
      SLOW_MS,
    );
  });
});
