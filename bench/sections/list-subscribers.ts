import { LIBRARY } from '../candidates/names.js';
import { MeasuredChild } from '../child/measured-child.js';
import type { Measure } from '../measure/measure.js';
import { interleave, pick } from '../measure/rounds.js';
import type { SectionContext } from './section.interface.js';
import { Updated, WARM_UP_ROUNDS } from './updated.js';

const EACH = 10;
const MANY = '1,000 subscribers, 10 of them of the group';
const FEW = '10 subscribers, of the group';
const GROUPS: Readonly<Record<string, number>> = { [MANY]: 100, [FEW]: 1 };
const UPDATES = 100;

/** One group's list is followed by ten, and that group changes: does it matter that others follow others? */
export async function listSubscribers(context: SectionContext): Promise<Measure[]> {
  const { rows, rounds, server } = context;
  const names = Object.keys(GROUPS);
  if (context.only([LIBRARY]).length === 0) return [];
  const updated = new Map<string, Updated>();
  for (const name of names) {
    const shape = await server.shape(rows);
    const child = await MeasuredChild.start(context);
    await child.run('followLists', shape.url, rows, GROUPS[name] ?? 0, EACH);
    updated.set(name, new Updated(child, shape));
  }
  const all = await interleave(names, WARM_UP_ROUNDS + rounds, async (name) =>
    updated.get(name)?.run('in-one-group', UPDATES),
  );
  for (const { child } of updated.values()) await child.stop();

  const measured = new Map([...all].map(([name, values]) => [name, values.slice(WARM_UP_ROUNDS)]));
  return [
    {
      title: 'list$(group): one group changes, CPU',
      unit: 'µs',
      rounds: pick(measured, (each) => each?.cpuUs ?? Number.NaN),
      base: FEW,
      of: MANY,
      goal: { of: 'ratio', atMost: 1.2 },
    },
    {
      title: 'list$(group): one group changes, subscribers told',
      unit: 'calls',
      rounds: pick(measured, (each) => each?.callbacks ?? Number.NaN),
      base: FEW,
      of: MANY,
      goal: { of: 'value', atMost: EACH },
    },
  ];
}
