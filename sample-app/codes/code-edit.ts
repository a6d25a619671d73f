/** What may be changed about a code; what is absent stays. */
export interface CodeEdit {
  readonly label?: string;
  readonly labelEn?: string;
  readonly sortOrder?: number;
  readonly active?: boolean;
}
