/**
 * One version of a map. The newest version alone holds the entries: the next one takes them over and changes them in place,
 * so that a change costs what it changes, and reading the newest costs what reading any map costs. An older version knows
 * what to undo; if it is still read then, it restores entries of its own, once.
 */
export class VersionedMap<V> {
  private own: Map<string, V> | undefined;
  private next: { readonly version: VersionedMap<V>; readonly undo: ReadonlyMap<string, V | undefined> } | undefined;

  /** @param entries which nobody else may change from now on. */
  constructor(entries: Map<string, V>) {
    this.own = entries;
  }

  get entries(): ReadonlyMap<string, V> {
    return this.own ?? this.restore();
  }

  /** The version after this one. @param changes the new values; `undefined` for what is gone. */
  with(changes: ReadonlyMap<string, V | undefined>): VersionedMap<V> {
    const entries = this.own ?? this.restore();
    const undo = new Map<string, V | undefined>();
    for (const [key, value] of changes) {
      undo.set(key, entries.get(key));
      put(entries, key, value);
    }
    const version = new VersionedMap(entries);
    this.own = undefined;
    this.next = { version, undo };
    return version;
  }

  /** What another version has otherwise. To the next version it costs what that changed, and else all there is. */
  *differencesTo(other: VersionedMap<V>): Generator<readonly [before: V | undefined, after: V | undefined]> {
    const after = other.entries;
    if (this.next?.version === other) {
      for (const [key, value] of this.next.undo) if (value !== after.get(key)) yield [value, after.get(key)];
      return;
    }
    const before = this.entries;
    for (const [key, value] of after) if (before.get(key) !== value) yield [before.get(key), value];
    for (const [key, value] of before) if (!after.has(key)) yield [value, undefined];
  }

  private restore(): Map<string, V> {
    const undos: ReadonlyMap<string, V | undefined>[] = [];
    let newest: VersionedMap<V> = this;
    while (newest.own === undefined && newest.next !== undefined) {
      undos.push(newest.next.undo);
      newest = newest.next.version;
    }
    const entries = new Map(newest.own);
    for (const undo of undos.reverse()) for (const [key, value] of undo) put(entries, key, value);
    this.own = entries;
    return entries;
  }
}

function put<V>(entries: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) entries.delete(key);
  else entries.set(key, value);
}
