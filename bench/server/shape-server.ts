import { Child } from '../child/child.js';
import type { TransactionKind } from '../data/transactions.js';

/** The shape server, as the one who measures sees it. */
export class ShapeServer {
  private shapes = 0;

  private constructor(
    private readonly child: Child,
    private readonly origin: string,
  ) {}

  static async start(): Promise<ShapeServer> {
    const child = Child.fork(new URL('./shape-server.main.js', import.meta.url), {});
    const { port } = (await child.next()) as { port: number };
    return new ShapeServer(child, `http://127.0.0.1:${port}`);
  }

  /** A shape that nobody else asks for. */
  async shape(rows: number): Promise<Shape> {
    this.shapes += 1;
    const path = `${rows}/${this.shapes}`;
    await this.child.call('make', path);
    return {
      rows,
      url: `${this.origin}/${path}`,
      commit: (kind, count) => this.child.call('commit', path, kind, count) as Promise<number>,
      rotate: () => this.child.call('rotate', path) as Promise<number>,
      traffic: () => this.child.call('traffic', path) as Promise<{ requests: number; different: number }>,
    };
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

/** A shape of the server. */
export interface Shape {
  readonly rows: number;
  /** Base URL, as Electric's. */
  readonly url: string;
  commit(kind: TransactionKind, count: number): Promise<number>;
  rotate(): Promise<number>;
  traffic(): Promise<{ readonly requests: number; readonly different: number }>;
}
