import type { Shape } from './shape.js';
import { definitionKey, type ShapeDefinition } from './shape-definition.js';

/** The living shapes. An expired one is forgotten at once, with its snapshot and log. */
export class ShapeRegistry {
  private readonly byDefinition = new Map<string, Shape>();
  private readonly byHandle = new Map<string, Shape>();
  private readonly byTable = new Map<number, Set<Shape>>();

  /** @param onExpire told of each shape that ends */
  constructor(private readonly onExpire: (shape: Shape) => void = () => {}) {}

  find(definition: ShapeDefinition): Shape | undefined {
    return this.byDefinition.get(definitionKey(definition));
  }

  findByHandle(handle: string): Shape | undefined {
    return this.byHandle.get(handle);
  }

  get all(): readonly Shape[] {
    return [...this.byHandle.values()];
  }

  /** The oids of the tables that have shapes. */
  get tables(): Iterable<number> {
    return this.byTable.keys();
  }

  ofTable(oid: number): readonly Shape[] {
    return [...(this.byTable.get(oid) ?? [])];
  }

  add(shape: Shape): void {
    const { oid } = shape.relation;
    this.byDefinition.set(definitionKey(shape.parts.definition), shape);
    this.byHandle.set(shape.handle, shape);
    const siblings = this.byTable.get(oid) ?? new Set();
    this.byTable.set(oid, siblings.add(shape));
  }

  /** Ends a shape: who waits on it gets a 409 without a handle (README 11). */
  expire(shape: Shape): void {
    if (!this.byHandle.delete(shape.handle)) return;
    const { oid } = shape.relation;
    const key = definitionKey(shape.parts.definition);
    if (this.byDefinition.get(key) === shape) this.byDefinition.delete(key);
    const siblings = this.byTable.get(oid);
    siblings?.delete(shape);
    if (siblings?.size === 0) this.byTable.delete(oid);
    shape.expire();
    this.onExpire(shape);
  }
}
