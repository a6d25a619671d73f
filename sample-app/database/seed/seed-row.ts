/** One row of the code table, as it is filled in. */
export interface SeedRow {
  readonly group: string;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly parent: string | null;
  readonly active: boolean;
}

type Details = Partial<Pick<SeedRow, 'nameEn' | 'parent' | 'active'>>;

/** A row with the usual values where nothing else is said: no English name, no parent, in use. */
export function seedRow(group: string, code: string, name: string, details: Details = {}): SeedRow {
  return { group, code, name, nameEn: null, parent: null, active: true, ...details };
}

/**
 * Reads a group from a small table: one code a line, as `code | name | English name | parent`.
 * A line that begins with `-` is a code no longer in use; records that carry it keep their label.
 */
export function seedGroup(group: string, table: string): SeedRow[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const active = !line.startsWith('-');
      const [code = '', name = code, nameEn, parent] = line
        .replace(/^-/, '')
        .split('|')
        .map((cell) => cell.trim());
      return seedRow(group, code, name, { nameEn: nameEn || null, parent: parent || null, active });
    });
}
