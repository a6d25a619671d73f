import type { Transaction } from '@electric-sql/pglite';
import type { ChangeCapture } from './change-capture.js';
import { findRelations } from './relation-catalog.js';
import type { ShapeRegistry } from './shape-registry.js';

/**
 * What Electric does every 60 s beside looking at each write: shapes of tables that are not any more what they were
 * end (README 24, 26; transcript 24).
 */
export class SchemaCheck {
  constructor(
    private readonly shapes: ShapeRegistry,
    private readonly capture: ChangeCapture,
  ) {}

  async run(tx: Transaction): Promise<void> {
    const oids = [...this.shapes.tables];
    const relations = await findRelations(tx, oids);
    this.capture.forgetAttached();
    for (const oid of oids) {
      const now = relations.get(oid);
      for (const shape of this.shapes.ofTable(oid)) {
        if (JSON.stringify(now) !== JSON.stringify(shape.relation)) this.shapes.expire(shape);
      }
      // A partition that is new has no trigger for TRUNCATE yet.
      if (now?.partitioned) await this.capture.attach(tx, now);
    }
  }
}
