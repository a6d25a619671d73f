import { type DynamicModule, Module } from '@nestjs/common';
import { CommonCodeCache } from '../common-code.cache.js';
import { getCommonCodeCacheToken } from '../common-code.constants.js';
import type { CommonCodeModuleExtras } from '../interfaces/common-code-module-options.interface.js';
import { CommonCodeTestingHandle, type TestCodes } from './common-code-testing.handle.js';

/**
 * The injection token of the handle that belongs to a cache.
 * @param name as given to `forRoot`; without one, the class {@link CommonCodeTestingHandle} is the token.
 * @publicApi
 */
export function getCommonCodeTestingHandleToken(name?: string): string | typeof CommonCodeTestingHandle {
  return name === undefined ? CommonCodeTestingHandle : `COMMON_CODE:TESTING_HANDLE:${name}`;
}

/**
 * Stands in for `CommonCodeModule` in tests: the same cache, fed by hand, without I/O. The cache is injectable everywhere.
 *
 * @example
 * ```ts
 * const module = await Test.createTestingModule({
 *   imports: [CommonCodeTestingModule.forRoot({ ORDER_STATUS: { NEW: '접수', PAID: '결제' } })],
 *   providers: [OrderService],
 * }).compile();
 * module.get(CommonCodeTestingHandle).set('ORDER_STATUS', 'PAID', { active: false });
 * ```
 * @publicApi
 */
@Module({})
export class CommonCodeTestingModule {
  /** @param codes group, code, label; without them the cache is not ready until the handle loads some. */
  static forRoot<A>(codes?: TestCodes<A>, { name, isGlobal = true }: CommonCodeModuleExtras = {}): DynamicModule {
    const handle = getCommonCodeTestingHandleToken(name);
    const cache = getCommonCodeCacheToken(name);
    return {
      module: CommonCodeTestingModule,
      global: isGlobal,
      providers: [
        { provide: handle, useFactory: () => new CommonCodeTestingHandle(codes) },
        {
          provide: cache,
          useFactory: ({ source }: CommonCodeTestingHandle<A>) => new CommonCodeCache(source),
          inject: [handle],
        },
      ],
      exports: [handle, cache],
    };
  }
}
