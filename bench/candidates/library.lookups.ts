import { TABLE } from '../data/codes.js';
import { prepareLibrary } from './library.follower.js';
import type { PrepareLookups } from './lookups.interface.js';

/** This library. */
export const prepareLibraryLookups: PrepareLookups = async ({ url }) => {
  const follower = await prepareLibrary({ url, table: TABLE, fetch: globalThis.fetch });
  await follower.start();
  const { cache } = follower;
  return {
    get({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (cache.get(groups[at] as string, codes[at] as string) !== undefined) sum += 1;
      }
      return sum;
    },
    label({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        sum += cache.label(groups[at] as string, codes[at] as string)?.length ?? 0;
      }
      return sum;
    },
    has({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (cache.has(groups[at] as string, codes[at] as string)) sum += 1;
      }
      return sum;
    },
    accepts({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (cache.accepts(groups[at] as string, codes[at] as string)) sum += 1;
      }
      return sum;
    },
    list(groups) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) sum += cache.list(groups[at] as string).length;
      return sum;
    },
  };
};
