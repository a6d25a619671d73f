import { afterEach, describe, expect, it } from '@jest/globals';
import { TestingApps } from './testing-app.js';

const apps = new TestingApps();
afterEach(() => apps.close());

describe('CommonCodeTestingHandle', () => {
  it('interrupt and resume play an outage: codes stay, and can change', async () => {
    const { cache, handle } = await apps.start({ G: { A: 'a' } });
    const states: string[] = [];
    cache.status$.subscribe(({ state }) => states.push(state));
    handle.interrupt('Electric is down');
    expect(cache.status).toMatchObject({
      state: 'interrupted',
      source: 'electric',
      lastError: { message: 'Electric is down' },
    });
    expect(cache.label('G', 'A')).toBe('a');
    handle.set('G', 'A', 'b');
    expect(cache.status.state).toBe('interrupted');
    handle.resume();
    expect(cache.status.state).toBe('live');
    expect(cache.status.lastError).toBeUndefined();
    expect(states).toEqual(['live', 'interrupted', 'live']);
  });

  it('interrupt before there are codes is a start that fails: nothing is ready', async () => {
    const { cache, handle } = await apps.start();
    handle.interrupt();
    expect(cache.status).toMatchObject({
      state: 'initializing',
      source: 'none',
      lastError: { message: 'interrupted by the test' },
    });
    expect(() => cache.groups()).toThrow('interrupted by the test');
  });
});
