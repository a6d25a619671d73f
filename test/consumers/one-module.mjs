// Runs in plain Node, in a folder where the package is installed: node one-module.mjs ENTRY…
//
// An entry is one module, however it is loaded. Two would be two classes by one name, and dependency injection would know
// only one of them. The CommonJS build, which Jest and old tooling load, has the same exports.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = 'nestjs-common-code';
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve(`${PACKAGE}/package.json`));
const { exports: entryPoints } = require(`${PACKAGE}/package.json`);

for (const entry of process.argv.slice(2)) {
  const required = require(entry);
  const imported = await import(entry);
  const names = Object.keys(imported);
  assert.ok(names.length > 0, `${entry} exports nothing`);
  for (const name of names) assert.equal(required[name], imported[name], `${entry}: two different ${name}`);

  const { require: commonjs } = entryPoints[entry.replace(PACKAGE, '.')];
  assert.deepEqual(Object.keys(require(join(folder, commonjs.default))).sort(), names.sort());
  console.log(`${entry}: one module by import and require; ${names.length} exports, the same in CommonJS`);
}
