/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/**
 * How Stryker starts Jest: one plain project, since Stryker cannot watch coverage through `projects`, in plain Node, since
 * a mutant of the core then costs a fraction of a second. `scripts/mutation-groups.ts` says which specs run for which
 * file, and which of them need a page and Angular.
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/projects/cognito-session'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/projects/cognito-session/tsconfig.spec.json' }],
  },
} satisfies Config;
