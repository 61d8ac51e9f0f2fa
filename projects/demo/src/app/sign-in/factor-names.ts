// What people call Cognito's factors. Records of all: the compiler tells when the library has a new one.

import type { FirstFactor, MfaType, SignInFlow } from 'ngx-cognito-session/sign-in';

export const flowNames: Readonly<Record<SignInFlow, string>> = {
  USER_SRP_AUTH: 'Secure Remote Password: it stays in the browser',
  USER_PASSWORD_AUTH: 'The password is sent to the pool',
  CUSTOM_AUTH: 'Questions of the pool’s own triggers',
  USER_AUTH: 'Password, code or passkey: the user chooses',
};

export const firstFactorNames: Readonly<Record<FirstFactor, string>> = {
  PASSWORD: 'Password, sent to the pool',
  PASSWORD_SRP: 'Password that stays in the browser',
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
