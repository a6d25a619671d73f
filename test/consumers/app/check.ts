/**
 * Runs the application in plain Node, as its user would: boots, reads, follows a change, outlives Electric, closes.
 *
 *     node dist/check.js 12      the major of @nestjs/terminus: 11 knows no "degraded"
 *
 * It does not call process.exit: whoever runs it sees that nothing of the library keeps the process alive.
 */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { EmbeddedElectric } from 'nestjs-common-code/testing';
import { AppModule } from './app.module.js';

const SOON_MS = 10_000;

async function main(terminusMajor: string | undefined): Promise<void> {
  const electric = await EmbeddedElectric.start();
  await electric.database.exec(`
    CREATE TABLE common_code (
      group_code text, code text, code_name text, sort_order int, use_yn char(1) DEFAULT 'Y',
      PRIMARY KEY (group_code, code)
    );
    INSERT INTO common_code VALUES ('ORDER_STATUS', 'PAID', '결제', 2), ('ORDER_STATUS', 'NEW', '접수', 1);
  `);
  process.env['ELECTRIC_URL'] = electric.url;

  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const labels = () => readLabels(`${url}/codes/ORDER_STATUS`);
  const readiness = () => readReadiness(`${url}/health/ready`);

  assert.deepEqual(await labels(), ['접수', '결제']);
  assert.deepEqual(await readiness(), { http: 200, status: 'up', degraded: undefined });
  say('reads codes over HTTP, and is ready');

  await electric.database.exec(`UPDATE common_code SET code_name = '결제완료' WHERE code = 'PAID'`);
  await eventually(async () => assert.deepEqual(await labels(), ['접수', '결제완료']));
  say('follows a change');

  const degraded =
    terminusMajor === '11' ? { status: 'up', degraded: true } : { status: 'degraded', degraded: undefined };
  await electric.stop();
  await eventually(async () => assert.deepEqual(await readiness(), { http: 200, ...degraded }));
  assert.deepEqual(await labels(), ['접수', '결제완료']);
  say('goes on serving through an outage, and says that it is degraded');

  await app.close();
}

function say(what: string): void {
  process.stdout.write(`  ${what}\n`);
}

async function readLabels(url: string): Promise<string[]> {
  const codes = (await (await fetch(url)).json()) as { label: string }[];
  return codes.map(({ label }) => label);
}

async function readReadiness(url: string): Promise<{ http: number; status: string; degraded: true | undefined }> {
  const response = await fetch(url);
  const { details } = (await response.json()) as {
    details: { commonCodes: { status: string; degraded?: true } };
  };
  return { http: response.status, status: details.commonCodes.status, degraded: details.commonCodes.degraded };
}

/** Asks again until the answer is right; if it never is, fails with what was wrong last. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + SOON_MS; ; await sleep(50)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

void main(process.argv[2]);
