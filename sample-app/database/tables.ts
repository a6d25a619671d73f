import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { AppConfig } from '../config/app.config.js';
import type { Database } from './database.js';
import { commonCodeSeed } from './seed/common-codes.seed.js';
import { ORDERS } from './seed/orders.seed.js';

type TableNames = Pick<AppConfig, 'codeTable' | 'orderTable'>;

/** Makes the tables where they are missing, and fills those that are empty. Several instances may do so at once. */
export async function prepareTables(database: Database, tables: TableNames): Promise<void> {
  await database.transaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('nestjs-common-code sample'))`);
    await createTables(client, tables);
    if (await isEmpty(client, tables.codeTable)) await fillCodes(client, tables.codeTable);
    if (await isEmpty(client, tables.orderTable)) await fillOrders(client, tables.orderTable);
  });
}

async function createTables(client: PoolClient, { codeTable, orderTable }: TableNames): Promise<void> {
  await client.query(`
    create table if not exists ${codeTable} (
      group_code   varchar(30)  not null,
      code         varchar(40)  not null,
      code_name    varchar(200) not null,
      code_name_en varchar(200),
      sort_order   integer      not null default 0,
      use_yn       char(1)      not null default 'Y' check (use_yn in ('Y', 'N')),
      parent_code  varchar(40),
      primary key (group_code, code)
    )`);
  await client.query(`
    create table if not exists ${orderTable} (
      id             integer generated always as identity primary key,
      customer       varchar(50)    not null,
      item           varchar(100)   not null,
      amount         numeric(15, 2) not null,
      status         varchar(40)    not null,
      payment_method varchar(40)    not null,
      country        varchar(40)    not null,
      bank           varchar(40)    not null,
      currency       varchar(40)    not null,
      ordered_at     timestamptz    not null default now()
    )`);
}

async function isEmpty(client: PoolClient, table: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from ${table} limit 1`);
  return rowCount === 0;
}

async function fillCodes(client: PoolClient, table: string): Promise<void> {
  const lastSort = new Map<string, number>();
  const rows = commonCodeSeed().map((row) => {
    const sort = (lastSort.get(row.group) ?? 0) + 10;
    lastSort.set(row.group, sort);
    return { ...row, sort, use: row.active ? 'Y' : 'N' };
  });
  await client.query(
    `insert into ${table} (group_code, code, code_name, code_name_en, sort_order, use_yn, parent_code)
     select "group", code, name, "nameEn", sort, use, parent
     from json_to_recordset($1) as row("group" text, code text, name text, "nameEn" text, sort int, use text, parent text)`,
    [JSON.stringify(rows)],
  );
  new Logger('Seed').log(`Filled ${table} with ${rows.length} codes`);
}

async function fillOrders(client: PoolClient, table: string): Promise<void> {
  await client.query(
    `insert into ${table} (customer, item, amount, status, payment_method, country, bank, currency)
     select * from json_to_recordset($1) as row(
       customer text, item text, amount numeric, status text, payment_method text, country text, bank text, currency text)`,
    [JSON.stringify(ORDERS)],
  );
}
