// Is the tarball what users of any tooling need? Packs it, lints it, installs it, loads it and reads its types.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { declarationProblems } from './declaration-problems.mjs';
import { checkOutside, install, pack, root, run } from './outside.mjs';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const optionalPeers = Object.keys(manifest.peerDependenciesMeta);
const { name } = manifest;
const entries = Object.keys(manifest.exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => entry.replace('.', name));
const bin = (tool) => join(root, 'node_modules/.bin', tool);

checkOutside((folder) => {
  const tarball = pack(folder);

  step('Files');
  checkFiles(tarball);

  step('publint, attw');
  run(folder, bin('publint'), 'run', '--strict', tarball);
  run(folder, bin('attw'), '--no-color', '--format', 'table-flipped', tarball);

  step('Without the optional peers');
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true }');
  copyFileSync(join(root, 'test/consumers/one-module.mjs'), join(app, 'one-module.mjs'));
  install(app, tarball, `@types/node@${manifest.devDependencies['@types/node']}`);
  run(app, 'node', 'one-module.mjs', name, `${name}/sqlite`, `${name}/testing`);
  checkDeclarations(app, [name]);

  step('With the optional peers');
  // Their install scripts may compile for minutes; to be loaded and read, ours need nothing that is compiled.
  install(app, '--ignore-scripts', ...optionalPeers.map((peer) => `${peer}@${manifest.devDependencies[peer]}`));
  run(app, 'node', 'one-module.mjs', ...entries);
  checkDeclarations(app, entries);
});

function step(title) {
  console.log(`\n– ${title}`);
}

/** The builds and what npm always adds: no tests, no sample, no sources. */
function checkFiles(tarball) {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
  const documents = ['package.json', 'LICENSE', 'README.md'];
  const built = /^dist\/(esm|cjs)\/(package\.json|.+\.js|.+\.d\.ts)$/;
  const missing = documents.filter((file) => !files.includes(file));
  const strange = files.filter((file) => !built.test(file) && ![...documents, 'CHANGELOG.md'].includes(file));
  console.log(`${files.length} files, ${Math.ceil(statSync(tarball).size / 1024)} kB packed:`);
  for (const build of ['dist/esm', 'dist/cjs']) {
    console.log(`  ${build}/ ${files.filter((file) => file.startsWith(`${build}/`)).length} files`);
  }
  console.log(`  ${files.filter((file) => !file.startsWith('dist/')).join(', ')}`);
  if (missing.length + strange.length > 0) {
    throw new Error(`The tarball lacks [${missing.join(', ')}], and should not have [${strange.join(', ')}]`);
  }
}

function checkDeclarations(app, read) {
  const problems = declarationProblems(app, name, read);
  if (problems.length > 0) throw new Error(`The declarations are not sound:\n  ${problems.join('\n  ')}`);
  console.log(`declarations of ${read.join(', ')}: sound, without any "any"`);
}
