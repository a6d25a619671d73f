import { Subscription } from 'rxjs';
import { COMMON_CODE_MESSAGES as say } from './common-code.messages.js';
import { CommonCodeNotReadyError } from './errors/common-code-not-ready.error.js';
import type { WhenReadyOptions } from './interfaces/when-ready-options.interface.js';
import type { ReplicaSource } from './replica/replica-source.interface.js';

/** What is longer, Node fires at once: it is no timeout then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Waits until there is data. The sync does not know that anybody waits. */
export function untilReady<A>({ state, enabled }: ReplicaSource<A>, options: WhenReadyOptions): Promise<void> {
  const { timeoutMs, signal, source = 'any' } = options;
  const isReady = () => (source === 'any' ? state.snapshot !== undefined : state.status.source === source);

  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    if (isReady()) return resolve();
    if (!enabled) return reject(new CommonCodeNotReadyError(say.disabled));
    if (state.misconfiguration !== undefined) return reject(state.misconfiguration);

    const waiting = new Subscription();
    const fail = (error: unknown) => {
      waiting.unsubscribe();
      reject(error);
    };
    if (signal !== undefined) {
      const abort = () => fail(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      waiting.add(() => signal.removeEventListener('abort', abort));
    }
    if (timeoutMs !== undefined && timeoutMs <= LONGEST_TIMER_MS) {
      const late = () => fail(new CommonCodeNotReadyError(say.timedOut(timeoutMs, state.status)));
      const timer = setTimeout(late, timeoutMs);
      waiting.add(() => clearTimeout(timer));
    }
    waiting.add(state.misconfigurations.subscribe((error) => state.snapshot === undefined && fail(error)));
    waiting.add(
      state.transitions.subscribe({
        next: () => {
          if (!isReady()) return;
          waiting.unsubscribe();
          resolve();
        },
        complete: () => fail(new CommonCodeNotReadyError(say.closed)),
      }),
    );
  });
}
