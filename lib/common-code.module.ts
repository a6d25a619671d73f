import { type ConfigurableModuleAsyncOptions, type DynamicModule, Module } from '@nestjs/common';
import { ConfigurableModuleClass } from './common-code.module-definition.js';
import type {
  CommonCodeModuleExtras,
  CommonCodeModuleOptions,
} from './interfaces/common-code-module-options.interface.js';

/**
 * Keeps a copy of a common-code table in this process, and gives it as {@link CommonCodeCache}.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     CommonCodeModule.forRoot({
 *       isGlobal: true,
 *       electric: { url: 'http://localhost:3000' },
 *       shape: { table: 'common_code' },
 *     }),
 *   ],
 * })
 * export class AppModule {}
 * ```
 * @publicApi
 */
@Module({})
export class CommonCodeModule extends ConfigurableModuleClass {
  /**
   * @param options checked when the module is built: what does not fit is said in one `CommonCodeConfigurationError`.
   * @typeParam A what `mapping.attributes` yields.
   */
  static override forRoot<A>(options: CommonCodeModuleOptions<A> & CommonCodeModuleExtras): DynamicModule {
    return super.forRoot(options);
  }

  /** The same, with options from a factory (`useFactory`, `useClass` or `useExisting`). `name` and `isGlobal` stand beside it. */
  static override forRootAsync<A>(
    options: ConfigurableModuleAsyncOptions<CommonCodeModuleOptions<A>, 'createCommonCodeOptions'> &
      CommonCodeModuleExtras,
  ): DynamicModule {
    return super.forRootAsync(options);
  }
}
