import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { electricTarget, SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import type { FaultApp } from '../support/fault-app.js';
import { FaultScenario } from '../support/fault-scenario.js';

/** What a real Electric does only now and then cannot be asked of one. */
export const describeOnEmbedded = electricTarget().isReal ? describe.skip : describe;

/** A fault scenario before an embedded Electric of its own, which misbehaves when it is told to. */
export class MisbehavingScenario {
  readonly scenario: FaultScenario;
  private embedded: EmbeddedElectric | undefined;

  /** @param suite for the report */
  constructor(suite: string) {
    beforeAll(async () => {
      // Chunks of some rows, so that they end inside transactions (9).
      this.embedded = await EmbeddedElectric.start({ longPollTimeoutMs: 1_500, chunkBytes: 2_000 });
    }, SLOW_MS);
    this.scenario = new FaultScenario(suite, () => this.electric);
    afterEach(() => this.electric.misbehave());
    afterAll(() => this.embedded?.stop());
  }

  get electric(): EmbeddedElectric {
    if (this.embedded === undefined) throw new Error('The embedded Electric has not been started yet');
    return this.embedded;
  }

  /** Two exchanges more, in which nothing is to mend. */
  async settle(app: FaultApp): Promise<void> {
    const { exchanges } = this.scenario.proxy;
    const asked = exchanges.length;
    await eventually(() => expect(exchanges.length).toBeGreaterThanOrEqual(asked + 2));
    expect(app.cache.status.state).toBe('live');
  }
}
