import { createHash } from 'node:crypto';
import type { Misbehaviour, MisbehaviourCounts, Misbehaviours } from './misbehaviours.interface.js';

const NONE: MisbehaviourCounts = {
  loseRows: 0,
  loseChanges: 0,
  splitTransactions: 0,
  pointPastRows: 0,
  omitLast: 0,
  rejectPolls: 0,
};

/** Decides when the embedded Electric misbehaves, as it was told to. */
export class Mischief {
  private asked: Misbehaviours = {};
  private played = { ...NONE };
  private before = { ...NONE };
  private polls = 0;

  get plan(): Misbehaviours {
    return this.asked;
  }

  /** Since the beginning. */
  get counts(): MisbehaviourCounts {
    return { ...this.played };
  }

  /** From now on this, and nothing else. @throws TypeError if it names what there is not */
  follow(plan: Misbehaviours): void {
    for (const [name, chance] of Object.entries(plan)) {
      if (name !== 'seed' && !(name in NONE)) {
        throw new TypeError(`There is no misbehaviour ${name}: ${Object.keys(NONE).join(', ')}`);
      }
      const { probability = 1 } = Object(chance);
      if (!(probability >= 0 && probability <= 1)) {
        throw new TypeError(`The probability of ${name} must be between 0 and 1: ${probability}`);
      }
    }
    this.asked = plan;
    this.before = { ...this.played };
    this.polls = 0;
  }

  /** @param occasion what it is decided for: the same plan decides the same */
  does(what: Misbehaviour, occasion: string | number): boolean {
    const chance = this.asked[what];
    if (!chance) return false;
    const { probability = 1, count = Number.POSITIVE_INFINITY } = chance;
    if (this.played[what] - this.before[what] >= count) return false;
    if (draw(`${this.asked.seed ?? 1} ${what} ${occasion}`) >= probability) return false;
    this.played[what]++;
    return true;
  }

  /** For one poll that waits: tells whether it is rejected. Decided once under each plan. */
  poll(): () => boolean {
    let decidedUnder: Misbehaviours | undefined;
    let rejected = false;
    return () => {
      if (!rejected && decidedUnder !== this.asked) {
        decidedUnder = this.asked;
        rejected = this.does('rejectPolls', this.polls++);
      }
      return rejected;
    };
  }
}

/** A number from 0 to below 1, evenly spread over all texts. */
function draw(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
