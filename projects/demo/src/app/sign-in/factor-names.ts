// The words for Cognito's factors. The records are complete, so the compiler reports a new factor
// of the library.

import type { FirstFactor, MfaType, SignInFlow } from 'ngx-cognito-session/sign-in';

export const flowNames: Readonly<Record<SignInFlow, string>> = {
  USER_SRP_AUTH: 'SRP: the password stays in the browser',
  USER_PASSWORD_AUTH: 'Password: it goes to the pool',
  CUSTOM_AUTH: 'Custom: the pool’s triggers ask questions',
  USER_AUTH: 'Choice of the first factor',
};

export const firstFactorNames: Readonly<Record<FirstFactor, string>> = {
  PASSWORD: 'Password (sent to the pool)',
  PASSWORD_SRP: 'Password (stays in the browser)',
  EMAIL_OTP: 'Code by e-mail',
  SMS_OTP: 'Code by SMS',
  WEB_AUTHN: 'Passkey',
};

export const mfaNames: Readonly<Record<MfaType, string>> = {
  SMS_MFA: 'Code by SMS',
  SOFTWARE_TOKEN_MFA: 'Authenticator app',
  EMAIL_OTP: 'Code by e-mail',
};

/** The names of a record, in its order. */
export function keysOf<Key extends string>(names: Readonly<Record<Key, string>>): readonly Key[] {
  return Object.keys(names) as Key[];
}
