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
  throw new Error(`EmbeddedElectric: the optional peer ${name} could not be loaded. ${remedy(cause)}`, { cause });
}

function remedy(cause: unknown): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG'
    ? 'It is an ES module, and Jest loads those in its globalSetup only, or with NODE_OPTIONS=--experimental-vm-modules.'
    : 'Install both: npm install --save-dev @electric-sql/pglite @electric-sql/pglite-socket';
}
