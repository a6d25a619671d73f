import { SLOW_MS } from '../support/electric-target.js';
import { expectRecovery } from '../support/fault-app.js';
import type { Fault } from '../support/fault-exchange.js';
import { LIES } from '../support/fault-kinds/lies.js';
import { WatchedTable } from '../support/fault-table.js';
import { describeOnEmbedded, MisbehavingScenario } from './misbehaving-scenario.js';

describeOnEmbedded('what Electric gets wrong (embedded only: it misbehaves on demand)', () => {
  const misbehaving = new MisbehavingScenario('faults-snapshot-chunks');
  const { scenario } = misbehaving;

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
