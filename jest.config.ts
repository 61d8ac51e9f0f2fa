// The unit tests. `npm test` starts Jest through scripts/run-jest.ts, which reads this file with
// tsx; Jest itself can read TypeScript only where Node can.

import type { Config } from 'jest';
import presets from 'jest-preset-angular/presets';

const LIBRARY = '<rootDir>/projects/cognito-session';

/** The library's two entries by the names under which they are published. */
const ENTRIES = {
  '^ngx-cognito-session$': `${LIBRARY}/src/public-api.ts`,
  '^ngx-cognito-session/sign-in$': `${LIBRARY}/sign-in/src/public-api.ts`,
};

/** Compiles for Node what needs no Angular compiler. */
const inPlainNode = (tsconfig: string): Config => ({
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|js|mjs)$': ['ts-jest', { tsconfig }] },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
});

/** Specs of the library that use neither a page nor Angular. */
const WITHOUT_ANGULAR = `${LIBRARY}/src/core/**/*.spec.ts`;

/** Among them: these two compare the core with what the published entry offers. */
const WITH_ENTRY = 'src/core/tokens/identity-js-';

/** Specs that use Angular, most of them with a page. */
export const PAGES = {
  displayName: 'cognito-session',
  ...presets.createCjsPreset({ tsconfig: `${LIBRARY}/tsconfig.spec.json` }),
  testEnvironment: `${LIBRARY}/test/support/page-environment.ts`,
  // jsdom's `browser` condition resolves the AWS SDK to files that Jest cannot load; the e2e
  // run covers its browser build.
  testEnvironmentOptions: { customExportConditions: ['node'] },
  roots: [LIBRARY],
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
  moduleNameMapper: ENTRIES,
  testPathIgnorePatterns: ['/node_modules/', '/cognito-session/src/core/(?!tokens/identity-js-)'],
};

export default {
  // Jest leaves one core to whoever works on the machine; with two that would be half of them.
  maxWorkers: '100%',
  // Workers keep nothing open, but their gigabyte of memory is not freed in Jest's half a second
  // while the machine is busy, and Jest then says that they had to be killed.
  workerGracefulExitTimeout: 10_000,
  // Tests with real servers and real SRP take longer than 5 s on a busy machine.
  testTimeout: 30_000,
  projects: [
    PAGES,
    {
      displayName: 'core',
      ...inPlainNode(`${LIBRARY}/tsconfig.spec.json`),
      roots: [LIBRARY],
      testMatch: [WITHOUT_ANGULAR, `!**/${WITH_ENTRY}*`],
    },
    {
      displayName: 'local-cognito',
      ...inPlainNode('<rootDir>/projects/local-cognito/tsconfig.spec.json'),
      testEnvironment: '<rootDir>/projects/local-cognito/test/support/pool-environment.ts',
      roots: ['<rootDir>/projects/local-cognito'],
      testMatch: ['**/*.spec.ts'],
    },
    {
      // The sign-in entry over HTTP, against local-cognito and, where one is named, a real pool.
      displayName: 'contract',
      ...presets.createCjsPreset({ tsconfig: '<rootDir>/projects/contract/tsconfig.json' }),
      testEnvironment: '<rootDir>/projects/contract/page-environment.ts',
      testEnvironmentOptions: { customExportConditions: ['node'] },
      roots: ['<rootDir>/projects/contract'],
      setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
      moduleNameMapper: ENTRIES,
    },
  ],
} satisfies Config;
