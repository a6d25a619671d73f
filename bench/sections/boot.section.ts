import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIBRARY, LIMIT } from '../candidates/names.js';
import { MeasuredChild } from '../child/measured-child.js';
import { interleave, pick } from '../measure/rounds.js';
import type { Section } from './section.interface.js';

const FROM_STORE = `${LIBRARY} from SQLite`;

/** A start from the local store, with Electric down, beside a start of the limit, with Electric up. */
export const boot: Section = async (context) => {
  const { rows, rounds, server } = context;
  const { url } = await server.shape(rows);
  const folder = mkdtempSync(join(tmpdir(), 'common-code-bench-'));
  const copy = { path: join(folder, 'codes.sqlite'), url, rows };
  try {
    await MeasuredChild.once(context, (child) => child.run('fillStore', copy));
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
        goal: { of: 'ratio', atMost: 0.6 },
      },
      {
        title: 'longest stall, boot',
        unit: 'ms',
        rounds: pick(stalls, ({ longestMs }) => longestMs),
        of: FROM_STORE,
        goal: { of: 'value', atMost: 10 },
      },
      {
        title: 'longest stall, boot, garbage collection counted',
        unit: 'ms',
        rounds: pick(stalls, ({ longestWithGcMs }) => longestWithGcMs),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};
