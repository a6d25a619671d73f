import type { GroupsByName, GroupsDraft } from './groups-draft.interface.js';
import type { Rejections } from './rejections.js';
import type { RowChange, RowKey } from './row-change.interface.js';

/** The rows behind the codes, by identity: which row is which code, and which is none (I9, I10). */
export interface CodeRows<A> {
  /**
   * Takes one change in, and writes what follows from it to the draft.
   * @returns whether the change contradicts what was held: an update or a delete of an unknown row.
   */
  apply(change: RowChange<A>, draft: GroupsDraft<A>): boolean;
  readonly rejections: Rejections;
  /** Whether the row is held just as the change says. */
  holds(change: RowChange<A>, groups: GroupsByName<A>): boolean;
  /** The identities of all rows. */
  keys(groups: GroupsByName<A>): Iterable<RowKey>;
}
