import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/temporary.js';
import { loadAll, newPath, SqliteStores } from './sqlite-stores.js';

describe('a file that cannot be used', () => {
  const stores = new SqliteStores();

  test('a missing folder is made', async () => {
    const path = join(temporaryFolder(), 'not/there/yet/codes.sqlite');
    await stores.fill(path);
    expect(existsSync(path)).toBe(true);
  });

  test('a place that cannot be a file says so', async () => {
    const path = newPath();
    mkdirSync(path);
    writeFileSync(join(dirname(path), 'file'), '');
    await expect(loadAll(stores.at(path))).rejects.toThrow(/check the path, the disk and the permissions|is kept as/);
    await expect(loadAll(stores.at(join(dirname(path), 'file/codes.sqlite')))).rejects.toThrow(/check the path/);
  });
});
