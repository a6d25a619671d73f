import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { CommonCodeSnapshot } from 'nestjs-common-code';
import { Told } from './cache-under-test.js';
import { TestingApps } from './testing-app.js';

const apps = new TestingApps();
afterEach(() => apps.close());

describe('CommonCodeTestingHandle', () => {
  it('needs no timers: nothing keeps a test alive that does not close it, and nothing happens by itself', async () => {
    jest.useFakeTimers();
    try {
      const { cache, handle } = await apps.start({ G: { A: 'a' } });
      handle.set('G', 'A', 'b');
      expect(jest.getTimerCount()).toBe(0);
      await jest.advanceTimersByTimeAsync(600_000);
      expect(cache.status.state).toBe('live');
    } finally {
      jest.useRealTimers();
    }
  });

  it('I11: closes with the application: subjects complete, the last codes can be read', async () => {
    const { module, cache } = await apps.start({ G: { A: 'a' } });
    const told = new Told<CommonCodeSnapshot>();
    cache.snapshot$.subscribe(told);
    await module.close();
    expect(told.completed).toBe(true);
    expect(cache.status.state).toBe('closed');
    expect(cache.label('G', 'A')).toBe('a');
  });
});
