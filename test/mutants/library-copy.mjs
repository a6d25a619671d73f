import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import jestConfig from '../../jest.config.mjs';

const CONFIG = 'mutants.config.json';
const CHANGED_CONFIG = {
  globalSetup: undefined, // starts an Electric, which no suite here needs
  globalTeardown: undefined,
  setupFiles: ['<rootDir>/test/mutants/no-shrinking.mjs'],
  testTimeout: 20_000, // more than jest's own 5 s: on a busy machine, a test that is only slow has noticed nothing
};
const COPIED = ['lib', 'test', 'scripts', 'jest.config.mjs', 'package.json', 'tsconfig.base.json', 'tsconfig.json'];
const FLAGS = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', `--config=${CONFIG}`];
const OPTIONS = ['--watchman=false', '--forceExit', '--silent'];
/** How much of what jest says is kept. */
const MOST_OUTPUT = 100_000;

/** A copy of the repository, whose lib/ can be broken without anybody noticing but the tests that are run in it. */
export class LibraryCopy {
  /** @param root what is copied. @param path where to. @param cache of jest, which copies share. */
  constructor(root, path, cache) {
    mkdirSync(path, { recursive: true });
    for (const name of COPIED) cpSync(join(root, name), join(path, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
    const config = { ...jestConfig, ...CHANGED_CONFIG, rootDir: path, cacheDirectory: cache };
    writeFileSync(join(path, CONFIG), JSON.stringify(config));
    this.path = path;
  }

  /**
   * While `run` runs, the one line is changed.
   * @throws SyntaxError if that is no TypeScript then.
   */
  async broken({ file, find, replace }, run) {
    const path = join(this.path, file);
    const original = readFileSync(path, 'utf8');
    const changed = original.replace(find, () => replace);
    transformSync(changed, { filename: path, jsc: { parser: { syntax: 'typescript', decorators: true } } });
    writeFileSync(path, changed);
    try {
      return await run();
    } finally {
      writeFileSync(path, original);
    }
  }

  /** Runs all tests of the folders, `workers` suites at a time. @returns jest's results. */
  all(folders, workers, limitMs) {
    const out = join(this.path, 'results.json');
    return this.jest(['--json', `--outputFile=${out}`, `--maxWorkers=${workers}`, ...folders], limitMs, out);
  }

  /** Runs the suites' tests whose names match, up to the first that fails. @returns what the reporter says. */
  untilFirstFailure(pattern, suites, limitMs) {
    const reporter = '--reporters=<rootDir>/test/mutants/first-failure.reporter.mjs';
    const options = ['--runInBand', reporter, '-t', pattern.source, '--runTestsByPath', ...suites];
    return this.jest(options, limitMs, join(this.path, 'first-failure.json'));
  }

  /** @returns the JSON that is written to `out`, if it comes to that within the limit. */
  async jest(options, limitMs, out) {
    rmSync(out, { force: true });
    const child = spawn(process.execPath, [...FLAGS, ...OPTIONS, ...options], {
      cwd: this.path,
      env: { ...process.env, FIRST_FAILURE: out },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const kill = () => killGroup(child.pid);
    process.once('exit', kill);
    let output = '';
    const listen = (data) => {
      output = `${output}${data}`.slice(-MOST_OUTPUT);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, limitMs);
    await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(timer);
    process.off('exit', kill);
    kill(); // what it may have left
    return { json: read(out), timedOut, output };
  }
}

/** The group is the child's own: nothing else is in it. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has just ended by itself
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // it did not come to an end
  }
}
