import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { CommonCode } from './domain/common-code.interface.js';
import type { ReplicaState } from './replica/replica-state.js';

/** Streams of single groups. A version costs those who follow the groups that it changes, and nobody else. */
export class GroupStreams<A> {
  private readonly followers = new Map<string, Set<Subscriber<readonly CommonCode<A>[]>>>();
  private versions: Subscription | undefined;

  constructor(private readonly state: ReplicaState<A>) {}

  /** The group's list, now (if there is data) and after each change of the group. */
  list$(group: string): Observable<readonly CommonCode<A>[]> {
    return new Observable((subscriber) => {
      this.follow();
      const { snapshot, isClosed } = this.state;
      if (snapshot !== undefined) subscriber.next(snapshot.list(group));
      if (isClosed) return subscriber.complete();
      const set = this.followers.get(group) ?? new Set();
      this.followers.set(group, set.add(subscriber));
      return () => {
        set.delete(subscriber);
        if (set.size === 0) this.followers.delete(group);
      };
    });
  }

  /** Subscribes to the versions, once. */
  private follow(): void {
    this.versions ??= this.state.versions.subscribe({
      next: ({ snapshot, changed }) => {
        const groups = snapshot.version === 1 ? [...this.followers.keys()] : changed; // the first data concerns all
        for (const group of groups) {
          for (const subscriber of [...(this.followers.get(group) ?? [])]) subscriber.next(snapshot.list(group));
        }
      },
      complete: () => {
        for (const set of this.followers.values()) for (const subscriber of [...set]) subscriber.complete();
      },
    });
  }
}
