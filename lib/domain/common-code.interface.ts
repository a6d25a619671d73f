/**
 * One code of a group, as a service reads it. Frozen, its attributes deeply.
 *
 * @typeParam A what `mapping.attributes` yields; by default all columns that are not mapped to another property.
 * @publicApi
 */
export interface CommonCode<A = Record<string, unknown>> {
  readonly group: string;
  /** Always text: `'01'` is not `1`. */
  readonly code: string;
  /** The name shown to people. A row without one is labelled with its code. */
  readonly label: string;
  /** `null` sorts last. */
  readonly sortOrder: number | null;
  /** `false`: keeps its label for old records, and is no longer a choice. */
  readonly active: boolean;
  /** The code, in the same group, that this one hangs under. */
  readonly parent: string | null;
  readonly attributes: Readonly<A>;
}

/**
 * A code with what hangs under it, as `tree(group)` gives it.
 * @publicApi
 */
export interface CommonCodeNode<A = Record<string, unknown>> extends CommonCode<A> {
  readonly children: readonly CommonCodeNode<A>[];
}
