import { CommonCodeConfigurationError } from 'nestjs-common-code';
import { checkOptions } from '../../../lib/options-check.js';

describe('W1 credentials inside electric.url', () => {
  test.each([
    ['a user and a password', 'http://us3r:passw0rd@electric.test'],
    ['a user', 'http://us3r@electric.test'],
    ['a password', 'http://:passw0rd@electric.test'],
    ['a query that holds the secret', 'http://electric.test/v1/shape?secret=passw0rd'],
  ])('W1 I6 are refused at start, and not repeated: %s', (_, url) => {
    let thrown: unknown;
    try {
      checkOptions({ electric: { url }, shape: { table: 'common_code' } });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CommonCodeConfigurationError);
    expect((thrown as Error).message).toMatch(/electric\.url: holds .*; give (it|them) as electric\./);
    expect((thrown as Error).message).not.toMatch(/us3r|passw0rd/);
  });

  test('W1 a URL without them is taken', () => {
    expect(() =>
      checkOptions({ electric: { url: 'http://electric.test/v1/shape' }, shape: { table: 't' } }),
    ).not.toThrow();
  });
});
