// local-cognito's public entry.

import { assembleEmulator, type LocalCognito } from './emulator';
import { LoopbackServer } from './server/loopback-server';
import { resolvePools, type LocalCognitoOptions } from './pool/options';
import { SigningKeys } from './tokens/signing-keys';

export type { AppClientOptions, AppClientSettings } from './pool/app-client';
export type { Call, Caller, ServerName } from './server/call-log';
export type { LocalCognito } from './emulator';
export type { Fault, FaultKind } from './server/faults';
export type { IssuerOption } from './pool/issuer';
export type { LocalUser, LocalUserOptions, UsernameAlias } from './pool/local-users';
export type { SentMessage } from './pool/message-outbox';
export type {
  FurtherPoolOptions,
  LocalCognitoOptions,
  LocalCognitoSettings,
  PoolOptions,
} from './pool/options';
export type { OutageTarget } from './server/outages';
export type { PasswordPolicy } from './pool/password-policy';
export type { PoolTestControls } from './controls/pool-test-controls';
export type { ChoiceFactor, EnabledFlow, PoolRules } from './pool/pool-rules';
export type { MfaType, UserStatus } from './pool/pool-user';
export type { TokenUse } from './tokens/signing-keys';
export type {
  ChallengeResult,
  ClaimChanges,
  CreateAuthChallenge,
  DefineAuthChallenge,
  PreAuthentication,
  PreSignUp,
  PreTokenGeneration,
  TokenChanges,
  Trigger,
  TriggerEvent,
  Triggers,
  VerifyAuthChallenge,
} from './pool/triggers';

/**
 * Starts one or more user pools and a protected API on loopback; rejects when an option is wrong
 * or a port is taken.
 */
export async function startLocalCognito(options: LocalCognitoOptions = {}): Promise<LocalCognito> {
  const [first, ...further] = await Promise.all(
    resolvePools(options).map(async (pool) => ({
      options: pool,
      keys: await SigningKeys.create(),
    })),
  );
  if (first === undefined) {
    throw new Error('resolvePools must return at least one pool');
  }
  const poolServer = await LoopbackServer.listen(first.options.poolPort);
  try {
    const apiServer = await LoopbackServer.listen(first.options.apiPort);
    return assembleEmulator([first, ...further], poolServer, apiServer);
  } catch (error) {
    await poolServer.close();
    throw error;
  }
}
