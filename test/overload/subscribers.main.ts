/**
 * A process of its own that follows a scripted Electric, with fifty subscribers, some of which misbehave each time. Prints as
 * one JSON line what the others were told and what was logged; what kills the process prints nothing.
 */
import { concatMap, delay, filter, map, type Observable, share, shareReplay, switchMap, tap } from 'rxjs';
import { createHarness } from '../support/replica-harness.js';
import { row } from '../support/scripted-electric.js';

export interface OverloadReport {
  readonly versions: number;
  /** Which versions each subscriber was told, by its name. */
  readonly told: Record<string, number[]>;
  readonly completed: readonly string[];
  readonly lines: readonly string[];
  readonly threw: Record<string, number>;
}

const WRITES = 40;
const h = createHarness([row('A', '1', '0')]);
const { cache } = h;
const told: Record<string, number[]> = {};
const threw: Record<string, number> = {};
const completed: string[] = [];

const hear = (name: string, version: number) => {
  told[name] = [...(told[name] ?? []), version];
};
const fail = (name: string): never => {
  threw[name] = (threw[name] ?? 0) + 1;
  throw new Error(`subscriber ${name} is broken`);
};
/** The label of A/1 is the number of the write. */
const written = (list: readonly { readonly label: string }[]) => Number(list[0]?.label ?? -1);

const streams = {
  snapshot$: cache.snapshot$.pipe(map((snapshot) => written(snapshot.list('A')))),
  changes$: cache.changes$.pipe(map(({ updated, added }) => written(updated.map(({ after }) => after).concat(added)))),
  list$: cache.list$('A').pipe(map(written)),
  status$: cache.status$.pipe(
    filter(({ state }) => state === 'live'),
    map(({ version }) => version - 1),
  ),
};
const plain: Record<string, Observable<unknown>> = {
  snapshot$: cache.snapshot$,
  changes$: cache.changes$,
  list$: cache.list$('A'),
  status$: cache.status$,
};

// Those that misbehave come first in each stream: what they do could keep the next ones from being told.
for (const [name, stream$] of Object.entries(plain)) {
  stream$.subscribe(() => fail(`${name} next`));
  stream$.subscribe({
    next: () => fail(`${name} observer`),
    error: () => fail(`${name} observer error`),
    complete: () => fail(`${name} complete`),
  });
  stream$.subscribe(() => new Promise(() => {})); // never settles
  stream$.subscribe(async () => fail(`${name} async`));
  stream$.pipe(map(() => fail(`${name} map`))).subscribe();
  stream$.pipe(map(() => fail(`${name} map, heard`))).subscribe({ error: () => fail(`${name} error handler`) });
  stream$.pipe(filter(Boolean), share()).subscribe(() => fail(`${name} share`));
  stream$.pipe(shareReplay({ bufferSize: 1, refCount: true })).subscribe(() => fail(`${name} shareReplay`));
  stream$.pipe(concatMap(() => new Promise(() => {}))).subscribe();
  stream$.pipe(switchMap(async (): Promise<never> => fail(`${name} switchMap`))).subscribe();
  stream$.pipe(delay(0)).subscribe(() => fail(`${name} delay`));
}
for (const [name, stream$] of Object.entries(streams)) {
  stream$.subscribe({ next: (value) => hear(name, value), complete: () => void completed.push(name) });
  stream$
    .pipe(
      tap(() => {}),
      share(),
    )
    .subscribe({ next: (value) => hear(`${name} piped`, value), complete: () => void completed.push(`${name} piped`) });
}

await h.start();
for (let write = 1; write <= WRITES; write += 1) {
  h.electric.upsert(row('A', '1', String(write)));
  await h.clock.advance(1_000);
}
// an outage, and its end: transitions
h.electric.interventions.push(() => Promise.reject(new TypeError('fetch failed')));
h.electric.wake();
await h.clock.advance(60_000);
h.electric.interventions.length = 0;
await h.clock.advance(60_000);
await new Promise((resolve) => setTimeout(resolve, 50)); // what was put off is thrown now
const versions = cache.status.version;
await h.stop();
await new Promise((resolve) => setTimeout(resolve, 50));

const lines = h.lines.loud;
process.stdout.write(JSON.stringify({ versions, told, completed, lines, threw } satisfies OverloadReport));
