import type { INestApplication } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { CommonCodeHealthModule } from 'nestjs-common-code/terminus';
import { CommonCodeTestingHandle, CommonCodeTestingModule } from 'nestjs-common-code/testing';
import request from 'supertest';
import { CodesController, HealthController } from '../src/app.module';

describe('the same controllers, on codes of the test', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [
        CommonCodeTestingModule.forRoot({ ORDER_STATUS: { NEW: '접수', PAID: '결제' } }),
        TerminusModule,
        CommonCodeHealthModule,
      ],
      controllers: [CodesController, HealthController],
    }).compile();
    app = await module.createNestApplication().init();
  });

  afterAll(() => app.close());

  test('reads codes over HTTP', async () => {
    await request(app.getHttpServer())
      .get('/codes/ORDER_STATUS')
      .expect(200)
      .expect(({ body }) => expect(body).toMatchObject([{ label: '접수' }, { label: '결제' }]));
  });

  test('terminus 11 is told of an interruption by "up" and "degraded: true"', async () => {
    app.get(CommonCodeTestingHandle).interrupt();
    await request(app.getHttpServer())
      .get('/health/ready')
      .expect(200)
      .expect(({ body }) =>
        expect(body.details.commonCodes).toMatchObject({ status: 'up', degraded: true, state: 'interrupted' }),
      );
  });
});
