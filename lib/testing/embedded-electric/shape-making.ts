import type { Shape } from './shape.js';

/** A shape under way. */
export class ShapeMaking {
  readonly shape: Promise<Shape>;
  private begun = false;

  constructor(make: (begin: () => void) => Promise<Shape>) {
    this.shape = make(() => {
      this.begun = true;
    });
  }

  /** @returns `undefined` if it could not even begin in that time */
  async shapeUnlessLocked(milliseconds: number): Promise<Shape | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const locked = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => !this.begun && resolve(undefined), milliseconds);
    });
    return Promise.race([this.shape, locked]).finally(() => clearTimeout(timer));
  }
}
