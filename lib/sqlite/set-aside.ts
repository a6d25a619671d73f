import { existsSync, renameSync } from 'node:fs';

/**
 * Puts a store that cannot be used out of the way, under another name: what it holds may still be wanted.
 * @returns the name.
 */
export function setAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  let aside = `${path}.unusable-${stamp}`;
  for (let count = 2; existsSync(aside); count += 1) aside = `${path}.unusable-${stamp}-${count}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
