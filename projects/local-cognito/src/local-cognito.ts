// local-cognito's public entry.

import { assembleEmulator, type LocalCognito } from './emulator';
import { LoopbackServer } from './loopback-server';
import { resolvePools, type LocalCognitoOptions } from './options';
import { SigningKeys } from './signing-keys';

export type { AppClientOptions, AppClientSettings } from './app-client';
export type { Call, Caller, ServerName } from './call-log';
export type { LocalCognito } from './emulator';
export type { Fault, FaultKind } from './faults';
export type { IssuerOption } from './issuer';
export type { LocalUser, LocalUserOptions, UsernameAlias } from './local-users';
export type { SentMessage } from './message-outbox';
export type {
  FurtherPoolOptions,
  LocalCognitoOptions,
  LocalCognitoSettings,
  PoolOptions,
} from './options';
export type { OutageTarget } from './outages';
export type { PasswordPolicy } from './password-policy';
export type { PoolLevers } from './pool-levers';
export type { ChoiceFactor, EnabledFlow, PoolRules } from './pool-rules';
export type { MfaType, UserStatus } from './pool-user';
export type { TokenUse } from './signing-keys';
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
} from './triggers';

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
    throw new Error('there is always a first pool');
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
