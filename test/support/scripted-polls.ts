import type { Clock } from '../../lib/replica/clock.js';

/** Long polls that wait for news. */
export class ScriptedPolls {
  private readonly waiting = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** There is news. */
  wake(): void {
    for (const each of [...this.waiting]) each();
  }

  /** @returns when there is news, or when none has come for so long. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        cancel();
        this.waiting.delete(done);
        resolve();
      };
      const cancel = this.clock.after(ms, done);
      this.waiting.add(done);
      signal.addEventListener('abort', () => {
        cancel();
        this.waiting.delete(done);
        reject(signal.reason);
      });
    });
  }
}
