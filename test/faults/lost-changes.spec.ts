import { join } from 'node:path';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery } from '../support/fault-app.js';
import { WatchedTable } from '../support/fault-table.js';
import { temporaryFolder } from '../support/temporary.js';
import { describeOnEmbedded, MisbehavingScenario } from './misbehaving-scenario.js';

describeOnEmbedded('what Electric gets wrong (embedded only: it misbehaves on demand)', () => {
  const misbehaving = new MisbehavingScenario('faults-lost-changes');
  const { scenario } = misbehaving;

  describe('29: rows that the log has lost for good', () => {
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
        misbehaving.electric.misbehave({ loseChanges: { where: "group_code = 'LOST'", operations: [operation] } });
        if (operation === 'insert') await table.write(`INSERT INTO ${table.name} VALUES ('LOST','new','New',3,'Y',1)`);
        if (operation === 'update')
          await table.write(`UPDATE ${table.name} SET code_name = 'Changed' WHERE code = 'old'`);
        if (operation === 'delete') await table.write(`DELETE FROM ${table.name} WHERE code = 'old'`);
        misbehaving.electric.misbehave();
        await misbehaving.settle(app);
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
  });
});
