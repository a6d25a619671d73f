/** What is noted of an episode: what should not have been, and, for who asks, all that happened. */
export class FuzzNotes {
  private readonly found: string[] = [];

  constructor(private readonly write?: (line: string) => void) {}

  /** What should not have been, each once. */
  get flaws(): readonly string[] {
    return [...new Set(this.found)].slice(0, 20);
  }

  readonly flaw = (what: string): void => {
    this.trace(`  FLAW: ${what}`);
    this.found.push(what);
  };

  trace(line: string): void {
    this.write?.(line);
  }
}
