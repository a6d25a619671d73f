// Two tsc builds of lib/: ESM is the real thing, CommonJS exists for Nest 11 + Jest and old tooling (design.md 9).
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = `${root}node_modules/typescript/bin/tsc`;

for (const [format, type] of [
  ['esm', 'module'],
  ['cjs', 'commonjs'],
]) {
  const out = `${root}dist/${format}`;
  rmSync(out, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', `${root}tsconfig.${format}.json`], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}/package.json`, `${JSON.stringify({ type })}\n`);
}
