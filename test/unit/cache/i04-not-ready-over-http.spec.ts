import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject } from '@nestjs/common';
import { CommonCodeCache } from 'nestjs-common-code';
import { CommonCodeTestingHandle, CommonCodeTestingModule } from 'nestjs-common-code/testing';
import request from 'supertest';
import { TestingApps } from './testing-app.js';

const apps = new TestingApps();
afterEach(() => apps.close());

describe('I4: over HTTP, before there is any data', () => {
  @Controller()
  class Codes {
    constructor(@Inject(CommonCodeCache) private readonly cache: CommonCodeCache) {}

    @Get('codes')
    codes() {
      return this.cache.list('G');
    }
  }

  it('the answer is a 503 that does not say why, and the codes once there are some', async () => {
    const module = await apps.compiled({
      imports: [CommonCodeTestingModule.forRoot()],
      controllers: [Codes],
    });
    const app = module.createNestApplication();
    app.useLogger(false);
    await app.init();
    try {
      const handle = module.get(CommonCodeTestingHandle);
      handle.interrupt('no route to 10.1.2.3');
      const unready = await request(app.getHttpServer()).get('/codes');
      expect([unready.status, unready.body]).toEqual([
        503,
        { statusCode: 503, error: 'Service Unavailable', message: 'The common codes are not available yet.' },
      ]);
      handle.load({ G: { A: 'a' } });
      const ready = await request(app.getHttpServer()).get('/codes');
      expect([ready.status, ready.body]).toEqual([200, [expect.objectContaining({ code: 'A', label: 'a' })]]);
    } finally {
      await app.close();
    }
  });
});
