import type { SnapshotStore, StoreCommit, StoredSnapshot } from 'nestjs-common-code';

/** A store, and when it was first asked: that is where a start from it begins. */
export class ObservedStore implements SnapshotStore {
  constructor(
    private readonly store: SnapshotStore,
    private readonly onLoad: () => void,
  ) {}

  load(fingerprint: string): Promise<StoredSnapshot | undefined> {
    this.onLoad();
    return this.store.load(fingerprint);
  }

  save(commit: StoreCommit): Promise<void> {
    return this.store.save(commit);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
