import { expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { CommonCodeCache } from 'nestjs-common-code';
import { AppModule } from '../../sample-app/app.module.js';
import { AppConfig } from '../../sample-app/config/app.config.js';

it('the sample application runs on what it brings along, when nothing else is given', async () => {
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(AppConfig)
    .useValue(new AppConfig({}))
    .compile();
  const app = await module.createNestApplication({ logger: ['error', 'warn'] }).init();
  expect(app.get(CommonCodeCache).label('BANK', '088')).toBe('신한은행');
  await app.close();
}, 60_000);
