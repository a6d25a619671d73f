import { Observable, type Observer, type Operator, Subscriber, type Subscription } from 'rxjs';

/** Is told of what a subscriber threw. */
type Report = (error: unknown) => void;

type Next<T> = ((value: T) => unknown) | null | undefined;
type Failed = ((error: unknown) => unknown) | null | undefined;
type Complete = (() => unknown) | null | undefined;

/**
 * An Observable whose subscribers do no harm (I3): what they throw, at once or from an async function, is reported, and their
 * subscription goes on. RxJS itself throws it once more, out of a timer, which ends the process. What operators make of the
 * Observable is guarded as well; an Observable that only takes this one in, as `merge` does, is not.
 */
export class GuardedObservable<T> extends Observable<T> {
  constructor(
    source: Observable<unknown>,
    private readonly report: Report,
  ) {
    super();
    this.source = source;
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new GuardedObservable<R>(this, this.report);
    lifted.operator = operator;
    return lifted;
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | Next<T>,
    error?: Failed,
    complete?: Complete,
  ): Subscription {
    if (isSubscriber<T>(observerOrNext)) return super.subscribe(observerOrNext); // an operator's: the last one is guarded
    const isObserver = typeof observerOrNext === 'object' && observerOrNext !== null;
    return super.subscribe(this.guard(isObserver ? observerOrNext : { next: observerOrNext, error, complete }));
  }

  private guard(observer: { next?: Next<T>; error?: Failed; complete?: Complete }): Observer<T> {
    const { report } = this;
    /** @param call a function of the user's, which can be an async one. */
    const run = (call: () => unknown) => {
      try {
        const result = call();
        if (isThenable(result)) result.then(undefined, report);
      } catch (error) {
        report(error);
      }
    };
    return {
      next: (value) => run(() => observer.next?.(value)),
      error: (error: unknown) => (observer.error ? run(() => observer.error?.(error)) : report(error)),
      complete: () => run(() => observer.complete?.()),
    };
  }
}

/** Also of another copy of RxJS. */
function isSubscriber<T>(value: unknown): value is Subscriber<T> {
  if (value instanceof Subscriber) return true;
  const { next, add, remove, unsubscribe } = (value ?? {}) as Record<string, unknown>;
  return [next, add, remove, unsubscribe].every((method) => typeof method === 'function');
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
