import type { PGlite } from '@electric-sql/pglite';
import type { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** What is loaded only when an embedded Electric starts: both are optional peers of this package. */
export interface PglitePeers {
  readonly PGlite: typeof PGlite;
  readonly PGLiteSocketServer: typeof PGLiteSocketServer;
}

/** @throws Error that says what to install, or where Jest can load it. */
export async function loadPglitePeers(): Promise<PglitePeers> {
  await expectImports();
  const [pglite, socket] = await Promise.all([
    import('@electric-sql/pglite').catch((cause: unknown) => missing('@electric-sql/pglite', cause)),
    import('@electric-sql/pglite-socket').catch((cause: unknown) => missing('@electric-sql/pglite-socket', cause)),
  ]);
  return { PGlite: pglite.PGlite, PGLiteSocketServer: socket.PGLiteSocketServer };
}

/** PGlite calls import() where nobody can catch what that throws: it would end the process, and not say why. */
async function expectImports(): Promise<void> {
  try {
    await new Function("return import('node:process')")();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG') return;
    throw new Error(
      'EmbeddedElectric: PGlite needs import(), which Jest has in its globalSetup only, or with NODE_OPTIONS=--experimental-vm-modules.',
      { cause },
    );
  }
}

function missing(name: string, cause: unknown): never {
  throw new Error(
    `EmbeddedElectric: the optional peer ${name} could not be loaded. ` +
      'Install both: npm install --save-dev @electric-sql/pglite @electric-sql/pglite-socket',
    { cause },
  );
}
