import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CommonCodeNotReadyError } from 'nestjs-common-code';
import { CacheUnderTest, row } from './cache-under-test.js';

/** How a promise stands when everything has happened that waits for no timer. */
async function stateOf(promise: Promise<void>): Promise<'resolved' | 'waiting' | { readonly rejected: unknown }> {
  let state: 'resolved' | 'waiting' | { rejected: unknown } = 'waiting';
  promise.then(
    () => {
      state = 'resolved';
    },
    (rejected: unknown) => {
      state = { rejected };
    },
  );
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  return state;
}

function expectNothingLeft(given: CacheUnderTest, signal?: AbortSignal): void {
  expect(given.state.transitions.observed).toBe(false);
  expect(given.state.misconfigurations.observed).toBe(false);
  expect(given.state.snapshots.observed).toBe(false);
  expect(given.state.versions.observed).toBe(false);
  expect(jest.getTimerCount()).toBe(0);
  if (signal !== undefined) expect(getEventListeners(signal, 'abort')).toEqual([]);
}

describe('design 5: whenReady', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('resolves when there is data, from wherever it came, and an empty table is data', async () => {
    for (const source of ['store', 'electric'] as const) {
      const given = new CacheUnderTest();
      const ready = given.cache.whenReady();
      expect(await stateOf(ready)).toBe('waiting');
      given.reset([], source);
      expect(await stateOf(ready)).toBe('resolved');
      expectNothingLeft(given);
    }
  });

  it('resolves at once if there is data already, interrupted or closed', async () => {
    const given = new CacheUnderTest();
    given.reset([row('G', 'a')]);
    expect(await stateOf(given.cache.whenReady({ timeoutMs: 1 }))).toBe('resolved');
    given.fail();
    expect(await stateOf(given.cache.whenReady())).toBe('resolved');
    given.close();
    expect(await stateOf(given.cache.whenReady())).toBe('resolved');
    expectNothingLeft(given);
  });

  it("source: 'electric' does not count what comes from the store", async () => {
    const given = new CacheUnderTest();
    const ready = given.cache.whenReady({ source: 'electric' });
    given.reset([row('G', 'a')], 'store');
    expect(await stateOf(ready)).toBe('waiting');
    expect(await stateOf(given.cache.whenReady({ source: 'any' }))).toBe('resolved');
    given.reset([row('G', 'a')], 'electric');
    given.confirm();
    expect(await stateOf(ready)).toBe('resolved');
    expect(await stateOf(given.cache.whenReady({ source: 'electric' }))).toBe('resolved');
    expectNothingLeft(given);
  });

  it('starts the sync, so that an async factory may await it', async () => {
    const given = new CacheUnderTest();
    const ready = given.cache.whenReady();
    expect(given.starts).toBe(1);
    given.reset();
    await ready;
  });

  it('rejects after timeoutMs, and cancels nothing', async () => {
    const given = new CacheUnderTest();
    given.fail('no route');
    const ready = given.cache.whenReady({ timeoutMs: 1_000 });
    const other = given.cache.whenReady();
    await jest.advanceTimersByTimeAsync(999);
    expect(await stateOf(ready)).toBe('waiting');
    await jest.advanceTimersByTimeAsync(1);
    expect(await stateOf(ready)).toEqual({ rejected: expect.any(CommonCodeNotReadyError) });
    await expect(ready).rejects.toThrow('not ready within 1000 ms (last error: no route). The sync goes on.');
    expect(given.cache.status.state).toBe('initializing');
    expect(await stateOf(other)).toBe('waiting');
    given.reset();
    expect(await stateOf(other)).toBe('resolved');
    expectNothingLeft(given);
  });

  it('leaves no timer behind when data comes before the timeout', async () => {
    const given = new CacheUnderTest();
    const ready = given.cache.whenReady({ timeoutMs: 1_000 });
    expect(jest.getTimerCount()).toBe(1);
    given.reset();
    await ready;
    expectNothingLeft(given);
  });

  it('rejects with the reason of an aborted signal, before and while it waits', async () => {
    const given = new CacheUnderTest();
    const reason = new Error('enough');
    await expect(given.cache.whenReady({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const { signal } = controller;
    const ready = given.cache.whenReady({ signal, timeoutMs: 1_000 });
    expect(await stateOf(ready)).toBe('waiting');
    controller.abort(reason);
    expect(await stateOf(ready)).toEqual({ rejected: reason });
    expectNothingLeft(given, signal);
  });

  it('takes its listener off the signal when data comes', async () => {
    const given = new CacheUnderTest();
    const { signal } = new AbortController();
    const ready = given.cache.whenReady({ signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    given.reset();
    await ready;
    expectNothingLeft(given, signal);
  });

  it('rejects when the application closes before there is data, and after', async () => {
    const given = new CacheUnderTest();
    const { signal } = new AbortController();
    const ready = given.cache.whenReady({ timeoutMs: 1_000, signal });
    given.close();
    await expect(ready).rejects.toThrow(CommonCodeNotReadyError);
    await expect(ready).rejects.toThrow('shutting down');
    await expect(given.cache.whenReady()).rejects.toThrow('shutting down');
    expectNothingLeft(given, signal);
  });

  it('rejects when the sync is switched off', async () => {
    const given = new CacheUnderTest(false);
    await expect(given.cache.whenReady({ timeoutMs: 1_000 })).rejects.toThrow('switched off (enabled: false)');
    expectNothingLeft(given);
  });

  it('rejects with what does not fit, if the options turn out not to fit the table', async () => {
    const given = new CacheUnderTest();
    const waiting = given.cache.whenReady();
    const error = given.misconfigure();
    await expect(waiting).rejects.toBe(error);
    await expect(given.cache.whenReady()).rejects.toBe(error);
    expectNothingLeft(given);
    given.reset();
    await given.cache.whenReady();
  });

  it('is not disturbed by failures, nor by a misfit that comes after there is data', async () => {
    const given = new CacheUnderTest();
    const ready = given.cache.whenReady();
    given.fail('1', 1);
    given.fail('2', 2);
    expect(await stateOf(ready)).toBe('waiting');
    given.reset([], 'store');
    expect(await stateOf(ready)).toBe('resolved');
    given.misconfigure();
    expect(await stateOf(given.cache.whenReady())).toBe('resolved');
    expectNothingLeft(given);
  });

  it('waits on for Electric, if a misfit comes while there is data of the store', async () => {
    const given = new CacheUnderTest();
    given.reset([], 'store');
    const ready = given.cache.whenReady({ source: 'electric' });
    given.misconfigure();
    expect(await stateOf(ready)).toBe('waiting');
    given.reset();
    expect(await stateOf(ready)).toBe('resolved');
    expectNothingLeft(given);
  });
});

describe('design 5: whenReady without an end', () => {
  it.each([[Number.POSITIVE_INFINITY], [2 ** 31], [Number.MAX_SAFE_INTEGER]])(
    'a timeout of %d ms, which no timer can hold, has not passed at once',
    async (timeoutMs) => {
      const given = new CacheUnderTest();
      let failed: unknown;
      const ready = given.cache.whenReady({ timeoutMs }).catch((error: unknown) => {
        failed = error;
      });
      await new Promise((resolve) => setTimeout(resolve, 25)); // longer than the 1 ms that Node makes of it
      expect(failed).toBeUndefined();
      given.reset();
      await ready;
    },
  );
});
