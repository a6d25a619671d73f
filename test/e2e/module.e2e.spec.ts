import { Controller, Get, Injectable, Module } from '@nestjs/common';
import {
  CommonCodeCache,
  CommonCodeModule,
  type CommonCodeModuleOptionsFactory,
  getCommonCodeCacheToken,
  InjectCommonCodeCache,
} from 'nestjs-common-code';
import { createCodes, optionsFor } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';
import { DependentModule } from './dependent.js';
import { Opened } from './opened.js';

describe('the module', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test(
    'several caches in one application do not merge and do not disturb one another',
    async () => {
      const [one, two] = [await createCodes(suite.db), await createCodes(suite.db, "('COLOR','R','Rouge',1,'Y')")];

      @Controller()
      class Colors {
        constructor(
          private readonly korean: CommonCodeCache,
          @InjectCommonCodeCache('french') private readonly french: CommonCodeCache,
        ) {}
        @Get()
        both() {
          return [this.korean.label('COLOR', 'R'), this.french.label('COLOR', 'R')];
        }
      }
      const app = await opened.app(
        [
          CommonCodeModule.forRoot(optionsFor(one)),
          CommonCodeModule.forRoot({ ...optionsFor(two), name: 'french' }),
          CommonCodeModule.forRoot({ ...optionsFor(two), name: 'again' }),
        ],
        [{ provide: 'colors', useClass: Colors }],
      );
      await app.init();
      expect((app.get('colors') as Colors).both()).toEqual(['Red', 'Rouge']);
      const [french, again] = ['french', 'again'].map((name) =>
        app.get<CommonCodeCache>(getCommonCodeCacheToken(name)),
      );
      expect(french).not.toBe(again);
      expect(french?.label('COLOR', 'R')).toBe(again?.label('COLOR', 'R'));
    },
    SLOW_MS,
  );

  test.each(['useFactory', 'useClass', 'useExisting'])(
    'forRootAsync with %s',
    async (how) => {
      const table = await createCodes(suite.db);

      @Injectable()
      class Options implements CommonCodeModuleOptionsFactory {
        createCommonCodeOptions() {
          return optionsFor(table);
        }
      }
      @Module({ providers: [Options], exports: [Options] })
      class OptionsModule {}
      const async = {
        useFactory: {
          imports: [OptionsModule],
          inject: [Options],
          useFactory: async (o: Options) => o.createCommonCodeOptions(),
        },
        useClass: { useClass: Options },
        useExisting: { imports: [OptionsModule], useExisting: Options },
      }[how];
      const app = await opened.app([CommonCodeModule.forRootAsync({ ...async, name: how, isGlobal: true })]);
      await app.init();
      expect(app.get<CommonCodeCache>(getCommonCodeCacheToken(how)).label('COLOR', 'G')).toBe('Green');
    },
    SLOW_MS,
  );

  test(
    'without isGlobal the cache is of the importing module alone',
    async () => {
      const table = await createCodes(suite.db);
      await expect(opened.app([CommonCodeModule.forRoot(optionsFor(table)), DependentModule])).rejects.toThrow(
        /CommonCodeCache/,
      );
    },
    SLOW_MS,
  );
});
