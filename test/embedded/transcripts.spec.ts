import { jest } from '@jest/globals';
import pg from 'pg';
import { EmbeddedElectric, type EmbeddedElectricOptions } from '../../lib/testing/embedded-electric/index.js';
import { readTranscript, type Step } from './transcript.js';
import { type Comparison, TranscriptPlayer } from './transcript-player.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

/** The embedded Electric is held against what a real one answered: statuses, headers and bodies, character by character. */
describe('recorded transcripts, played on the embedded Electric', () => {
  let electric: EmbeddedElectric;

  beforeAll(async () => {
    electric = await start({});
  });

  afterAll(() => electric.stop());

  it.each([
    '01-initial-snapshot',
    '02-catch-up',
    '03-live-insert',
    '04-live-update',
    '05-live-delete',
    '06-live-transaction',
    '07-truncate',
    '08-live-timeout',
    '09-delete-shape-409',
    '10-bad-requests-400',
    '11-wrong-handle',
    '12-bad-offset',
    '16-nulls',
    '19-types',
    '22-no-pk-views-partitions',
    '26-subset-on-full-log',
  ])('%s', async (name) => {
    expectSame(await play(electric, readTranscript(name)));
  });

  // Electric passes rows on in the order in which Postgres comes upon them. The recorded one, of another version and
  // with other statistics, read these tables in another way.
  it.each([
    ['15-special-keys', 'SET enable_seqscan = off; SET enable_bitmapscan = off'],
    ['17-where-columns', 'SET enable_indexscan = off'],
  ])('%s, its rows read as they were there', async (name, plan) => {
    expectSame(await play(electric, readTranscript(name), plan));
    await electric.database.exec('RESET ALL');
  });

  it('13-alter-table, but for RENAME TABLE', async () => {
    const sections = sectionsOf(readTranscript('13-alter-table')).filter(
      ({ title }) => title !== 'RENAME TABLE, no write',
    );
    for (const { steps } of sections) expectSame(await play(electric, steps));
  });

  // These two met the check that Electric makes every 60 s, without a write.
  it('13-alter-table: RENAME TABLE', async () => {
    const steps = sectionsOf(readTranscript('13-alter-table')).find(
      ({ title }) => title === 'RENAME TABLE, no write',
    )?.steps;
    await withInstance({ schemaCheckMs: 3_000, longPollTimeoutMs: 300 }, async (own) =>
      expectSame(await play(own, steps ?? [])),
    );
  });

  it('24-drop-recreate-same-name', async () => {
    const steps = readTranscript('24-drop-recreate-same-name');
    await withInstance({ schemaCheckMs: 3_000, longPollTimeoutMs: 300 }, async (own) =>
      expectSame(await play(own, steps)),
    );
  });

  it('14-secret', async () => {
    await withInstance({ secret: 's3cret' }, async (own) => expectSame(await play(own, readTranscript('14-secret'))));
  });

  it('25-delete-refused-405', async () => {
    const steps = readTranscript('25-delete-refused-405');
    await withInstance({ allowDelete: false }, async (own) => expectSame(await play(own, steps)));
  });

  it('20-chunks: the same rows in each 10 MB, and the unchanged TOAST left out', async () => {
    expectSame((await play(electric, readTranscript('20-chunks'))).map(cutAsRecorded));
  });

  it('21-now-changes-only-subset: offset=now', async () => {
    const [now] = sectionsOf(readTranscript('21-now-changes-only-subset'));
    expectSame(await play(electric, now?.steps ?? []));
  });

  it('21-now-changes-only-subset: the subsets, on an ordinary shape', async () => {
    const steps = readTranscript('21-now-changes-only-subset');
    const [now, changesOnly] = sectionsOf(steps);
    const preparation = now?.steps.filter(({ kind }) => kind === 'sql').slice(0, 2) ?? [];
    const insert = changesOnly?.steps.filter(({ kind }) => kind === 'sql').at(-1) as Step;
    const subsets = steps.filter((step) => step.kind === 'exchange').slice(-2);
    const { handle } = Object.fromEntries(new URLSearchParams(subsets[0]?.path));
    const synced = { kind: 'synced', table: 'common_code', parameters: {}, handle: handle ?? '' } as const;
    const ordinary = subsets.map((step) => ({ ...step, path: step.path.replace('&log=changes_only', '') }));
    expectSame(await play(electric, [...preparation, synced, insert, ...ordinary]));
  });
});

async function start(options: EmbeddedElectricOptions): Promise<EmbeddedElectric> {
  return EmbeddedElectric.start({ longPollTimeoutMs: 1_000, allowDelete: true, ...options });
}

/** For a transcript that needs settings of its own. */
async function withInstance(
  options: EmbeddedElectricOptions,
  work: (own: EmbeddedElectric) => Promise<void>,
): Promise<void> {
  const own = await start(options);
  try {
    await work(own);
  } finally {
    await own.stop();
  }
}

/** A transcript in its parts that do not depend on one another; the preparation stands before each. */
function sectionsOf(steps: readonly Step[]): { title: string; steps: Step[] }[] {
  const sections: { title: string; steps: Step[] }[] = [];
  const preparation: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'section' && !step.title.startsWith('...'))
      sections.push({ title: step.title, steps: [...preparation] });
    (sections.at(-1)?.steps ?? preparation).push(step);
  }
  return sections;
}

/** Long bodies were cut in the record: what is left of them is compared. */
function cutAsRecorded(comparison: Comparison): Comparison {
  const recorded = comparison.recorded as { body: string };
  const played = comparison.played as { body: string };
  const [start, end] = recorded.body.split(
    /\n\.\.\.\[\d+ (?:more )?characters cut\]\.\.\.\n|\[\d+ (?:more )?characters cut\]/,
  );
  if (start === undefined || end === undefined) return comparison;
  const body = played.body.slice(0, start.length) + played.body.slice(-end.length);
  return { ...comparison, recorded: { ...recorded, body: start + end }, played: { ...played, body } };
}

async function play(
  electric: EmbeddedElectric,
  steps: readonly Step[],
  preparation = '',
): Promise<readonly Comparison[]> {
  const client = new pg.Client({ connectionString: electric.databaseUrl });
  await client.connect();
  await client.query(preparation);
  try {
    return await new TranscriptPlayer(electric.url, client).play(steps);
  } finally {
    await client.end();
  }
}

function expectSame(comparisons: readonly Comparison[]): void {
  expect(comparisons.length).toBeGreaterThan(0);
  const played = comparisons.map(({ request, played }) => ({ request, answer: played }));
  const recorded = comparisons.map(({ request, recorded }) => ({ request, answer: recorded }));
  expect(played).toEqual(recorded);
}
