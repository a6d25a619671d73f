import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { jest } from '@jest/globals';
import { BlackHole } from '../support/black-hole.js';
import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery } from '../support/fault-app.js';
import { FaultScenario } from '../support/fault-scenario.js';
import { WatchedTable } from '../support/fault-table.js';

const scenario = new FaultScenario('faults-names-and-clocks');
const HOST = 'electric.test';
const IPV4 = { address: '127.0.0.1', family: 4 };
const DAY = 86_400_000;
const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

afterEach(() => jest.restoreAllMocks());

/** What a name is resolved to, from now on; `undefined`: it cannot be. */
function resolve(to: () => readonly { address: string; family: number }[] | undefined): { asked: number } {
  const seen = { asked: 0 };
  const real = dns.lookup;
  const lookup: LookupFunction = (host, options, callback) => {
    if (host !== HOST) return real(host, options, callback as never);
    seen.asked += 1;
    const addresses = to();
    if (addresses?.[0]?.address !== IPV4.address) scenario.count(`resolved to ${addresses?.[0]?.address ?? 'nothing'}`);
    process.nextTick(() => {
      if (addresses === undefined) {
        const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${HOST}`), {
          code: 'ENOTFOUND',
          syscall: 'getaddrinfo',
        });
        callback(error as NodeJS.ErrnoException, '', 4);
      } else if (options.all)
        callback(
          null,
          addresses.map((each) => ({ ...each })),
        );
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
    });
  };
  jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
  return seen;
}

const named = () => `http://${HOST}:${scenario.proxy.address}`;

describe('names', () => {
  test.each(['starting', 'following'])(
    'I3 I4 I6 W10 name resolution that fails while %s, and works again',
    async (situation) => {
      let works = situation === 'following';
      const seen = resolve(() => (works ? [IPV4] : undefined));
      const { table, app } =
        situation === 'following'
          ? await scenario.followed(undefined, {}, named())
          : await scenario.follow(undefined, { startup: { wait: false } }, named());
      works = false;
      scenario.proxy.cutAll();
      await eventually(() => expect(app.tries().length).toBeGreaterThanOrEqual(4));
      expect(app.cache.status.lastError?.message).toMatch(/cannot be reached.*\(ENOTFOUND\)/);
      expect(app.cache.status.state).toBe(situation === 'following' ? 'interrupted' : 'initializing');
      expect((await app.get('/codes/ACCOUNT')).status).toBe(situation === 'following' ? 200 : 503);
      await table.move();
      works = true;
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      expect(seen.asked).toBeGreaterThanOrEqual(4);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test.each([
    ['refuses', '::1'],
    ['cannot be reached', '2001:db8::1'],
  ])(
    'I3 I4 IPv6 comes first and %s: IPv4 is taken, again and again',
    (_, address) => expectIpv4ToBeTaken(address),
    SLOW_MS,
  );

  (HAS_IPV6 ? test : test.skip)(
    'I3 I4 IPv6 comes first and swallows what is sent to it: IPv4 is taken, again and again',
    async () => {
      const hole = await BlackHole.at('::1', scenario.proxy.address);
      scenario.count('connections swallowed');
      await expectIpv4ToBeTaken('::1').finally(hole.close);
    },
    SLOW_MS,
  );

  async function expectIpv4ToBeTaken(address: string): Promise<void> {
    resolve(() => [{ address, family: 6 }, IPV4]);
    const { table, app } = await scenario.followed(undefined, {}, named());
    for (let round = 0; round < 3; round += 1) {
      scenario.proxy.cutAll();
      await table.move();
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
    }
    await scenario.proxy.heal();
    await expectRecovery(scenario.proxy, table, app);
    await scenario.expectWhole();
  }

  test(
    'I3 I4 an address that moves: the old one is dead, and the new one is found by the name',
    async () => {
      let address = '127.0.0.1';
      resolve(() => [{ address, family: 4 }]);
      const { table, app } = await scenario.followed(undefined, {}, named());
      address = '127.0.0.2';
      scenario.proxy.cutAll();
      await eventually(() => expect(app.cache.status.state).toBe('interrupted'));
      await table.move();
      address = '127.0.0.1';
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});

describe('a clock that jumps', () => {
  test.each([
    ['a day ahead', DAY],
    ['a day back', -DAY],
    ['to 1970', -Date.now()],
  ])(
    'I3 I4 W16 %s: followed all the while, no staleness made up, nothing interrupted for long',
    async (_, jumpMs) => {
      const { table, app } = await scenario.followed();
      app.clock.jumpMs = jumpMs;
      scenario.count('clock jumped');
      await table.move(2);
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      expect(app.cache.status).toMatchObject({ state: 'live' });
      expect(app.cache.status.stalenessMs).toBeGreaterThanOrEqual(0);
      expect(app.cache.status.stalenessMs).toBeLessThan(DAY);
      scenario.proxy.cutAll();
      await table.rotate();
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      app.clock.jumpMs = 0;
      await table.move();
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      expect(app.tries().filter(({ consecutive }) => consecutive > 1)).toEqual([]);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I4 W16 while starting, a day ahead of Electric: data at once, called old until a poll says how old it is',
    async () => {
      const table = await WatchedTable.create(scenario.db);
      const { app } = await scenario.follow(table, { startup: { wait: false } });
      app.clock.jumpMs = DAY;
      scenario.count('clock jumped');
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      expect((await app.get('/health/ready')).status).toBe(200);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});
