import fc from 'fast-check';
import { CODES, GROUPS, type ModelCommand, type ModelFields } from './model-log.js';
import { UNMAPPABLE } from './model-table.js';

/** What becomes visible together, or tries to. */
export type ModelCommit =
  /** Transactions of the log. */
  | { readonly kind: 'log'; readonly commands: readonly ModelCommand[] }
  /** A must-refetch, after changes that nobody saw; the snapshot comes in any order, with a piece of log behind it. */
  | {
      readonly kind: 'refetch';
      readonly unseen: readonly ModelCommand[];
      readonly order: number;
      readonly commands: readonly ModelCommand[];
      readonly newHandle: boolean;
    }
  /** The log speaks of a row that we do not have (I10). */
  | {
      readonly kind: 'contradiction';
      readonly operation: 'update' | 'delete';
      readonly key: number;
      readonly fields: ModelFields;
      readonly commands: readonly ModelCommand[];
    };

const or = <T>(weight: number, value: T, others: fc.Arbitrary<T>) =>
  fc.oneof({ weight, arbitrary: fc.constant(value) }, { weight: 100 - weight, arbitrary: others });

/** Few values, so that collisions are frequent; one row in five is bad. */
export const modelFields: fc.Arbitrary<ModelFields> = fc.record({
  group_code: or<string | null>(4, null, fc.constantFrom(...GROUPS)),
  code: or<string | null>(4, null, fc.constantFrom(...CODES)),
  code_name: fc.constantFrom('x', 'y', null),
  sort_order: fc.constantFrom('1', '2', '10', '-1', null),
  use_yn: or<string | null>(8, '?', fc.constantFrom('Y', 'Y', 'Y', 'N', 'y', 'n', '1', '0', 't', null)),
  parent_code: or<string | null>(50, null, fc.constantFrom(...CODES, 'none')),
  memo: or<string | null>(8, UNMAPPABLE, fc.constantFrom('m', null)),
});

const number = fc.nat({ max: 59 });

export const modelCommand: fc.Arbitrary<ModelCommand> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('insert' as const), key: number, fields: modelFields }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('update' as const), pick: number, fields: modelFields }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), pick: number }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rekey' as const), pick: number, key: number }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const), pick: number, other: number }) },
);

const commands = fc.array(modelCommand, { minLength: 1, maxLength: 6 });
const fewCommands = fc.array(modelCommand, { maxLength: 2 });

export const modelCommit: fc.Arbitrary<ModelCommit> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('log' as const), commands }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('refetch' as const),
      unseen: fewCommands,
      order: number,
      commands: fewCommands,
      newHandle: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('contradiction' as const),
      operation: fc.constantFrom('update' as const, 'delete' as const),
      key: number,
      fields: modelFields,
      commands: fewCommands,
    }),
  },
);

/** What the table holds at first, and what then happens to it. */
export const modelHistory: fc.Arbitrary<{
  readonly initial: readonly ModelCommand[];
  readonly commits: readonly ModelCommit[];
}> = fc.record({
  initial: fc.array(modelCommand, { maxLength: 16, size: 'max' }),
  commits: fc.array(modelCommit, { minLength: 1, maxLength: 12, size: 'max' }),
});

/** The rows in another order, which the number decides. */
export function reordered<T>(items: readonly T[], order: number): T[] {
  return items
    .map((item, index) => ({ item, at: ((index + 1) * (order + 7) * 2_654_435_761) % 4_294_967_291 }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
