import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { GARBLED_BODIES } from '../support/fault-kinds/bodies.js';
import { MISPLACED_ROWS } from '../support/fault-kinds/misplaced-rows.js';
import { GARBLED_ROWS } from '../support/fault-kinds/rows.js';
import { FaultScenario, type Situation } from '../support/fault-scenario.js';

const scenario = new FaultScenario('faults-bodies');
const SITUATIONS: readonly Situation[] = ['following', 'starting', 'reading the shape anew'];

describe.each(SITUATIONS)('while %s', (situation) => {
  test.each(GARBLED_BODIES.map((fault) => [fault.kind, fault] as const))(
    'I1 I2 I3 I4 W3 bodies truncated or garbled: %s',
    (_, fault) => scenario.survive(fault, situation, { says: /JSON|UTF-8/ }),
    SLOW_MS,
  );

  test.each(GARBLED_ROWS.map((fault) => [fault.kind, fault] as const))(
    'I1 I2 I3 I4 I10 W3 wrong types, nulls and missing keys inside messages: %s',
    (_, fault) => scenario.survive(fault, situation, { says: /not to be used/, table: { key: 'id' } }),
    SLOW_MS,
  );
});

describe('while following', () => {
  test.each(GARBLED_ROWS.map((fault) => [fault.kind, fault] as const))(
    'I1 I2 I3 I4 I9 I10 W3 the same, of a table that is keyed by its codes: %s',
    (_, fault) => scenario.survive(fault, 'following', { says: /not to be used/ }),
    SLOW_MS,
  );

  test.each(MISPLACED_ROWS.map((fault) => [fault.kind, fault] as const))(
    'I1 I2 I3 W3 rows twice, out of order or without their place: %s',
    (_, fault) => scenario.survive(fault, 'following', { says: /not to be used|mix answers up/ }),
    SLOW_MS,
  );

  test.each(MISPLACED_ROWS.map((fault) => [fault.kind, fault] as const))(
    'I1 W3 the same, of the first rows behind a snapshot: %s',
    async (kind, fault) => {
      const { table, app } = await scenario.followed();
      scenario.proxy.playOn(fault, 2);
      await table.move(4);
      await scenario.played(kind, 2);
      await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      expect(app.cache.rejected).toEqual([]);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});
