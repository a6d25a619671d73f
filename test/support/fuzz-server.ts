import { type Effect, fuzz } from './fuzz-answers.js';
import type { FuzzClock } from './fuzz-clock.js';
import type { Dice } from './fuzz-dice.js';
import type { FuzzNotes } from './fuzz-notes.js';
import type { Mode } from './fuzz-report.js';
import type { TableInPlay } from './fuzz-table-in-play.js';
import type { UselessAnswers } from './fuzz-useless-answers.js';
import { isSubset, type ScriptedRequest } from './scripted-electric.js';

/** Makes something else of what the server of a table would answer, and counts what. */
export class FuzzServer {
  /** How many answers it has fuzzed. */
  fuzzed = 0;
  readonly effects: Record<Effect, number> = { none: 0, true: 0, anything: 0 };
  readonly kinds: Record<string, number> = {};

  constructor(
    private readonly table: TableInPlay,
    private readonly mode: Mode,
    private readonly useless: UselessAnswers,
    private readonly dice: Dice,
    private readonly clock: FuzzClock,
    private readonly notes: FuzzNotes,
  ) {}

  async answer(request: ScriptedRequest): Promise<Response> {
    const { clock, dice, notes, table } = this;
    const own = await table.electric.answer(request);
    clock.activity += 1;
    const columns = this.mode === 'lying' ? undefined : table.kind.columns;
    let fuzzed = await fuzz(own.clone(), request, columns, dice, clock);
    for (let tries = 0; !this.wants(fuzzed.effect); tries += 1) {
      if (tries === 50) return own;
      fuzzed = await fuzz(own.clone(), request, columns, dice, clock);
    }
    notes.trace(`${this.fuzzed} ${request.url.search.slice(0, 120)} ${fuzzed.kind} → ${fuzzed.effect}`);
    this.count(fuzzed);
    if (fuzzed.effect === 'none') this.useless.give(fuzzed.kind, isSubset(request));
    const answer = await fuzzed.answer();
    const headers = JSON.stringify([...answer.headers]).slice(0, 1_000);
    notes.trace(`  ${answer.status} ${headers} ${fuzzed.body?.toString().slice(0, 3_000)}`);
    return answer;
  }

  private wants(effect: Effect): boolean {
    if (this.mode === 'faithful') return effect !== 'anything';
    return this.mode === 'useless' ? effect === 'none' : effect === 'anything' || this.dice.chance(0.4);
  }

  private count({ effect, kind }: { readonly effect: Effect; readonly kind: string }): void {
    this.fuzzed += 1;
    this.effects[effect] += 1;
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
  }
}
