/** Something under way that needs the one session. */
export class SessionWork<T> {
  readonly result: Promise<T>;
  private begun = false;

  /** @param work calls `begin` when it has the session */
  constructor(work: (begin: () => void) => Promise<T>) {
    this.result = work(() => {
      this.begun = true;
    });
  }

  /** @returns `undefined` if it could not even begin in that time */
  async unlessLocked(milliseconds: number): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const locked = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => !this.begun && resolve(undefined), milliseconds);
    });
    return Promise.race([this.result, locked]).finally(() => clearTimeout(timer));
  }
}
