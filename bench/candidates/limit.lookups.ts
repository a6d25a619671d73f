import type { PrepareLookups } from './lookups.interface.js';
import { choices, grouped, type PlainCode, plainCodes } from './plain-code.js';

/** The limit: a nested Map, and frozen lists that are made beforehand. */
export const prepareLimitLookups: PrepareLookups = async ({ rows }) => {
  const byCode = new Map<string, Map<string, PlainCode>>();
  const lists = new Map<string, readonly PlainCode[]>();
  for (const [name, codes] of grouped(plainCodes(rows))) {
    byCode.set(name, new Map(codes.map((code) => [code.code, Object.freeze(code)])));
    lists.set(name, Object.freeze(choices(codes)));
  }
  return {
    get({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (byCode.get(groups[at] as string)?.get(codes[at] as string) !== undefined) sum += 1;
      }
      return sum;
    },
    label({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        sum += byCode.get(groups[at] as string)?.get(codes[at] as string)?.label.length ?? 0;
      }
      return sum;
    },
    has({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (byCode.get(groups[at] as string)?.has(codes[at] as string)) sum += 1;
      }
      return sum;
    },
    accepts({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (byCode.get(groups[at] as string)?.get(codes[at] as string)?.active) sum += 1;
      }
      return sum;
    },
    list(groups) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) sum += lists.get(groups[at] as string)?.length ?? 0;
      return sum;
    },
  };
};
