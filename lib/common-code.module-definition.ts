import { ConfigurableModuleBuilder, type DynamicModule, Logger } from '@nestjs/common';
import { CommonCodeCache } from './common-code.cache.js';
import {
  COMMON_CODE_LOGGER,
  COMMON_CODE_OPTIONS,
  COMMON_CODE_REPLICATOR,
  getCommonCodeCacheToken,
} from './common-code.constants.js';
import { CommonCodeLifecycle } from './common-code.lifecycle.js';
import type {
  CommonCodeModuleExtras,
  CommonCodeModuleOptions,
} from './interfaces/common-code-module-options.interface.js';
import { checkOptions } from './options-check.js';
import { Replicator } from './replica/replicator.js';

/** `alwaysTransient`: two caches in one application are two, however alike their options are. */
export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<CommonCodeModuleOptions<unknown>>({
  optionsInjectionToken: COMMON_CODE_OPTIONS,
  alwaysTransient: true,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createCommonCodeOptions')
  .setExtras<CommonCodeModuleExtras>({ isGlobal: false, name: undefined as never }, withProviders)
  .build();

function withProviders(definition: DynamicModule, { isGlobal, name }: CommonCodeModuleExtras): DynamicModule {
  const cache = getCommonCodeCacheToken(name);
  return {
    ...definition,
    global: isGlobal ?? false,
    providers: [
      ...(definition.providers ?? []),
      {
        provide: COMMON_CODE_LOGGER,
        useFactory: () => new Logger(name === undefined ? 'CommonCode' : `CommonCode:${name}`),
      },
      {
        provide: COMMON_CODE_REPLICATOR,
        useFactory: (options: CommonCodeModuleOptions<unknown>, logger: Logger) => {
          checkOptions(options);
          return new Replicator(options, logger);
        },
        inject: [COMMON_CODE_OPTIONS, COMMON_CODE_LOGGER],
      },
      {
        provide: cache,
        useFactory: (replicator: Replicator<unknown>) => new CommonCodeCache(replicator),
        inject: [COMMON_CODE_REPLICATOR],
      },
      CommonCodeLifecycle,
    ],
    exports: [cache],
  };
}
