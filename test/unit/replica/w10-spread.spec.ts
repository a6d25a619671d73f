import { jest } from '@jest/globals';
import { chiSquare, histogram } from '../../support/histogram.js';
import { json, row, ScriptedElectric } from '../../support/scripted-electric.js';
import { type SimulatedPod, simulatedPod } from '../../support/simulated-fleet.js';
import { VirtualClock } from '../../support/virtual-clock.js';

const PODS = 1_000;
const BINS = 20;
/** Of 19 degrees of freedom: even chances go beyond it once in a thousand times. Seeds make it always or never. */
const LIMIT = 43.8;
/** The longest pause of W10, in milliseconds. */
const CAP = 15_000;

type Fetch = typeof globalThis.fetch;

/** A thousand pods, each with chances of its own, and no cache in between. */
class Herd {
  readonly clock = new VirtualClock();
  readonly electric = new ScriptedElectric(this.clock, [row('A', '1')]);
  /** When each pod asked, in milliseconds since the outage began. */
  readonly arrivals: number[][] = [];
  readonly pods: SimulatedPod[];
  isDown = false;
  private began = 0;
  private cut: () => void = () => {};
  private whole = new Promise<never>(() => {});

  constructor() {
    this.pods = Array.from({ length: PODS }, (_, pod) => simulatedPod(this.clock, pod + 1, this.newFetch()));
  }

  async start(): Promise<void> {
    this.mend();
    for (const { replicator } of this.pods) replicator.start();
    await this.clock.advance(3_000);
  }

  /** Cuts every open poll off, all at once. */
  break(isDown: boolean): void {
    this.isDown = isDown;
    this.began = this.clock.monotonic();
    for (const arrivals of this.arrivals) arrivals.length = 0;
    this.cut();
    this.mend();
  }

  /** When each pod first asked after so long. */
  firstAfter(ms: number): number[] {
    return this.arrivals.map((arrivals) => arrivals.find((at) => at >= ms) ?? Number.NaN);
  }

  async stop(): Promise<void> {
    await Promise.all(this.pods.map(({ replicator }) => replicator.stop()));
  }

  private mend(): void {
    this.whole = new Promise((_, reject) => {
      this.cut = () => reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }));
    });
    this.whole.catch(() => {});
  }

  private newFetch(): Fetch {
    const arrivals: number[] = [];
    this.arrivals.push(arrivals);
    return async (url, init) => {
      arrivals.push(this.clock.monotonic() - this.began);
      if (this.isDown) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
      return Promise.race([this.electric.fetch(url, init), this.whole]);
    };
  }
}

jest.setTimeout(60_000);

describe('W10 a thousand pods do not come back as a herd', () => {
  let herd: Herd;
  beforeEach(async () => {
    herd = new Herd();
    await herd.start();
  });
  afterEach(() => herd.stop());

  test('W10 after a dropped poll: each within a second, evenly spread over it', async () => {
    herd.break(false);
    await herd.clock.advance(3_000);
    const counts = histogram(herd.firstAfter(0), BINS, (at) => at / 1_000);
    expect(chiSquare(counts)).toBeLessThan(LIMIT);
    expect(Math.max(...counts)).toBeLessThan((2 * PODS) / BINS);
    for (const { cache } of herd.pods) expect(cache.status.state).toBe('live');
  });

  test('W10 during an outage they ask ever more slowly, and after it they are spread over fifteen seconds', async () => {
    const end = 60_000;
    herd.break(true);
    await herd.clock.advance(end);
    // Each waits 7.5 s at the mean: 133 of them ask in a second.
    const late = herd.arrivals.flat().filter((at) => at >= end / 2);
    const perSecond = histogram(late, 30, (at) => (at - end / 2) / (end / 2));
    expect(Math.max(...perSecond)).toBeLessThan(1.5 * (PODS / (CAP / 2_000)));
    expect(herd.arrivals.flat().length).toBeLessThan(PODS * 15);

    herd.isDown = false;
    await herd.clock.advance(CAP + 3_000);
    // What is left of a pause that is evenly spread over CAP, to who comes at any time: dense at first, and thin at the end.
    const counts = histogram(herd.firstAfter(end), BINS, (at) => 1 - (1 - (at - end) / CAP) ** 2);
    expect(chiSquare(counts)).toBeLessThan(LIMIT);
    for (const { cache } of herd.pods) expect(cache.status.state).toBe('live');
  });

  test('W10 after a 503 with Retry-After: none before, and from then on evenly spread', async () => {
    herd.electric.interventions.push(() => json({ message: 'later' }, 503, { 'retry-after': '5' }));
    herd.break(false);
    await herd.clock.advance(1_000);
    const refused = herd.firstAfter(0);
    herd.electric.interventions.length = 0;
    await herd.clock.advance(10_000);
    // The second failure in a row: up to a second behind the floor, from when each was refused.
    const pauses = herd.arrivals.map(([, second = Number.NaN], pod) => second - (refused[pod] ?? Number.NaN) - 5_000);
    expect(chiSquare(histogram(pauses, BINS, (ms) => ms / 1_000))).toBeLessThan(LIMIT);
    for (const { cache } of herd.pods) expect(cache.status.state).toBe('live');
  });
});
