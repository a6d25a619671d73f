import { ServiceUnavailableException } from '@nestjs/common';

/**
 * There is no data yet. Over HTTP it is a 503 that does not say why; its message, for logs, does.
 * @publicApi
 */
export class CommonCodeNotReadyError extends ServiceUnavailableException {
  override readonly name = 'CommonCodeNotReadyError';

  constructor(message: string) {
    super('The common codes are not available yet.');
    this.message = message;
  }
}
