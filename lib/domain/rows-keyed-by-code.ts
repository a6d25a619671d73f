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

  apply({ operation, key, code, rejection }: RowChange<A>, draft: GroupsDraft<A>): boolean {
    const { group, code: name } = key as CodeKey;
    const before = code !== undefined ? draft.replace(code) : draft.delete(group, name);
    const wasRejected = !this.rejections.isEmpty && this.rejections.remove(identity(key as CodeKey));
    if (rejection !== undefined) this.rejections.add(identity(key as CodeKey), key, rejection);
    return operation !== 'insert' && before === undefined && !wasRejected;
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
