import { sameCode } from './code-equality.js';
import type { CodeRows } from './code-rows.interface.js';
import type { GroupsByName, GroupsDraft } from './groups-draft.interface.js';
import { Rejections } from './rejections.js';
import type { CodeKey, RowChange } from './row-change.interface.js';

/** Rows of a table whose primary key is (group, code): the groups themselves are the index, and nothing is kept twice. */
export class RowsKeyedByCode<A> implements CodeRows<A> {
  readonly rejections: Rejections;

  constructor(keyColumns: readonly string[]) {
    this.rejections = new Rejections(keyColumns);
  }

  apply(change: RowChange<A>, draft: GroupsDraft<A>): boolean {
    const key = change.key as CodeKey;
    const isNew = change.operation === 'insert';
    const wasCode = !isNew && draft.get(key.group, key.code) !== undefined;
    const wasRejected = !this.rejections.isEmpty && this.rejections.remove(identity(key));
    if (change.code !== undefined) draft.set(change.code);
    else draft.delete(key.group, key.code);
    if (change.rejection !== undefined) this.rejections.add(identity(key), key, change.rejection);
    return !isNew && !wasCode && !wasRejected;
  }

  holds({ key, code, rejection }: RowChange<A>, groups: GroupsByName<A>): boolean {
    if (code === undefined) return this.rejections.has(identity(key as CodeKey), rejection ?? '');
    const held = groups.get(code.group)?.codes.get(code.code);
    return held !== undefined && sameCode(held, code);
  }

  *keys(groups: GroupsByName<A>): Iterable<CodeKey> {
    for (const group of groups.values()) yield* group.codes.values();
    for (const rejected of this.rejections.identities()) {
      const [group = '', code = ''] = rejected.split('\0');
      yield { group, code };
    }
  }
}

function identity({ group, code }: CodeKey): string {
  return `${group}\0${code}`;
}
