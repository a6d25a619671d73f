/** Jest in ESM mode: Nest 12 is ESM-only. The library under test is lib/ itself, by its public names. */
export default {
  testEnvironment: 'node',
  /** A busy machine may take its time. */
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/electric-global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/electric-global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^nestjs-common-code$': '<rootDir>/lib/index.ts',
    '^nestjs-common-code/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
