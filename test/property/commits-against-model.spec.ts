import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { modelHistory } from '../support/model-arbitraries.js';
import { MODEL_TABLES } from '../support/model-table.js';
import { PlayedHistory } from './played-history.js';

const RUNS = 400;

describe.each(MODEL_TABLES.map((table) => ({ name: table.name, table })))(
  'I1 I2 I8 I9 I10: any commits, to a table $name',
  ({ table }) => {
    it('lead to the versions, objects, emissions, rejected rows and changes that a plain model has', async () => {
      await fc.assert(
        fc.asyncProperty(modelHistory, async ({ initial, commits }) => {
          const play = new PlayedHistory(table);
          await play.start(initial);
          for (const commit of commits) await play.play(commit);
          await play.end();
        }),
        { numRuns: RUNS },
      );
    });
  },
);
