import { FOLLOWERS } from '../candidates/names.js';
import { MeasuredChild } from '../child/measured-child.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { interleave, pick } from '../measure/rounds.js';
import type { Section } from './section.interface.js';
import { stallMeasures } from './stalls.js';

/** How long requests are served before the shape rotates, in milliseconds. */
const BEFORE_ROTATION_MS = 150;

/** Reading the whole table: how long it takes, and how long it holds up the event loop, at the start and later. */
export const ingest: Section = async (context) => {
  const { rows, rounds, server } = context;
  const candidates = context.only(FOLLOWERS);

  const times = await interleave(candidates, rounds, async (candidate) => {
    const { url } = await server.shape(rows);
    return MeasuredChild.once(context, (child) => child.run('ingestTime', { candidate, url, rows }));
  });

  const stalls = await interleave(candidates, rounds, async (candidate) => {
    const shape = await server.shape(rows);
    return MeasuredChild.once(context, async (child) => {
      const start = await child.run('ingestStall', { candidate, url: shape.url, rows });
      const load = new LoadGenerator(await child.run('serve', { rows }));
      const watching = child.run('refetchStall', { rows });
      load.start();
      await new Promise((resolve) => setTimeout(resolve, BEFORE_ROTATION_MS));
      await shape.rotate();
      const refetch = await watching;
      return { start, refetch, slowestRequestMs: await load.stop() };
    });
  });

  return [
    { title: 'request to readable', unit: 'ms', rounds: times, goal: { of: 'ratio', atMost: 1.1 } },
    ...stallMeasures('start', stalls, ({ start }) => start, rows),
    ...stallMeasures('must-refetch under load', stalls, ({ refetch }) => refetch, rows),
    {
      title: 'slowest request, must-refetch under load',
      unit: 'ms',
      rounds: pick(stalls, ({ slowestRequestMs }) => slowestRequestMs),
    },
  ];
};
