// What the package checks share: a folder outside the repository, the tarball, and commands that fail loudly.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const TEN_MINUTES = 600_000;

/** Runs a command and shows what it prints. Throws if it fails, or does not end. */
export function run(folder, command, ...args) {
  const { NODE_OPTIONS: _, ...env } = process.env; // users need no flags, so the checks get none
  const { status, signal, error } = spawnSync(command, args, {
    cwd: folder,
    env,
    timeout: TEN_MINUTES,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    throw new Error(`"${command} ${args.join(' ')}" failed: ${error?.message ?? signal ?? `exit code ${status}`}`);
  }
}

export function install(folder, ...packages) {
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...packages);
}

/** Builds (npm runs `prepack`) and packs what would be published. Returns the tarball's path. */
export function pack(folder) {
  run(root, 'npm', 'pack', '--silent', '--pack-destination', folder);
  return join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.tgz')),
  );
}

/** Runs a check in a new folder, outside the repository: nothing is found in its node_modules by chance. */
export function checkOutside(check) {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-common-code-'));
  try {
    check(folder);
  } catch (error) {
    console.error(`\n✗ ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
