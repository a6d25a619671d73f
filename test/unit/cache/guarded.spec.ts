import { describe, expect, it } from '@jest/globals';
import type { CommonCodeSnapshot } from 'nestjs-common-code';
import {
  BehaviorSubject,
  firstValueFrom,
  map,
  mergeMap,
  Observable,
  of,
  Subject,
  Subscription,
  switchMap,
  type TeardownLogic,
  take,
  toArray,
} from 'rxjs';
import { CacheUnderTest, row, Told } from './cache-under-test.js';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A cache, and what one of its streams is: `map` and the like included. */
function createCache() {
  const given = new CacheUnderTest();
  const write = (...codes: string[]) => {
    for (const code of codes) given.upsert(row('G', code));
  };
  given.reset([row('G', 'a')]);
  return { given, write, snapshot$: given.cache.snapshot$ };
}

describe('I3: what a subscriber throws', () => {
  it.each<[string, () => unknown]>([
    ['an Error', () => new Error('x')],
    ['nothing', () => undefined],
    ['null', () => null],
    ['a text', () => 'x'],
    ['an object that cannot be shown', () => Object.create(null)],
  ])('%s: is told as it is, each time, and the subscription goes on', (_, make) => {
    const { given, write, snapshot$ } = createCache();
    const error = make();
    const other = new Told<CommonCodeSnapshot>();
    let calls = 0;
    snapshot$.subscribe(() => {
      calls += 1;
      throw error;
    });
    snapshot$.subscribe(other);
    write('b', 'c');
    expect(calls).toBe(3);
    expect(given.failures).toEqual([error, error, error]);
    expect(other.values).toHaveLength(3);
  });

  it('in an async function: is told, and nothing is unhandled', async () => {
    const { given, write, snapshot$ } = createCache();
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: what is no promise can be awaited too
      get then() {
        throw new Error('then');
      },
    };
    snapshot$.subscribe(async ({ version }) => {
      throw new Error(`version ${version}`);
    });
    snapshot$.subscribe((() => thenable) as unknown as () => void);
    snapshot$.subscribe(() => new Promise(() => {}));
    write('b');
    await settle();
    expect(given.failures.map((error) => (error as Error).message).sort()).toEqual([
      'then',
      'then',
      'version 1',
      'version 2',
    ]);
  });

  it('in complete and in error: is told', () => {
    const { given, snapshot$ } = createCache();
    const fail = (what: string) => () => {
      throw new Error(what);
    };
    snapshot$.subscribe({ complete: fail('complete') });
    snapshot$.pipe(map(fail('map'))).subscribe({ error: fail('error') });
    given.close();
    expect(given.failures.map((error) => (error as Error).message)).toEqual(['error', 'complete']);
  });

  it('in an operator, and nobody handles it: is told', () => {
    const { given, snapshot$ } = createCache();
    const doubtful = snapshot$.pipe(
      map(() => {
        throw new Error('map');
      }),
    );
    doubtful.subscribe();
    doubtful.subscribe(() => {});
    doubtful.subscribe({ next: () => {} });
    const heard: unknown[] = [];
    doubtful.subscribe({ error: (error) => heard.push(error) });
    expect(given.failures).toHaveLength(3);
    expect(heard).toHaveLength(1);
  });
});

describe('design 5: streams are Observables like others', () => {
  it('with operators, in any number', async () => {
    const { given, write, snapshot$ } = createCache();
    const all = firstValueFrom(
      snapshot$.pipe(
        switchMap((snapshot) => of(snapshot)),
        mergeMap(async (snapshot) => snapshot.size),
        take(3),
        toArray(),
      ),
    );
    await settle();
    write('b');
    await settle();
    write('c');
    expect(await all).toEqual([1, 2, 3]);
    expect(given.state.snapshots.observed).toBe(false);
  });

  it('inside others, let go of when those are', () => {
    const { given, write, snapshot$ } = createCache();
    const told = new Told<CommonCodeSnapshot>();
    const subscription = of(1)
      .pipe(switchMap(() => snapshot$))
      .subscribe(told);
    write('b');
    expect(told.values).toHaveLength(2);
    expect(given.state.snapshots.observed).toBe(true);
    subscription.unsubscribe();
    expect(given.state.snapshots.observed).toBe(false);
  });

  it('into a Subject, by the three functions of old, and without any', () => {
    const { given, write, snapshot$ } = createCache();
    const subject = new Subject<CommonCodeSnapshot>();
    const behavior = new BehaviorSubject<CommonCodeSnapshot | undefined>(undefined);
    const told = new Told<CommonCodeSnapshot>();
    let completed = 0;
    subject.subscribe(told);
    snapshot$.subscribe(subject);
    snapshot$.subscribe(behavior);
    snapshot$.subscribe(null, null, () => {
      completed += 1;
    });
    snapshot$.subscribe();
    write('b');
    expect(told.values.map(({ version }) => version)).toEqual([1, 2]);
    expect(behavior.value?.version).toBe(2);
    given.close();
    expect([told.completed, completed]).toEqual([true, 1]);
  });

  it('for a subscriber of another copy of RxJS, which then decides when to go', () => {
    const { given, snapshot$ } = createCache();
    const seen: number[] = [];
    const own = new Subscription();
    const foreign = {
      closed: false,
      next: ({ version }: CommonCodeSnapshot) => seen.push(version),
      error: () => {},
      complete: () => {},
      add: (teardown: TeardownLogic) => void (teardown !== foreign && own.add(teardown)),
      remove: () => {},
      unsubscribe: () => own.unsubscribe(),
    };
    snapshot$.subscribe(foreign);
    expect([seen, given.state.snapshots.observed]).toEqual([[1], true]);
    foreign.unsubscribe();
    expect(given.state.snapshots.observed).toBe(false);
  });

  it('with the observer as this, and instanceof Observable', () => {
    const { write, snapshot$ } = createCache();
    class Counter {
      count = 0;
      next() {
        this.count += 1;
      }
    }
    const counter = new Counter();
    snapshot$.subscribe(counter);
    write('b');
    expect(counter.count).toBe(2);
    expect(snapshot$.pipe(map(() => 1))).toBeInstanceOf(Observable);
  });
});
