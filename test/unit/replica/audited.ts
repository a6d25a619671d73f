import type { AuditResult } from 'nestjs-common-code';
import type { Harness } from '../../support/replica-harness.js';
import { isSubset, type ScriptedChange, type ScriptedRow } from '../../support/scripted-electric.js';

/** An audit, with the minute between its two looks. `during` happens within it. */
export async function audit(h: Harness, during: () => void = () => {}): Promise<AuditResult> {
  const result = h.cache.audit();
  await h.clock.advance(30_000);
  during();
  await h.clock.advance(60_000);
  return result;
}

/** How often audits have looked. */
export function looks(h: Harness): number {
  return h.electric.requests.filter(isSubset).length;
}

/** These rows come. */
export function inserts(...rows: readonly ScriptedRow[]): ScriptedChange[] {
  return rows.map((row) => ({ operation: 'insert', row }));
}
