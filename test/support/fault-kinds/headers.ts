import type { Fault } from '../fault-exchange.js';
import { spoilHeaders } from './spoilt-headers.js';

const without = (name: string) => spoilHeaders(`without ${name}`, (headers) => ({ ...headers, [name]: undefined }));

/** Electric's headers, lost or changed on the way. */
export const HEADERS: readonly Fault[] = [
  without('electric-handle'),
  without('electric-offset'),
  spoilHeaders('without electric-schema', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': undefined },
  ),
  spoilHeaders('without electric-cursor', (headers, { live }) =>
    live ? { ...headers, 'electric-cursor': undefined } : undefined,
  ),
  spoilHeaders('without any', (headers) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('electric-'))),
  ),
  spoilHeaders('an offset that is none', (headers) => ({ ...headers, 'electric-offset': 'latest' })),
  spoilHeaders('an offset of before the snapshot', (headers) => ({ ...headers, 'electric-offset': '-1' })),
  spoilHeaders('a schema that breaks off', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': '{"code":{"type":"te' },
  ),
  spoilHeaders('a schema that is none', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': '{"code":"text"}' },
  ),
];
