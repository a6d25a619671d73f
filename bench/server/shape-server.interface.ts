import type { TransactionKind } from '../data/transactions.js';

/** What the server can be told, beside what it is asked over HTTP. */
export interface ShapeServerCommands {
  /** Makes a shape, so that the first who asks for it does not wait. */
  make(shape: string): void;
  /** Commits transactions to a shape. @returns the number of the last. */
  commit(shape: string, kind: TransactionKind, count: number): number;
  /** Ends a shape's handle. @returns how often that has been done. */
  rotate(shape: string): number;
  /** What was asked of a shape since this was last called. */
  traffic(shape: string): { readonly requests: number; readonly different: number };
}

export type CommandName = keyof ShapeServerCommands;

export interface CommandMessage {
  readonly id: number;
  readonly name: CommandName;
  readonly args: readonly unknown[];
}
