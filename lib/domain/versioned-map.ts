/**
 * One version of a map. The newest version alone holds the entries: the next one takes them over and changes them in place,
 * so that a change costs what it changes, and reading the newest costs what reading any map costs. An older version knows
 * what to undo; if it is still read then, it restores entries of its own, once.
 */
export class VersionedMap<V> {
  protected own: Map<string, V> | undefined;
  private next: Successor<V, this> | undefined;
  /** How many entries have been written since all were copied. @internal */
  written = 0;

  /** @param entries which nobody else may change from now on. */
  constructor(entries: Map<string, V>) {
    this.own = entries;
  }

  get entries(): ReadonlyMap<string, V> {
    return this.own ?? this.restore();
  }

  /** Opens the version after this one. Readers of this one notice nothing. */
  open(): Successor<V, this> {
    const entries = this.own ?? this.restore();
    const undo = new Map<string, V | undefined>();
    // As much has been written as there is: a copy costs no more, and who still holds an older version holds nothing newer.
    if (this.written > entries.size) {
      const copy = new Map(entries);
      return new Successor(this.after(copy, undo), copy, undo);
    }
    this.next = new Successor(this.after(entries, undo), entries, undo);
    this.next.version.written = this.written;
    this.own = undefined;
    return this.next;
  }

  /** There is no version after this one, after all: nothing was changed. */
  reopen(): void {
    if (this.next !== undefined) this.own = this.next.entries;
    this.next = undefined;
  }

  /** The object for the version after this one. @param undo what it will change, as it is here. */
  protected after(entries: Map<string, V>, _undo: ReadonlyMap<string, V | undefined>): this {
    return new VersionedMap(entries) as this;
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

  protected restore(): Map<string, V> {
    const undos: ReadonlyMap<string, V | undefined>[] = [];
    let newest = this;
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

/** The next version, while it is being written. */
export class Successor<V, M extends VersionedMap<V>> {
  constructor(
    readonly version: M,
    readonly entries: Map<string, V>,
    /** What the version before had, of all that was written. */
    readonly undo: Map<string, V | undefined>,
  ) {}

  /** @param value `undefined` for what goes. @param before what is there now. */
  write(key: string, value: V | undefined, before: V | undefined): void {
    if (!this.undo.has(key)) {
      this.undo.set(key, before);
      this.version.written += 1;
    }
    put(this.entries, key, value);
  }

  /** Whether anything is otherwise than before. */
  get isChanged(): boolean {
    for (const [key, before] of this.undo) if (this.entries.get(key) !== before) return true;
    return false;
  }
}

function put<V>(entries: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) entries.delete(key);
  else entries.set(key, value);
}
