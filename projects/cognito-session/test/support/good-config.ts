// A config without a fault, to put one into.

import type { CognitoSessionConfig } from '../../src/public-api';
import { CLIENT_ID, POOL_ID } from './fake-tokens';

/** A config that is right; `changes` replace or add to it. */
export function configWith(changes: Partial<CognitoSessionConfig> = {}): CognitoSessionConfig {
  return {
    userPoolId: POOL_ID,
    clientId: CLIENT_ID,
    apis: ['https://api.example.com'],
    onSessionEnd: 'stay',
    ...changes,
  };
}
