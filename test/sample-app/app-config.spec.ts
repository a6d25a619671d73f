import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../../sample-app/config/app.config.js';

describe('AppConfig', () => {
  it('brings its own Electric and Postgres where none are given', () => {
    const config = new AppConfig({});
    expect(config).toMatchObject({ port: 8080, electric: undefined, databaseUrl: undefined, codeTable: 'common_code' });
  });

  it('takes those that are given, with the secret', () => {
    const config = new AppConfig({ ELECTRIC_URL: 'http://e:3000', ELECTRIC_SECRET: 's', DATABASE_URL: 'postgres://d' });
    expect(config.electric).toEqual({ url: 'http://e:3000', secret: 's' });
    expect(config.databaseUrl).toBe('postgres://d');
  });

  it('refuses one without the other', () => {
    expect(() => new AppConfig({ ELECTRIC_URL: 'http://e:3000' })).toThrow('together');
    expect(() => new AppConfig({ DATABASE_URL: 'postgres://d' })).toThrow('together');
  });

  it('refuses a table name that would have to be quoted', () => {
    expect(() => new AppConfig({ COMMON_CODE_TABLE: 'codes; drop table x' })).toThrow('plain table name');
  });
});
