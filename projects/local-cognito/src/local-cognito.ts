import { assembleEmulator, type LocalCognito } from './emulator';
import { LoopbackServer } from './loopback-server';
import { resolveOptions, type LocalCognitoOptions } from './options';
import { SigningKeys } from './signing-keys';

export type { AppClientOptions, AppClientSettings } from './app-client';
export type { Call, Caller, ServerName } from './call-log';
export type { LocalCognito } from './emulator';
export type { Fault, FaultKind } from './faults';
export type { IssuerOption } from './issuer';
export type { LocalUser, LocalUserOptions, UsernameAlias } from './local-users';
export type { SentMessage } from './message-outbox';
export type { LocalCognitoOptions, LocalCognitoSettings } from './options';
export type { OutageTarget } from './outages';
export type { PasswordPolicy } from './password-policy';
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

/** Starts a user pool and a protected API on loopback; rejects when an option is wrong or a port is taken. */
export async function startLocalCognito(options: LocalCognitoOptions = {}): Promise<LocalCognito> {
  const resolved = resolveOptions(options);
  const keys = await SigningKeys.create();
  const poolServer = await LoopbackServer.listen(resolved.poolPort);
  try {
    const apiServer = await LoopbackServer.listen(resolved.apiPort);
    return assembleEmulator(resolved, keys, poolServer, apiServer);
  } catch (error) {
    await poolServer.close();
    throw error;
  }
}
