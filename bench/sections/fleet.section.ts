import { setTimeout as sleep } from 'node:timers/promises';
import type { FleetWait } from '../child/fleet.tasks.js';
import { MeasuredChild } from '../child/measured-child.js';
import type { Measure } from '../measure/measure.js';
import type { Rounds } from '../measure/rounds.js';
import type { Section } from './section.interface.js';

const FOLLOWERS = 100;
const ALONE = 'one follower';
const FLEET = `${FOLLOWERS} followers`;
const CHANGES = 50;
const NOBODY = '';
/** Until all wait for news again, in milliseconds. */
const SETTLE_MS = 300;
/** All the copies stand in one process here, and share its processor: they are of a small table. */
const MOST_ROWS = 1_000;

/** What happened, and how many requests it took. */
interface Event extends FleetWait {
  readonly requests: number;
  /** Different ones: as many as a cache that collapses equal requests passes on to Electric. */
  readonly different: number;
}

/** What a fleet asks of Electric, beside what one follower asks: for a start, for changes, for a rotation. */
export const fleet: Section = async (context) => {
  const rows = Math.min(context.rows, MOST_ROWS);
  const happened = new Map<string, readonly Event[]>();
  for (const [name, followers] of [
    [ALONE, 1],
    [FLEET, FOLLOWERS],
  ] as const) {
    happened.set(name, await live(followers));
  }
  return ['start', `${CHANGES} changes`, 'rotation'].flatMap((event, index) => measuresOf(event, index, happened));

  async function live(followers: number): Promise<Event[]> {
    const shape = await context.server.shape(rows);
    return MeasuredChild.once(context, async (child) => {
      const started = await child.run('startFleet', shape.url, followers, rows);
      const traffic = async () => {
        await sleep(SETTLE_MS);
        return shape.traffic();
      };
      const events = [{ ...started, ...(await traffic()) }];
      const changes: FleetWait[] = [];
      for (let n = 1; n <= CHANGES; n += 1) {
        await child.run('armFleet', { kind: 'one', n, rows }, rows);
        await shape.commit('one', 1);
        changes.push(await child.run('awaitFleet'));
      }
      const spreadMs = Math.max(...changes.map((each) => each.spreadMs));
      const cpuMs = changes.reduce((sum, each) => sum + each.cpuMs, 0);
      events.push({ spreadMs, cpuMs, ...(await traffic()) });
      await child.run('armFleet', 'rotation', rows);
      await shape.rotate();
      events.push({ ...(await child.run('awaitFleet')), ...(await traffic()) });
      return events;
    });
  }
};

function measuresOf(event: string, index: number, happened: ReadonlyMap<string, readonly Event[]>): Measure[] {
  const figure = (read: (event: Event) => number): Rounds =>
    new Map([...happened].map(([name, events]) => [name, events.slice(index, index + 1).map(read)]));
  return [
    { title: `${event}: requests at the followers`, unit: '', rounds: figure(({ requests }) => requests), base: ALONE },
    {
      title: `${event}: different requests, which a cache passes on`,
      unit: '',
      rounds: figure(({ different }) => different),
      base: ALONE,
      of: FLEET,
      goal: { of: 'ratio', atMost: 3 },
    },
    {
      title: `${event}: from the first follower to the last`,
      unit: 'ms',
      rounds: figure(({ spreadMs }) => spreadMs),
      base: NOBODY,
    },
  ];
}
