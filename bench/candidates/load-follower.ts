import type { PrepareFollower } from './follower.interface.js';
import { BARE_POLL, LIBRARY, LIMIT, SHAPE, SHAPE_STREAM } from './names.js';

/** Loads a candidate, and nothing of the others. */
export async function loadFollower(name: string): Promise<PrepareFollower> {
  switch (name) {
    case LIMIT:
      return (await import('./limit.follower.js')).prepareLimit;
    case LIBRARY:
      return (await import('./library.follower.js')).prepareLibrary;
    case SHAPE_STREAM:
      return (await import('./shape-stream.follower.js')).prepareShapeStream;
    case SHAPE:
      return (await import('./shape.follower.js')).prepareShape;
    case BARE_POLL:
      return (await import('./bare-poll.follower.js')).prepareBarePoll;
    default:
      throw new Error(`${name} follows no shape`);
  }
}
