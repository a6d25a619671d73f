import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Answer } from '../support/electric-shape-reader.js';
import { idsOf, MisbehavingElectric } from './misbehaving-electric.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

describe('misbehave()', () => {
  const electric = new MisbehavingElectric();

  describe('rejectPolls (36)', () => {
    it('a poll that waits gets a 409 without a handle, though the handle stays valid', async () => {
      const shape = await electric.synced();
      const waiting = shape.live();
      await delay(100);
      electric.misbehave({ rejectPolls: { count: 2 } });
      const atOnce = await Promise.race([waiting, delay(200)]);
      for (const answer of [atOnce as Answer, await shape.live()]) {
        expect(answer.status).toBe(409);
        expect(answer.controls).toEqual(['must-refetch']);
        expect(answer.handle).toBeUndefined();
        expect(answer.header('cache-control')).toBe('public, max-age=1, must-revalidate');
      }
      expect((await shape.live()).status).toBe(200);
      expect((await electric.shapeOf().get({ expired_handle: shape.handle })).handle).toBe(shape.handle);
      await electric.insert(10, 10);
      expect(idsOf(await shape.live())).toEqual([10]);
    });

    it('a poll that is answered at once is spared, and so is every other request', async () => {
      const shape = await electric.synced();
      electric.misbehave({ rejectPolls: {} });
      expect((await shape.get()).status).toBe(200);
      await electric.insert(10, 10);
      expect(idsOf(await shape.live())).toEqual([10]);
    });

    it('left to chance, it rejects the same polls under the same seed', async () => {
      const shape = await electric.synced();
      const statuses = async (seed: number) => {
        electric.misbehave({ seed, rejectPolls: { probability: 0.5 } });
        const answers: Promise<Answer>[] = [];
        for (let poll = 0; poll < 12; poll++) {
          answers.push(shape.get({ live: 'true' }));
          // In this order.
          await delay(20);
        }
        return (await Promise.all(answers)).map(({ status }) => status);
      };
      const first = await statuses(5);
      expect(new Set(first)).toEqual(new Set([200, 409]));
      expect(await statuses(5)).toEqual(first);
      expect(await statuses(6)).not.toEqual(first);
    });
  });
});
