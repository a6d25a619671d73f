import { Shape, type ShapeStreamInterface } from '@electric-sql/client';
import { type CodeRow, TABLE } from '../data/codes.js';
import type { PrepareLookups } from './lookups.interface.js';
import { openStream } from './shape.follower.js';

type Row = CodeRow & Record<string, string>;

/** `Shape`: a row by its key, which is put together for each lookup; a list out of all rows. */
export const prepareShapeLookups: PrepareLookups = async ({ url }) => {
  const stream = openStream({ url, table: TABLE, fetch: globalThis.fetch }, new AbortController().signal);
  const shape = new Shape(stream as ShapeStreamInterface<Row>);
  await shape.rows;
  const row = (group: string, code: string) => shape.currentValue.get(`"public"."${TABLE}"/"${group}"/"${code}"`);
  return {
    get({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (row(groups[at] as string, codes[at] as string) !== undefined) sum += 1;
      }
      return sum;
    },
    label({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        sum += row(groups[at] as string, codes[at] as string)?.code_name.length ?? 0;
      }
      return sum;
    },
    has({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (row(groups[at] as string, codes[at] as string) !== undefined) sum += 1;
      }
      return sum;
    },
    accepts({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        if (row(groups[at] as string, codes[at] as string)?.use_yn === 'Y') sum += 1;
      }
      return sum;
    },
    list(groups) {
      let sum = 0;
      for (const group of groups) {
        sum += shape.currentRows
          .filter(({ group_code, use_yn }) => group_code === group && use_yn === 'Y')
          .sort((a, b) => Number(a.sort_order) - Number(b.sort_order)).length;
      }
      return sum;
    },
  };
};
