import { CommonCodeConfigurationError, CommonCodeModule, type CommonCodeModuleOptions } from 'nestjs-common-code';
import { Opened } from './opened.js';

describe('startup', () => {
  const opened = new Opened();

  test('options are checked when the module is built: all problems in one error that names each option', async () => {
    const wrong = {
      electric: { url: 'http://user:pass@localhost:3000/?a=b', secret: '', query: { offset: '1' } },
      shape: { table: ' ', params: ['x'] },
      mapping: { label: 7 },
      startup: { timeoutMs: -1, onTimeout: 'explode' },
    } as unknown as CommonCodeModuleOptions;
    const error: unknown = await opened.app([CommonCodeModule.forRoot(wrong)]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CommonCodeConfigurationError);
    const options = (error as CommonCodeConfigurationError).problems.map((problem) => problem.split(':')[0]);
    expect(options).toEqual([
      'electric.url',
      'electric.url',
      'electric.secret',
      'electric.query',
      'shape.table',
      'shape.params',
      'mapping.label',
      'startup.timeoutMs',
      'startup.onTimeout',
    ]);
    expect(String(error)).not.toContain('pass');
  });
});
