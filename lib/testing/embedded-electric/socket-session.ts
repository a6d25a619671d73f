import type { ExecProtocolOptionsStream, PGlite } from '@electric-sql/pglite';

/**
 * The database as `PGLiteSocketServer` sees it. The server keeps the messages of its clients in order but not apart: one
 * client's Parse would be followed by another's Bind. Here a client has the session to itself from its first message
 * until Postgres has answered and no transaction is open; the others, and the user's queries in process, wait.
 */
export class SocketSession {
  /** Set while a client has the session. */
  private release: (() => void) | undefined;
  private answered = true;

  constructor(private readonly database: PGlite) {}

  get waitReady(): Promise<void> {
    return this.database.waitReady;
  }

  /** Asked by the server before it takes the next message: if so, it takes only one of the same client. */
  isInTransaction(): boolean {
    return this.release !== undefined;
  }

  async runExclusive<T>(work: () => Promise<T>): Promise<T> {
    if (!this.release) await this.take();
    try {
      return await work();
    } finally {
      if (this.answered && !this.database.isInTransaction()) this.giveBack();
    }
  }

  async execProtocolRawStream(message: Uint8Array, options: ExecProtocolOptionsStream): Promise<void> {
    this.answered = endsExchange(message);
    await this.database.execProtocolRawStream(message, options);
  }

  /** Called by the server when a client is gone that had the session: what it left open is rolled back. */
  async exec(_rollback: string): Promise<void> {
    for (const message of [SYNC, ROLLBACK]) {
      await this.database.execProtocolRawStream(message, { onRawData: () => {} });
    }
    this.giveBack();
  }

  private take(): Promise<void> {
    return new Promise((resolve, reject) => {
      const held = () =>
        new Promise<void>((release) => {
          this.release = release;
          resolve();
        });
      // The lock of PGlite's own queries and transactions.
      this.database._runExclusiveTransaction(held).catch(reject);
    });
  }

  private giveBack(): void {
    this.release?.();
    this.release = undefined;
  }
}

const SYNC = Uint8Array.from([0x53, 0, 0, 0, 4]);
const ROLLBACK = Uint8Array.from([0x51, 0, 0, 0, 13, ...Buffer.from('ROLLBACK\0')]);

/** Startup (which has no type), Query, Sync, FunctionCall and Terminate are the messages that Postgres answers to the end. */
function endsExchange(message: Uint8Array): boolean {
  const type = message[0] ?? 0;
  return type === 0 || 'QSFX'.includes(String.fromCharCode(type));
}
