import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { CodeEvent } from '../events/code-event.js';
import type { FleetInstance } from './fleet-instance.js';
import { Positions } from './positions.js';
import { serverSentEvents } from './server-sent-events.js';

/** Follows all instances, as browsers do, and says when a change has arrived in every one of them. */
@Injectable()
export class FleetWatcher {
  private readonly logger = new Logger(FleetWatcher.name);
  private readonly stopping = new AbortController();
  private positions = new Positions(0);

  watch(instances: readonly FleetInstance[]): void {
    this.positions = new Positions(instances.length);
    for (const instance of instances) void this.follow(instance);
  }

  stop(): void {
    this.stopping.abort();
  }

  private async follow({ name, url }: FleetInstance): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        for await (const { type, data } of serverSentEvents(`${url}/events`, signal)) {
          if (type === 'codes') this.arrived(name, JSON.parse(data));
          if (type === 'status') this.stands(name, JSON.parse(data).position);
        }
      } catch {
        // Not up yet, or on its way down; asked again below.
      }
      await setTimeout(200, undefined, { signal }).catch(() => undefined);
    }
  }

  private arrived(instance: string, { changes, total, position }: CodeEvent): void {
    const { before, after } = changes[0] ?? {};
    const code = after ?? before;
    const what = `${code?.group}/${code?.code} ${before?.label ?? '(new)'} → ${after?.label ?? '(gone)'}`;
    this.logger.log(`${instance} has ${what}${total > 1 ? ` and ${total - 1} more` : ''}`);
    this.stands(instance, position);
  }

  private stands(instance: string, position: CodeEvent['position']): void {
    if (position === undefined) return;
    const { handle, offset } = position;
    const apart = this.positions.record(instance, `${handle}/${offset}`, performance.now());
    if (apart === undefined) return;
    this.logger.log(
      `All instances are at ${offset} of shape ${handle}; the last came ${apart.toFixed(0)} ms after the first`,
    );
  }
}
