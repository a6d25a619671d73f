import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

/** Where and with what the figures were measured. */
export interface Environment {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Of the minute before: how much else was going on. */
  readonly load: number;
}

const PACKAGES = [
  '@nestjs/core',
  '@electric-sql/client',
  '@nestjs/cache-manager',
  'cache-manager',
  'better-sqlite3',
  'ioredis',
];

export function environment(): Environment {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    commit: commit(),
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    versions: { node: process.versions.node, ...Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])) },
    load: loadavg()[0] ?? 0,
  };
}

function versionOf(name: string): string {
  try {
    const file = join(process.cwd(), 'node_modules', name, 'package.json'); // not every package lets it be imported
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
