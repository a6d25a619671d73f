import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CommonCodeCache } from 'nestjs-common-code';
import { Client } from 'pg';
import { firstValueFrom } from 'rxjs';
import request from 'supertest';
import { AppModule } from '../src/app.module';

describe('an application of Nest 11, in CommonJS, on the embedded Electric', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = await module.createNestApplication().init();
  });

  afterAll(() => app.close());

  test('reads codes over HTTP and is ready', async () => {
    await request(app.getHttpServer())
      .get('/codes/ORDER_STATUS')
      .expect(200)
      .expect(({ body }) => expect(body).toMatchObject([{ code: 'NEW', label: '접수' }]));
    await request(app.getHttpServer())
      .get('/health/ready')
      .expect(200)
      .expect(({ body }) => expect(body.details.commonCodes).toMatchObject({ status: 'up', state: 'live', codes: 1 }));
  });

  test('follows a change', async () => {
    const changes = firstValueFrom(app.get(CommonCodeCache).changes$);
    const client = new Client({ connectionString: process.env['DATABASE_URL'] });
    await client.connect();
    await client.query(`UPDATE common_code SET code_name = '접수완료' WHERE code = 'NEW'`);
    await client.end();
    expect((await changes).updated).toMatchObject([{ before: { label: '접수' }, after: { label: '접수완료' } }]);
    expect(app.get(CommonCodeCache).label('ORDER_STATUS', 'NEW')).toBe('접수완료');
  });
});
