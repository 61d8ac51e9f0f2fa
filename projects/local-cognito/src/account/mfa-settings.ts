// SetUserMFAPreference: which second factors a user has.

import { accountRefusals } from '../pool/account-refusals';
import type { JsonObject } from '../pool/json-object';
import type { ResolvedPoolRules } from '../pool/pool-rules';
import type { MfaType, PoolUser } from '../pool/pool-user';

/** The setting of one second factor in SetUserMFAPreference. */
export interface MfaSetting {
  readonly type: MfaType;
  readonly enabled: boolean;
  readonly preferred: boolean;
}

const members: readonly (readonly [string, MfaType])[] = [
  ['SMSMfaSettings', 'SMS_MFA'],
  ['SoftwareTokenMfaSettings', 'SOFTWARE_TOKEN_MFA'],
  ['EmailMfaSettings', 'EMAIL_OTP'],
];

/** The factors that the input names; the others stay as they are. */
export function readMfaSettings(input: JsonObject): readonly MfaSetting[] {
  return members.flatMap(([member, type]) => {
    if ((input.value(member) ?? null) === null) {
      return [];
    }
    const setting = input.object(member);
    const enabled = setting.flag('Enabled') ?? false;
    return [{ type, enabled, preferred: setting.flag('PreferredMfa') ?? false }];
  });
}

/** `WebAuthnMfaSettings`: the new value, or undefined if the input has none. */
export function readPasskeyMfa(input: JsonObject): boolean | undefined {
  return input.object('WebAuthnMfaSettings').flag('Enabled');
}

/** Changes the user, or throws and changes nothing. */
export function applyMfaSettings(
  user: PoolUser,
  settings: readonly MfaSetting[],
  passkeyMfa: boolean,
  { mfa: poolMfa, passkeyFactor }: Pick<ResolvedPoolRules, 'mfa' | 'passkeyFactor'>,
): void {
  if (passkeyMfa && passkeyFactor === 'SINGLE_FACTOR') {
    throw accountRefusals.passkeyMfaNotInPool();
  }
  for (const setting of settings) {
    checkSetUp(user, setting);
  }
  const preferred = settings.filter((setting) => setting.preferred);
  if (preferred.length > 1 || preferred.some(({ enabled }) => !enabled)) {
    throw accountRefusals.preferredMfaNotEnabled();
  }
  const mfa = new Set(user.mfa);
  for (const { type, enabled } of settings) {
    if (enabled) {
      mfa.add(type);
    } else {
      mfa.delete(type);
    }
  }
  if (poolMfa === 'ON' && mfa.size === 0 && user.mfa.size > 0) {
    throw accountRefusals.mfaRequired();
  }
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnMfaSettingsType.html
  if (passkeyMfa && mfa.size === 0) {
    throw accountRefusals.passkeyMfaNeedsAnother();
  }
  user.passkeyMfa = passkeyMfa;
  user.preferredMfa = preferred[0]?.type ?? keptPreference(user, settings);
  user.mfa.clear();
  for (const type of mfa) {
    user.mfa.add(type);
  }
}

/**
 * The service refuses every setting of an authenticator app that is not set up, even "disabled".
 */
function checkSetUp(user: PoolUser, { type, enabled }: MfaSetting): void {
  if (type === 'SOFTWARE_TOKEN_MFA') {
    if (user.softwareToken === null) {
      throw user.unverifiedToken === null
        ? accountRefusals.totpNotSetUp()
        : accountRefusals.totpNotVerified();
    }
  } else if (enabled && !user.isVerified(type === 'SMS_MFA' ? 'phone_number' : 'email')) {
    throw accountRefusals.mfaNotSetUp(type);
  }
}

/** A factor stays preferred until a call changes its setting. */
function keptPreference(user: PoolUser, settings: readonly MfaSetting[]): MfaType | null {
  return settings.some(({ type }) => type === user.preferredMfa) ? null : user.preferredMfa;
}
