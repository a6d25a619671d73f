import type { Transaction } from '@electric-sql/pglite';
import { type DatabaseSession, queryIn } from './database-session.js';
import type { Relation } from './relation.js';
import { findRelations } from './relation-catalog.js';
import { Shape, type ShapeParts } from './shape.js';

const INSTALL = `
CREATE TABLE IF NOT EXISTS electric_embedded.shape (handle text PRIMARY KEY, parts json NOT NULL, relation json NOT NULL);
CREATE TABLE IF NOT EXISTS electric_embedded.snapshot (
  handle text REFERENCES electric_embedded.shape ON DELETE CASCADE, chunk int, body text NOT NULL, PRIMARY KEY (handle, chunk));`;

/** Keeps shapes for a restart, in the database itself. Their logs are what the capture still holds (README 27). */
export class ShapeStore {
  private removals: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: DatabaseSession,
    private readonly chunkBytes: number,
  ) {}

  /** The shapes from before, without those whose table has been altered since they were made. */
  async load(): Promise<Shape[]> {
    await this.session.exec(INSTALL);
    const kept = await this.session.query<[ShapeParts, Relation]>(
      'SELECT parts, relation FROM electric_embedded.shape',
    );
    const oids = kept.map(([, { oid }]) => oid);
    const relations = await this.session.transaction((tx) => findRelations(tx, oids));
    const shapes: Shape[] = [];
    for (const [parts, relation] of kept) {
      if (JSON.stringify(relations.get(relation.oid)) !== JSON.stringify(relation)) this.removeHandle(parts.handle);
      else shapes.push(new Shape({ ...parts, snapshot: await this.snapshot(parts.handle) }, relation, this.chunkBytes));
    }
    return shapes;
  }

  async add(tx: Transaction, shape: Shape): Promise<void> {
    const { snapshot, ...parts } = shape.parts;
    await queryIn(tx, 'INSERT INTO electric_embedded.shape VALUES ($1, $2, $3)', [
      shape.handle,
      JSON.stringify(parts),
      JSON.stringify(shape.relation),
    ]);
    for (const [chunk, body] of snapshot.entries()) {
      await queryIn(tx, 'INSERT INTO electric_embedded.snapshot VALUES ($1, $2, $3)', [
        shape.handle,
        chunk,
        String(body),
      ]);
    }
  }

  remove(shape: Shape): void {
    this.removeHandle(shape.handle);
  }

  /** Resolves when all that was to be removed is. */
  async close(): Promise<void> {
    await this.removals;
  }

  private async snapshot(handle: string): Promise<Buffer[]> {
    const rows = await this.session.query<[string]>(
      'SELECT body FROM electric_embedded.snapshot WHERE handle = $1 ORDER BY chunk',
      [handle],
    );
    return rows.map(([body]) => Buffer.from(body));
  }

  private removeHandle(handle: string): void {
    // A shape that is not removed is found altered, or goes on with its log, at the next start.
    const removal = this.session.query('DELETE FROM electric_embedded.shape WHERE handle = $1', [handle]);
    this.removals = Promise.allSettled([this.removals, removal]);
  }
}
