import type { Operation } from '../candidates/lookups.interface.js';
import { CACHE_MANAGER, LOOKUPS, REDIS, SHAPE, SQLITE } from '../candidates/names.js';
import type { LookupTimes } from '../child/lookup.tasks.js';
import { MeasuredChild } from '../child/measured-child.js';
import type { KeyKind } from '../data/keys.js';
import type { Measure } from '../measure/measure.js';
import { interleave, pick, type Rounds } from '../measure/rounds.js';
import { RedisServer } from '../server/redis-server.js';
import { orLeaveOut, type Section, type SectionContext } from './section.interface.js';

/** Each candidate is looked at in so many processes: how a Map lies in memory is decided anew in each. */
const PROCESSES = 5;
const WARM_UP_ROUNDS = 3;
const PASSES = 6;
/** How many lookups make a pass: fewer of those who are slow. */
const LOOKUPS_OF: Readonly<Record<string, number>> = {
  [SHAPE]: 5_000,
  [CACHE_MANAGER]: 2_000,
  [SQLITE]: 2_000,
  [REDIS]: 200,
};
const MANY = 20_000;
/** `Shape` looks at all rows for each list. */
const LISTS_OF: Readonly<Record<string, number>> = { ...LOOKUPS_OF, [SHAPE]: 10 };

interface Question {
  readonly operation: Operation;
  readonly kind: KeyKind;
}

const KINDS = ['literals', 'fresh strings'] as const;

/** Single codes. */
export const lookup: Section = (context) =>
  answers(
    context,
    (['get', 'label', 'has', 'accepts'] as const).flatMap((operation) => KINDS.map((kind) => ({ operation, kind }))),
    1.15,
  );

/** What a dropdown shows. */
export const list: Section = (context) =>
  answers(
    context,
    KINDS.map((kind) => ({ operation: 'list', kind })),
    1.2,
  );

async function answers(context: SectionContext, questions: readonly Question[], atMost: number): Promise<Measure[]> {
  const asked = context.only(LOOKUPS);
  const redis = asked.includes(REDIS) ? await orLeaveOut(context, REDIS, RedisServer.start) : undefined;
  const candidates = asked.filter((name) => name !== REDIS || redis !== undefined);
  const times = new Map<string, LookupTimes[][]>();
  for (let index = 0; index < PROCESSES; index += 1) {
    for (const [name, rounds] of await oneOfEach(context, candidates, questions, redis?.port)) {
      times.set(name, [...(times.get(name) ?? []), ...rounds]);
    }
  }
  redis?.stop();
  return questions.map(({ operation, kind }, index) => {
    const of = pick(times, (round) => round[index] ?? { limit: Number.NaN, candidate: Number.NaN });
    return {
      title: `${operation}, ${kind}`,
      unit: 'ns',
      rounds: select(of, 'candidate'),
      beside: select(of, 'limit'),
      goal: { of: 'ratio', atMost },
    };
  });
}

/** One process for each candidate, all at once; who is not asked waits. @returns the rounds of each: a time for each question. */
async function oneOfEach(
  context: SectionContext,
  candidates: readonly string[],
  questions: readonly Question[],
  redisPort: number | undefined,
): Promise<ReadonlyMap<string, readonly LookupTimes[][]>> {
  const { rows, rounds, server } = context;
  const children = new Map<string, MeasuredChild>();
  const able: string[] = [];
  for (const candidate of candidates) {
    const { url } = await server.shape(rows);
    const child = await MeasuredChild.start(context);
    children.set(candidate, child);
    const prepare = () => child.run('prepareLookups', candidate, { url, rows, redisPort }).then(() => true);
    if (await orLeaveOut(context, candidate, prepare)) able.push(candidate);
  }
  const all = await interleave(able, WARM_UP_ROUNDS + Math.ceil(rounds / PROCESSES), async (candidate) => {
    const round: LookupTimes[] = [];
    for (const { operation, kind } of questions) {
      const lookups = (operation === 'list' ? LISTS_OF : LOOKUPS_OF)[candidate] ?? MANY;
      const times = await children.get(candidate)?.run('lookUp', { operation, kind, lookups, passes: PASSES });
      if (times !== undefined) round.push(times);
    }
    return round;
  });
  for (const child of children.values()) await child.stop();
  return new Map([...all].map(([name, measured]) => [name, measured.slice(WARM_UP_ROUNDS)]));
}

function select(times: ReadonlyMap<string, readonly LookupTimes[]>, side: keyof LookupTimes): Rounds {
  return pick(times, (each) => each[side]);
}
