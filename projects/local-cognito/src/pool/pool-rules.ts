// The settings of a user pool and its app client that decide how users sign in.

import { defaultPasswordPolicy, type PasswordPolicy } from './password-policy';

/** A first factor that USER_AUTH may offer. `PASSWORD` includes `PASSWORD_SRP`. */
export type ChoiceFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** `AuthFlow` values that a client may have enabled. */
export type EnabledFlow =
  'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH' | 'REFRESH_TOKEN_AUTH';

/** The pool's rules for sign-in and accounts; can be changed while the emulator runs. */
export interface PoolRules {
  /** Who needs a second factor: `OFF` nobody, `OPTIONAL` (default) who has one, `ON` everybody. */
  readonly mfa?: 'OFF' | 'OPTIONAL' | 'ON';
  /**
   * `always` remembers a device when it is confirmed, `opt-in` when the user says so; default
   * `off`.
   */
  readonly deviceTracking?: 'off' | 'opt-in' | 'always';
  /** `ChallengeRequiredOnNewDevice`: a remembered device needs no second factor; default false. */
  readonly challengeOnNewDevice?: boolean;
  /**
   * How long the user has for a challenge, in whole seconds; default 180, minimum 1 (the real
   * service: 180 to 900).
   */
  readonly challengeSessionSeconds?: number;
  /** Attributes that a user must have, by Cognito's names; default none. */
  readonly requiredAttributes?: readonly string[];
  /** The fields that are given replace the defaults. */
  readonly passwordPolicy?: Partial<PasswordPolicy>;
  /** The factors that USER_AUTH may offer; default all four. */
  readonly choiceFactors?: readonly ChoiceFactor[];
  /** The client's flows; default all. Rotation makes the pool refuse REFRESH_TOKEN_AUTH anyway. */
  readonly authFlows?: readonly EnabledFlow[];
  /** May users sign up by themselves (`AllowAdminCreateUserOnly: false`); default true. */
  readonly selfSignUp?: boolean;
  /** Validity of an administrator's temporary password in whole days: 1 to 365, default 7. */
  readonly temporaryPasswordValidityDays?: number;
  /** May a passkey count as both factors; default `SINGLE_FACTOR`: no. */
  readonly passkeyFactor?: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  /** Are users' sessions tracked (`UserSessionTracking`); default false. */
  readonly sessionTracking?: boolean;
  /** `MaxPerUser`: sessions that a user may have while they are tracked; 1 to 100, default 20. */
  readonly maxSessionsPerUser?: number;
}

/** Rules with the defaults filled in. */
export type ResolvedPoolRules = Required<PoolRules> & { readonly passwordPolicy: PasswordPolicy };

/** The default rules. */
export const defaultPoolRules: ResolvedPoolRules = {
  mfa: 'OPTIONAL',
  deviceTracking: 'off',
  challengeOnNewDevice: false,
  challengeSessionSeconds: 180,
  requiredAttributes: [],
  passwordPolicy: defaultPasswordPolicy,
  choiceFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  authFlows: [
    'USER_SRP_AUTH',
    'USER_PASSWORD_AUTH',
    'CUSTOM_AUTH',
    'USER_AUTH',
    'REFRESH_TOKEN_AUTH',
  ],
  selfSignUp: true,
  temporaryPasswordValidityDays: 7,
  passkeyFactor: 'SINGLE_FACTOR',
  sessionTracking: false,
  maxSessionsPerUser: 20,
};

/** Merges changed rules into the current ones. */
export function mergePoolRules<T extends ResolvedPoolRules>(rules: T, changes: PoolRules): T {
  const passwordPolicy = { ...rules.passwordPolicy, ...changes.passwordPolicy };
  return { ...rules, ...changes, passwordPolicy };
}
