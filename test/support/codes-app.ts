import type { AddressInfo } from 'node:net';
import { Controller, Get, type INestApplication, type LoggerService, type ModuleMetadata, Param } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { CommonCodeCache, CommonCodeModule, type CommonCodeModuleOptions } from 'nestjs-common-code';
import { CommonCodeHealthIndicator, CommonCodeHealthModule } from 'nestjs-common-code/terminus';
import type { Client } from 'pg';
import { COLUMNS } from './code-columns.js';
import { createTable, electricTarget } from './electric-target.js';

/** A table of its own, with a few codes. */
export async function createCodes(
  db: Client,
  values = "('COLOR','R','Red',1,'Y'),('COLOR','G','Green',2,'Y')",
): Promise<string> {
  const table = await createTable(db, 'codes', COLUMNS);
  if (values !== '') await db.query(`INSERT INTO ${table} VALUES ${values}`);
  return table;
}

/** The options that reach the suite's Electric. @param url through a proxy, if one stands in between. */
export function optionsFor(table: string, url = electricTarget().url): CommonCodeModuleOptions {
  const { secret } = electricTarget();
  return { electric: { url, ...(secret !== undefined && { secret }) }, shape: { table } };
}

@Controller()
class CodesController {
  constructor(
    private readonly codes: CommonCodeCache,
    private readonly health: HealthCheckService,
    private readonly indicator: CommonCodeHealthIndicator,
  ) {}

  @Get('codes/:group')
  list(@Param('group') group: string) {
    return this.codes.list(group);
  }

  @Get('status')
  status() {
    return this.codes.status;
  }

  @Get('health/live')
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.indicator.isReady()]);
  }
}

/** A Nest application over HTTP. */
export interface CodesApp {
  readonly app: INestApplication;
  readonly cache: CommonCodeCache;
  readonly url: string;
  get(path: string): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** Builds it and listens, as a user's main.ts does. */
export async function startApp(
  options: CommonCodeModuleOptions,
  { imports, logger = false }: { imports?: ModuleMetadata['imports']; logger?: LoggerService | false } = {},
): Promise<CodesApp> {
  const module = await Test.createTestingModule({
    imports: imports ?? [
      CommonCodeModule.forRoot({ ...options, isGlobal: true }),
      CommonCodeHealthModule,
      TerminusModule.forRoot({ logger: false }),
    ],
    controllers: [CodesController],
  }).compile();
  const app = module.createNestApplication({ logger });
  try {
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    cache: app.get(CommonCodeCache),
    url,
    async get(path) {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.json() };
    },
    close: () => app.close(),
  };
}
