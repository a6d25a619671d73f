import { Inject } from '@nestjs/common';
import { getCommonCodeCacheToken } from '../common-code.constants.js';

/**
 * Injects a cache by the `name` it was registered with. The unnamed one is injected by its class as well.
 * @publicApi
 */
export const InjectCommonCodeCache = (name?: string): ParameterDecorator & PropertyDecorator =>
  Inject(getCommonCodeCacheToken(name));
