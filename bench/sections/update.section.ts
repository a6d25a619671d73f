import { FOLLOWERS, LIBRARY, SHAPE } from '../candidates/names.js';
import { MeasuredChild } from '../child/measured-child.js';
import type { Measure } from '../measure/measure.js';
import { interleave } from '../measure/rounds.js';
import { commitUntilVisible } from './commit-until-visible.js';
import { listSubscribers } from './list-subscribers.js';
import type { Section, SectionContext } from './section.interface.js';
import { Updated, WARM_UP_ROUNDS } from './updated.js';

const SUBSCRIBERS = 10;
const SMALL = 10_000;
const LIBRARY_SMALL = `${LIBRARY} at ${SMALL.toLocaleString('en-US')} rows`;
/** `Shape` makes an array of all rows for each subscriber: of a large table, it is given less to do. */
const SLOW = 10;

const KINDS = [
  { kind: 'one', title: 'update of 1 row', updates: 200 },
  { kind: 'neighbours', title: 'update of 100 rows in a row', updates: 40 },
  { kind: 'scattered', title: 'update of 100 rows in 100 groups', updates: 40 },
] as const;

/** Changes: the processor time that one takes until it can be read, with those who are told of it. */
export const update: Section = async (context) => [
  ...(await updates(context)),
  ...(await listSubscribers(context)),
  ...(await commitUntilVisible(context)),
];

async function updates(context: SectionContext): Promise<Measure[]> {
  const { rows, rounds, server } = context;
  const candidates = [...context.only(FOLLOWERS)];
  if (rows !== SMALL && candidates.includes(LIBRARY)) candidates.push(LIBRARY_SMALL);
  const updated = new Map<string, Updated>();
  for (const candidate of candidates) {
    const isSmall = candidate === LIBRARY_SMALL;
    const shape = await server.shape(isSmall ? SMALL : rows);
    const child = await MeasuredChild.start(context);
    await child.run('follow', isSmall ? LIBRARY : candidate, shape.url, SUBSCRIBERS);
    updated.set(candidate, new Updated(child, shape));
  }

  const measures: Measure[] = [];
  for (const { kind, title, updates } of KINDS) {
    const measured = await interleave(candidates, WARM_UP_ROUNDS + rounds, async (candidate) => {
      const count = candidate === SHAPE && rows > SMALL ? updates / SLOW : updates;
      return (await updated.get(candidate)?.run(kind, count))?.cpuUs ?? Number.NaN;
    });
    const all = new Map([...measured].map(([candidate, values]) => [candidate, values.slice(WARM_UP_ROUNDS)]));
    measures.push(...toMeasures(title, all));
  }
  for (const { child } of updated.values()) await child.stop();
  return measures;
}

function toMeasures(title: string, all: ReadonlyMap<string, readonly number[]>): Measure[] {
  const same = new Map([...all].filter(([candidate]) => candidate !== LIBRARY_SMALL));
  const cpu: Measure = { title: `${title}, CPU`, unit: 'µs', rounds: same, goal: { of: 'ratio', atMost: 1.2 } };
  if (!all.has(LIBRARY_SMALL)) return [cpu];
  const sizes = new Map([...all].filter(([candidate]) => candidate.startsWith(LIBRARY)));
  const bySize: Measure = {
    title: `${title}, by size of the table`,
    unit: 'µs',
    rounds: sizes,
    base: LIBRARY_SMALL,
    goal: { of: 'ratio', atMost: 1.2 },
  };
  return [cpu, bySize];
}
