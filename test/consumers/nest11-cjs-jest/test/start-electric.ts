import { EmbeddedElectric } from 'nestjs-common-code/testing';

/** Jest's globalSetup runs in plain Node. In a test, PGlite's `import()` would need --experimental-vm-modules. */
module.exports = async () => {
  const electric = await EmbeddedElectric.start();
  await electric.database.exec(`
    CREATE TABLE common_code (group_code text, code text, code_name text, PRIMARY KEY (group_code, code));
    INSERT INTO common_code VALUES ('ORDER_STATUS', 'NEW', '접수');
  `);
  Object.assign(globalThis, { electric });
  Object.assign(process.env, { ELECTRIC_URL: electric.url, DATABASE_URL: electric.databaseUrl });
};
