/** The columns that the mapping's defaults are made for. */
export const COLUMNS =
  'group_code text, code text, code_name text, sort_order int, use_yn char(1), primary key (group_code, code)';
