import type { Misbehaviours } from '../../lib/testing/embedded-electric/index.js';
import { pick, type Random, whole } from './chaos-random.js';
import { FRAGILE } from './chaos-rows.js';
import type { Fault } from './fault-exchange.js';
import { GARBLED_BODIES } from './fault-kinds/bodies.js';
import { CACHES } from './fault-kinds/caches.js';
import { BREAKING } from './fault-kinds/connections.js';
import { HEADERS } from './fault-kinds/headers.js';
import { LIES } from './fault-kinds/lies.js';
import { MISPLACED_ROWS } from './fault-kinds/misplaced-rows.js';
import { POLLS_CUT } from './fault-kinds/polls.js';
import { GARBLED_ROWS } from './fault-kinds/rows.js';
import { STALLING } from './fault-kinds/stalls.js';
import { STATUSES } from './fault-kinds/statuses.js';
import { TOLERATED } from './fault-kinds/tolerated.js';
import type { FaultPlan } from './fault-plan.js';

// Not played: nobody can see that a text is no number, if all of them look like one.
const { otherTypes: _, ...lies } = LIES;
const { redirects, tooManyForLong, ...statuses } = STATUSES;

const FAMILIES: readonly (readonly Fault[])[] = [
  BREAKING,
  BREAKING,
  GARBLED_BODIES,
  [...GARBLED_ROWS, ...MISPLACED_ROWS],
  HEADERS,
  Object.values(lies),
  [...Object.values(statuses), ...redirects],
  Object.values(CACHES),
  TOLERATED.filter(({ kind }) => !kind.includes('MB')),
  [POLLS_CUT, tooManyForLong, ...STALLING], // which take a while
];

/** Faults as a seed has them: which, and on which request, depends on nothing but how many requests there were. */
export function faultsOf(random: Random): FaultPlan {
  const probability = pick(random, [0.1, 0.3, 0.6, 0.9]);
  const favourite = pick(random, pick(random, FAMILIES));
  return () => {
    const [chance, choice] = [random(), random()];
    const other = pick(random, pick(random, FAMILIES));
    if (chance > probability) return undefined;
    return choice < 0.4 ? favourite : other;
  };
}

/** What Electric gets wrong from now on. @param lossy whether it may lose rows for good (29). */
export function misbehavioursOf(random: Random, lossy: boolean): Misbehaviours {
  const some = <T>(chance: T) => (random() < 0.5 ? chance : undefined);
  const fragile = { probability: 0.3, where: `id >= ${FRAGILE}` };
  const plan = {
    seed: whole(random, 1, 1_000_000),
    splitTransactions: some({ probability: 0.4 }),
    pointPastRows: some({ probability: 0.3, forMs: whole(random, 20, 200) }),
    omitLast: some({ probability: 0.4 }),
    rejectPolls: some({ probability: 0.15 }),
    ...(lossy && { loseRows: some(fragile), loseChanges: some(fragile) }),
  };
  return Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined));
}
