/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';
import config from './jest.config';

/** For Angular files, as `npm test` compiles them, but in plain Node and without TestBed: each mutant loads them anew. */
export default {
  ...config.projects[0],
  testEnvironment: 'node',
  testEnvironmentOptions: {},
  setupFiles: ['@angular/compiler'],
  setupFilesAfterEnv: [],
} satisfies Config;
