// Does the tarball work outside the repository? Each folder of test/consumers with a package.json is an application of its
// own. It gets the same sources (test/consumers/app), is installed from the registry, type-checked and run.
import { copyFileSync, cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkOutside, install, pack, root, run } from './outside.mjs';

const consumers = join(root, 'test/consumers');
const names = readdirSync(consumers).filter((name) => existsSync(join(consumers, name, 'package.json')));

checkOutside((folder) => {
  const tarball = pack(folder);
  for (const name of names) {
    console.log(`\n– ${name}`);
    const app = join(folder, name);
    cpSync(join(consumers, name), app, { recursive: true });
    cpSync(join(consumers, 'app'), join(app, 'src'), { recursive: true });
    copyFileSync(tarball, join(app, 'nestjs-common-code.tgz'));
    install(app);
    run(app, 'npm', 'run', '--silent', 'check');
  }
  console.log(`\n${names.length} consumers work: ${names.join(', ')}`);
});
