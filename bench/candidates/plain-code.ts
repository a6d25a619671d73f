import { type CodeRow, codes } from '../data/codes.js';

/** A code as somebody would write it down by hand. */
export interface PlainCode {
  readonly group: string;
  readonly code: string;
  readonly label: string;
  readonly sortOrder: number;
  readonly active: boolean;
}

export function plainCode(row: CodeRow): PlainCode {
  return {
    group: row.group_code,
    code: row.code,
    label: row.code_name,
    sortOrder: Number(row.sort_order),
    active: row.use_yn === 'Y',
  };
}

/** As they come from elsewhere: out of JSON. Strings that are put together here would be slower to compare. */
export function plainCodes(rows: number): PlainCode[] {
  return JSON.parse(JSON.stringify(codes(rows).map(plainCode))) as PlainCode[];
}

/** What a dropdown shows of them. */
export function choices(codes: Iterable<PlainCode>): PlainCode[] {
  return [...codes].filter(({ active }) => active).sort((a, b) => a.sortOrder - b.sortOrder);
}

/** By group. */
export function grouped(codes: readonly PlainCode[]): Map<string, PlainCode[]> {
  const groups = new Map<string, PlainCode[]>();
  for (const code of codes) {
    const group = groups.get(code.group);
    if (group === undefined) groups.set(code.group, [code]);
    else group.push(code);
  }
  return groups;
}
