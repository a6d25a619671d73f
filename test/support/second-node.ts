import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A Node that has node:sqlite, for runs on one that has not: this one if it does, else one from the npm registry. */
const VERSION = '24.9.0';

/**
 * @returns the executable. It is not a development dependency: its `node` would take the place of the real one in npm scripts.
 */
export function nodeWithSqlite(): string {
  if (process.getBuiltinModule?.('node:sqlite') !== undefined) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(import.meta.dirname, '../../node_modules/.cache/second-node');
  const executable = join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(executable)) {
    execFileSync('npm', ['install', '--no-save', '--prefix', folder, `${name}@${VERSION}`], { stdio: 'pipe' });
  }
  return executable;
}
