import { CommonCodeConfigurationError } from './domain/common-code-configuration.error.js';
import type { CommonCodeModuleOptions } from './interfaces/common-code-module-options.interface.js';
import { RESERVED_PARAMETERS } from './replica/shape-url.js';

/**
 * Checks what can be checked before Electric is asked.
 * @throws CommonCodeConfigurationError with all problems at once, each naming its option.
 */
export function checkOptions(options: CommonCodeModuleOptions<unknown> | undefined): void {
  const problems = [
    ...connectionProblems(options?.electric),
    ...shapeProblems(options?.shape),
    ...mappingProblems(options?.mapping),
    ...startupProblems(options?.startup),
    ...storeProblems(options?.store),
    ...auditProblems(options?.audit),
  ];
  if (problems.length > 0) throw new CommonCodeConfigurationError(problems);
}

function* connectionProblems(electric: CommonCodeModuleOptions['electric'] | undefined): Generator<string> {
  if (!isText(electric?.url)) {
    yield 'electric.url: give the URL of Electric, such as http://localhost:3000';
    return;
  }
  const url = URL.canParse(electric.url) ? new URL(electric.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) yield 'electric.url: is not an http or https URL';
  else {
    if (url.username || url.password) yield 'electric.url: holds credentials; give them as electric.headers';
    if (url.search || url.hash) yield 'electric.url: holds a query; give it as electric.query or electric.secret';
  }
  if (electric.secret !== undefined && typeof electric.secret !== 'function' && !isText(electric.secret)) {
    yield 'electric.secret: is empty; leave it out if Electric has none';
  }
  for (const name of Object.keys(electric.query ?? {})) {
    if (RESERVED_PARAMETERS.includes(name) || name.startsWith('params[') || name.startsWith('subset')) {
      yield `electric.query: ${name} is Electric's own parameter; use the option that is made for it`;
    }
  }
  if (electric.liveTimeoutMs !== undefined && !(electric.liveTimeoutMs > 0)) {
    yield 'electric.liveTimeoutMs: must be a positive number of milliseconds';
  }
}

function* shapeProblems(shape: CommonCodeModuleOptions['shape'] | undefined): Generator<string> {
  if (!isText(shape?.table)) yield 'shape.table: give the name of the table';
  if (shape?.params !== undefined && shape.where === undefined)
    yield 'shape.params: are for shape.where, which is missing';
  if (shape?.columns?.length === 0) yield 'shape.columns: is empty; leave it out to follow all columns';
}

function* mappingProblems(mapping: CommonCodeModuleOptions<unknown>['mapping']): Generator<string> {
  for (const [property, source] of Object.entries(mapping ?? {})) {
    if (source !== undefined && !isText(source) && typeof source !== 'function') {
      yield `mapping.${property}: must be a column's name or a function of the row`;
    }
  }
}

function* startupProblems(startup: CommonCodeModuleOptions['startup']): Generator<string> {
  const timeout = startup?.timeoutMs;
  if (timeout !== undefined && !(timeout > 0)) yield 'startup.timeoutMs: must be a positive number of milliseconds';
  const onTimeout: unknown = startup?.onTimeout;
  if (onTimeout !== undefined && onTimeout !== 'continue' && onTimeout !== 'fail') {
    yield "startup.onTimeout: must be 'continue' or 'fail'";
  }
}

function* storeProblems(store: CommonCodeModuleOptions['store']): Generator<string> {
  const methods = ['load', 'save', 'close'] as const;
  if (store !== undefined && !methods.every((method) => typeof store[method] === 'function')) {
    yield 'store: is no SnapshotStore; give new SqliteSnapshotStore({ path }), or one of your own';
  }
}

function* auditProblems(audit: CommonCodeModuleOptions['audit']): Generator<string> {
  if (audit?.everyMs !== undefined && !(audit.everyMs >= 60_000)) {
    yield 'audit.everyMs: must be at least 60000 milliseconds: each audit reads the whole table from Postgres';
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
