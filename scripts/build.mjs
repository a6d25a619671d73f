// Two tsc builds of lib/: ESM is the real thing, CommonJS exists for Nest 11 + Jest and old tooling (design.md 9).
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const format of ['esm', 'cjs']) {
  rmSync(`${root}dist/${format}`, { recursive: true, force: true });
  const tsc = [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.${format}.json`];
  const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// The package is "type": "module"; this part of it is not.
writeFileSync(`${root}dist/cjs/package.json`, '{ "type": "commonjs" }\n');
