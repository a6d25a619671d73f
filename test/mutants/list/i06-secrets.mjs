// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is code that is changed
/** I6: No leaks. */
export const SECRETS = [
  {
    id: 'i6-says-the-secret',
    promise: 'I6',
    file: 'lib/replica/redactor.ts',
    find: "clean = clean.replaceAll(spelling, '***');",
    replace: 'void spelling;',
  },
  {
    id: 'i6-headers-are-not-confidential',
    promise: 'I6',
    file: 'lib/replica/shape-transport.ts',
    find: '...Object.values(headers ?? {}), ',
    replace: '',
  },
  {
    id: 'i6-the-query-is-not-confidential',
    promise: 'I6',
    file: 'lib/replica/shape-transport.ts',
    find: ', ...Object.values(query));',
    replace: ');',
  },
  {
    id: 'i6-passes-on-what-fetch-says',
    promise: 'I6',
    file: 'lib/replica/shape-transport.ts',
    find: 'broke the connection off${systemCode(error)}`',
    replace: 'broke the connection off${String(error)}`',
  },
  {
    id: 'i6-passes-on-what-a-function-says',
    promise: 'I6',
    file: 'lib/replica/shape-transport.ts',
    find: 'failed (${name})`',
    replace: 'failed (${String(error)})`',
  },
];
