/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';
import presets from 'jest-preset-angular/presets';

/**
 * The library runs in jsdom through Angular's preset; local-cognito is a Node server and runs in plain Node; `contract` lets
 * the one talk to the other.
 */
export default {
  // Jest leaves one core to whoever works on the machine; with two that would be half of them.
  maxWorkers: '100%',
  // Tests with real servers and real SRP take longer than 5 s on a busy machine.
  testTimeout: 30_000,
  projects: [
    {
      displayName: 'cognito-session',
      ...presets.createCjsPreset({
        testEnvironment: 'jest-preset-angular/environments/jest-jsdom-env',
        tsconfig: '<rootDir>/projects/cognito-session/tsconfig.spec.json',
      }),
      // jsdom's `browser` condition resolves the AWS SDK to files that Jest cannot load; the e2e run covers its browser build.
      testEnvironmentOptions: { customExportConditions: ['node'] },
      roots: ['<rootDir>/projects/cognito-session'],
      setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
      moduleNameMapper: {
        '^ngx-cognito-session$': '<rootDir>/projects/cognito-session/src/public-api.ts',
        '^ngx-cognito-session/sign-in$':
          '<rootDir>/projects/cognito-session/sign-in/src/public-api.ts',
      },
    },
    {
      displayName: 'local-cognito',
      testEnvironment: 'node',
      roots: ['<rootDir>/projects/local-cognito'],
      transform: {
        '^.+\\.(ts|js|mjs)$': [
          'ts-jest',
          { tsconfig: '<rootDir>/projects/local-cognito/tsconfig.spec.json' },
        ],
      },
      transformIgnorePatterns: ['/node_modules/(?!jose/)'],
      testMatch: ['**/*.spec.ts'],
    },
    {
      // The sign-in entry over HTTP, against local-cognito and, where one is named, a real user pool.
      displayName: 'contract',
      ...presets.createCjsPreset({ tsconfig: '<rootDir>/projects/contract/tsconfig.json' }),
      testEnvironment: '<rootDir>/projects/contract/page-environment.ts',
      testEnvironmentOptions: { customExportConditions: ['node'] },
      roots: ['<rootDir>/projects/contract'],
      setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
      moduleNameMapper: {
        '^ngx-cognito-session$': '<rootDir>/projects/cognito-session/src/public-api.ts',
        '^ngx-cognito-session/sign-in$':
          '<rootDir>/projects/cognito-session/sign-in/src/public-api.ts',
      },
    },
  ],
} satisfies Config;
