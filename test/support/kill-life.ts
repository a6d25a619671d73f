import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KillChildOptions, KillLine } from './kill-lines.js';

const PATIENCE_MS = 60_000;

/** One process that follows the table, from its start to its end; what it tells, and what it is doing by that. */
export class KillLife {
  /** What its readers saw last. */
  seen: { readonly generation: number; readonly source: string } | undefined;
  isStarted = false;
  isAuditing = false;
  saving: { readonly reset: boolean } | undefined;
  /** A snapshot has been asked for, and has not been seen. */
  isReading = false;
  private subsets = 0;
  private said: string[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly child: ChildProcess;
  private readonly closed: Promise<number | null>;
  private hasEnded = false;

  /** @param hear told of each line, after this life has taken it in. */
  constructor(options: KillChildOptions, executable: string, hear: (line: KillLine, life: KillLife) => void) {
    const script = join(process.cwd(), 'test/support/kill-child.main.ts');
    this.child = spawn(executable, ['--import', 'tsx', script, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    });
    this.child.stdin?.on('error', () => {}); // it may be gone
    createInterface(this.child.stdout as NodeJS.ReadableStream).on('line', (text) => {
      const line = JSON.parse(text) as KillLine;
      this.take(line);
      hear(line, this);
      for (const each of this.waiting) each();
    });
    this.closed = new Promise((resolve) => {
      this.child.once('close', (code) => {
        this.hasEnded = true;
        resolve(code);
        for (const each of this.waiting) each();
      });
    });
  }

  /** What it was doing when it last told anything. */
  get doing(): string {
    if (!this.isStarted) return 'starting';
    if (this.saving !== undefined) return this.saving.reset ? 'writing a reset' : 'writing a commit';
    if (this.seen === undefined) return this.isReading ? 'reading the first snapshot' : 'loading the store';
    if (this.isReading) return 'reading the shape anew';
    return this.isAuditing ? 'auditing' : 'following';
  }

  /** How often it has asked for what Postgres has. */
  get looks(): number {
    return this.subsets;
  }

  /** @throws Error if it ends before, or takes too long. */
  until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        settle();
      };
      const fail = (why: string) =>
        end(() => reject(new Error(`${what}: ${why}, ${this.doing}; it said: ${this.said.slice(-8).join(' | ')}`)));
      const look = () => {
        if (isSo()) end(resolve);
        else if (this.hasEnded) fail('it has ended by itself');
      };
      const timer = setTimeout(() => fail('waited in vain'), PATIENCE_MS);
      this.waiting.add(look);
      look();
    });
  }

  audit(): void {
    this.child.stdin?.write('audit\n');
  }

  /** @returns when it is gone, and all that it told has been heard. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }

  /** Ends it in order. @returns its exit code. */
  stop(): Promise<number | null> {
    this.child.stdin?.end();
    return this.closed;
  }

  private take(line: KillLine): void {
    if (line.tells === 'started') this.isStarted = true;
    else if (line.tells === 'saving') this.saving = line;
    else if (line.tells === 'saved') this.saving = undefined;
    else if (line.tells === 'audits') this.isAuditing = true;
    else if (line.tells === 'audited') this.isAuditing = false;
    else if (line.tells === 'said') this.said.push(line.text);
    else if (line.tells === 'asks') {
      if (line.for === 'snapshot') this.isReading = true;
      if (line.for === 'subset') this.subsets += 1;
    } else {
      this.seen = line;
      this.isReading = false;
    }
  }
}
