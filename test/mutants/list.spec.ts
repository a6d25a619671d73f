import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('the mutants fit the library: each changes one place of it, and each promise has one', () => {
  const script = join(import.meta.dirname, 'mutants.main.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
});
