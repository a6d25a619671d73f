import type { ProxiedExchange } from './fault-served.js';

const TELLING = ['offset', 'handle', 'live', 'expired_handle', 'retry', 'subset[where]'];

/** What was asked and answered last, and what was said: for the log of a seed that fails. */
export function evidenceOf(exchanges: readonly ProxiedExchange[], said: readonly string[]): string[] {
  const asked = exchanges.slice(-30).map(({ request, fault, status, passed }) => {
    const { searchParams } = request.url;
    const parameters = TELLING.filter((name) => searchParams.has(name)).map(
      (name) => `${name}=${searchParams.get(name)}`,
    );
    return `  ${parameters.join(' ')}: ${fault ?? ''} ${status ?? ''} ${passed ? 'passed' : ''}`;
  });
  return [...asked, ...said.map((line) => `  said: ${line}`)];
}
