import type { PGlite } from '@electric-sql/pglite';
import type { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** What is loaded only when an embedded Electric starts: both are optional peers of this package. */
export interface PglitePeers {
  readonly PGlite: typeof PGlite;
  readonly PGLiteSocketServer: typeof PGLiteSocketServer;
}

export async function loadPglitePeers(): Promise<PglitePeers> {
  const [pglite, socket] = await Promise.all([
    import('@electric-sql/pglite').catch((cause: unknown) => missing('@electric-sql/pglite', cause)),
    import('@electric-sql/pglite-socket').catch((cause: unknown) => missing('@electric-sql/pglite-socket', cause)),
  ]);
  return { PGlite: pglite.PGlite, PGLiteSocketServer: socket.PGLiteSocketServer };
}

function missing(name: string, cause: unknown): never {
  throw new Error(
    `EmbeddedElectric: the optional peer ${name} could not be loaded. ` +
      'Install both: npm install --save-dev @electric-sql/pglite @electric-sql/pglite-socket',
    { cause },
  );
}
