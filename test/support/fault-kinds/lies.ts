import { spoilHeaders } from './spoilt-headers.js';
import { spoilMessages } from './spoilt-messages.js';

/** Headers that are well-formed and not true. */
export const LIES = {
  /** Further than the rows: a follower that believed it would lose what is between (34). */
  offsetAhead: spoilHeaders('an offset ahead of the rows', (headers) => ({
    ...headers,
    'electric-offset': '999999999999999999_7',
  })),
  /** Chunks of the snapshot that were not given. */
  offsetAheadInSnapshot: spoilHeaders('an offset ahead in the snapshot', (headers, { offset }) =>
    offset === '-1' || /^0_\d+$/.test(offset) ? { ...headers, 'electric-offset': '0_inf', etag: undefined } : undefined,
  ),
  offsetBehind: spoilHeaders('an offset behind the rows', (headers) => ({ ...headers, 'electric-offset': '0_0' })),
  upToDate: spoilMessages('up-to-date where there is more', (messages) => [
    ...messages,
    { headers: { control: 'up-to-date', global_last_seen_lsn: '1' } },
  ]),
  otherHandle: spoilHeaders('of another handle', (headers) => ({ ...headers, 'electric-handle': '1-1' })),
  otherSchema: spoilHeaders('with the schema of another table', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': '{"id":{"type":"int4","pk_index":0},"v":{"type":"text"}}' },
  ),
  otherTypes: spoilHeaders('with other types in its schema', (headers, { live }) =>
    live
      ? undefined
      : { ...headers, 'electric-schema': String(headers['electric-schema']).replaceAll('"text"', '"int4"') },
  ),
  noEtag: spoilHeaders('without an etag', (headers) => ({ ...headers, etag: undefined })),
} as const;
