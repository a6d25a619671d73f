import type { CommonCode, CommonCodeChanges, CommonCodeStatus } from 'nestjs-common-code';
import type { CodeAttributes } from '../codes/code-attributes.js';

/** A browser is told of the first changes of a version by name; of a bigger one, only which groups to read again. */
const MOST_CHANGES = 50;

type Code = CommonCode<CodeAttributes>;

/** One version of the cache, as browsers hear of it. */
export interface CodeEvent {
  readonly version: number;
  readonly position: CommonCodeStatus['position'];
  readonly groups: readonly string[];
  readonly total: number;
  readonly changes: readonly { readonly before?: Code; readonly after?: Code }[];
}

export function toCodeEvent(changes: CommonCodeChanges<CodeAttributes>, status: CommonCodeStatus): CodeEvent {
  const all = [
    ...changes.added.map((after) => ({ after })),
    ...changes.updated,
    ...changes.removed.map((before) => ({ before })),
  ];
  return {
    version: changes.version,
    position: status.position,
    groups: [...new Set(all.map((change) => ('after' in change ? change.after : change.before).group))],
    total: all.length,
    changes: all.slice(0, MOST_CHANGES),
  };
}
