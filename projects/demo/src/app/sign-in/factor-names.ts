// What people call Cognito's factors. Records of all: the compiler tells when the library has a new one.

import type { FirstFactor, MfaType, SignInFlow } from 'ngx-cognito-session/sign-in';

export const flowNames: Readonly<Record<SignInFlow, string>> = {
  USER_SRP_AUTH: 'SRP: the password stays in the browser',
  USER_PASSWORD_AUTH: 'The password is sent',
  CUSTOM_AUTH: 'Custom: the pool’s triggers ask',
  USER_AUTH: 'Choice: password, code, passkey',
};

export const firstFactorNames: Readonly<Record<FirstFactor, string>> = {
  PASSWORD: 'Password that is sent',
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
