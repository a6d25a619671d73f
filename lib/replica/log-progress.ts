import { ExchangeError } from './exchange-error.js';

/** How often in a row something may lead nowhere before that counts as a failure. */
const FEW = 3;

/** What an answer led to. */
export interface AnsweredStep {
  readonly commit: { readonly reset: boolean } | undefined;
  /** It ended a poll that had waited for news. */
  readonly waited: boolean;
  readonly hasMoved: boolean;
  /** It was asked for after failures: that it brings nothing says then that there is nothing. */
  readonly recovering: boolean;
}

/** Whether what we ask leads anywhere: answers can be good, each by itself, and go round in circles (W13). */
export class LogProgress {
  private idle = 0;
  private recoveries = 0;
  private droppedTails = 0;
  private refetches = 0;
  private startsOver = 0;

  /** How often the log was started over since the last commit. */
  get rotations(): number {
    return this.startsOver;
  }

  /** Whether we go round in circles. */
  get isCircling(): boolean {
    return (
      this.startsOver > 1 || this.droppedTails > 0 || this.idle > 1 || this.recoveries > FEW || this.isRefetchingInVain
    );
  }

  /**
   * Whether one refetch follows another, whole ones too, and no poll waits and no row of the log comes in between: a handle
   * that lives on whose polls are refused all the same (36), a cache's old 409, several Electrics behind one URL.
   */
  get isRefetchingInVain(): boolean {
    return this.refetches > FEW;
  }

  /** @throws ExchangeError if it is the last of too many that brought nothing; and so on, until one brings something. */
  answered({ commit, waited, hasMoved, recovering }: AnsweredStep): void {
    if (commit !== undefined) this.startsOver = this.droppedTails = 0;
    if (waited || commit?.reset === false) this.refetches = 0;
    if (commit !== undefined || waited || hasMoved) this.idle = this.recoveries = 0;
    else if (recovering) this.recoveries += 1;
    else this.idle += 1;
    if (this.idle > FEW && !recovering) throw new ExchangeError(SPINNING, { isSpinning: true });
  }

  /** A poll waited, whatever it was told then. */
  pollWaited(): void {
    this.refetches = 0;
  }

  /** The snapshot is read anew. */
  startedOver(): void {
    this.startsOver += 1;
    this.refetches += 1;
  }

  /** Rows have to be read again. @returns whether that may be done at once. */
  tailDropped(): boolean {
    this.droppedTails += 1;
    return this.droppedTails <= FEW;
  }
}

const SPINNING =
  'several answers in a row brought neither news nor a wait: a cache in between seems to answer for Electric';
