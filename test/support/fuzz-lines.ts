import type { FuzzNotes } from './fuzz-notes.js';

/** What a line must never hold (I6). */
export const SECRET = 'in-c0nfidence';

/** How long what is said may be, whatever a server has sent. */
export const LONGEST_LINE = 4_000;

/** A logger that listens to what it is told. */
export class FuzzLines {
  /** Lines above debug. */
  loud = 0;

  constructor(private readonly notes: FuzzNotes) {}

  readonly log = (text: string): void => this.hear(text, true);
  readonly warn = (text: string): void => this.hear(text, true);
  readonly debug = (text: string): void => this.hear(text, false);

  private hear(text: string, isLoud: boolean): void {
    if (isLoud) this.loud += 1;
    const { notes } = this;
    notes.trace(`  says: ${text.slice(0, 300)}`);
    if (text.length > LONGEST_LINE) notes.flaw(`a log line of ${text.length} characters: ${text.slice(0, 200)}`);
    if (text.includes(SECRET)) notes.flaw(`I6: ${text.slice(0, 200)}`);
    const unforeseen = /the answer could not be taken in: (.{0,200})/.exec(text)?.[1];
    if (unforeseen !== undefined) notes.flaw(`an error of the library’s own: ${unforeseen}`);
  }
}
