import type { CommonCode } from './common-code.interface.js';
import { deepEqual } from './deep.js';

/** Whether two codes say the same, so that one object can go on standing for both. */
export function sameCode<A>(a: CommonCode<A>, b: CommonCode<A>): boolean {
  return (
    a === b ||
    (a.group === b.group &&
      a.code === b.code &&
      a.label === b.label &&
      a.sortOrder === b.sortOrder &&
      a.active === b.active &&
      a.parent === b.parent &&
      deepEqual(a.attributes, b.attributes))
  );
}
