/** The columns of the code table beyond those that every common code has. */
export interface CodeAttributes {
  readonly code_name_en: string | null;
}
