import { FOLLOWERS } from '../candidates/names.js';
import { MeasuredChild } from '../child/measured-child.js';
import { interleave, pick } from '../measure/rounds.js';
import { LARGE, type Section } from './section.interface.js';

const MEGABYTE = 1e6;

/** Reading the whole table: the most memory that it takes on the way, and what it keeps of it. */
export const memory: Section = async (context) => {
  const { rows, rounds, server } = context;
  const measured = await interleave(context.only(FOLLOWERS), rounds, async (candidate) => {
    const { url } = await server.shape(rows);
    return MeasuredChild.once(context, (child) => child.run('memory', { candidate, url, rows }));
  });
  return [
    {
      title: 'peak resident memory over the start',
      unit: 'MB',
      rounds: pick(measured, ({ peak }) => peak / MEGABYTE),
      ...(rows >= LARGE && { goal: { of: 'value', atMost: 100 } }),
    },
    {
      title: 'heap per row',
      unit: 'B',
      rounds: pick(measured, ({ retained }) => retained / rows),
      ...(rows >= LARGE && { goal: { of: 'ratio', atMost: 1.25 } }),
    },
  ];
};
