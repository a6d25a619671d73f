import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIBRARY, LIMIT } from '../candidates/names.js';
import { MeasuredChild } from '../child/measured-child.js';
import { interleave } from '../measure/rounds.js';
import { LARGE, orLeaveOut, type Section } from './section.interface.js';
import { stallMeasures } from './stalls.js';

const FROM_STORE = `${LIBRARY} from SQLite`;

/** A start from the local store, with Electric down, beside a start of the limit, with Electric up. */
export const boot: Section = async (context) => {
  const { rows, rounds, server } = context;
  const { url } = await server.shape(rows);
  const folder = mkdtempSync(join(tmpdir(), 'common-code-bench-'));
  const copy = { path: join(folder, 'codes.sqlite'), url, rows };
  try {
    const fill = () => MeasuredChild.once(context, (child) => child.run('fillStore', copy).then(() => true));
    if (!(await orLeaveOut(context, FROM_STORE, fill))) return [];
    const times = await interleave([LIMIT, FROM_STORE], rounds, (candidate) =>
      MeasuredChild.once(context, (child) =>
        candidate === LIMIT ? child.run('ingestTime', { candidate, url, rows }) : child.run('bootTime', copy),
      ),
    );
    const stalls = await interleave([LIMIT, FROM_STORE], rounds, (candidate) =>
      MeasuredChild.once(context, (child) =>
        candidate === LIMIT ? child.run('ingestStall', { candidate, url, rows }) : child.run('bootStall', copy),
      ),
    );
    return [
      {
        title: 'boot until readable',
        unit: 'ms',
        rounds: times,
        of: FROM_STORE,
        ...(rows >= LARGE && { goal: { of: 'ratio', atMost: 0.6 } }),
      },
      ...stallMeasures('boot', stalls, (stall) => stall, rows, FROM_STORE),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};
