import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { CommonCode } from './domain/common-code.interface.js';
import type { ReplicaState } from './replica/replica-state.js';

interface Follower<A> {
  readonly subscriber: Subscriber<readonly CommonCode<A>[]>;
  told?: readonly CommonCode<A>[];
}

/** Streams of single groups. A version costs those who follow the groups that it changes, and nobody else. */
export class GroupStreams<A> {
  private readonly followers = new Map<string, Set<Follower<A>>>();
  private versions: Subscription | undefined;

  constructor(private readonly state: ReplicaState<A>) {}

  /** The group's list, now (if there is data) and after each change of the group. */
  list$(group: string): Observable<readonly CommonCode<A>[]> {
    return new Observable((subscriber) => {
      this.follow();
      const { snapshot, isClosed } = this.state;
      const follower: Follower<A> = { subscriber };
      if (snapshot !== undefined) tell(follower, snapshot.list(group));
      if (isClosed) return subscriber.complete();
      const set = this.followers.get(group) ?? new Set();
      this.followers.set(group, set.add(follower));
      return () => {
        set.delete(follower);
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
          for (const follower of [...(this.followers.get(group) ?? [])]) tell(follower, snapshot.list(group));
        }
      },
      complete: () => {
        for (const set of this.followers.values()) for (const { subscriber } of [...set]) subscriber.complete();
      },
    });
  }
}

/** One who began to follow while the version was being told has its list already. */
function tell<A>(follower: Follower<A>, list: readonly CommonCode<A>[]): void {
  if (follower.told === list) return;
  follower.told = list;
  follower.subscriber.next(list);
}
