// The users of the local pool, one for each way in which a sign-in can go. `npm start` prints the
// same list.

import type { FirstFactor, SignInFlow } from 'ngx-cognito-session/sign-in';

/** One line of the menu: what it fills in, and what the sign-in then meets. */
export interface PreparedUser {
  readonly username: string;
  /** False: the sign-in begins without a password. */
  readonly withPassword: boolean;
  readonly flow: SignInFlow;
  readonly preferredChallenge?: FirstFactor;
  readonly about: string;
  /**
   * Cognito's challenge or the error code that follows; undefined if the user signs in directly.
   */
  readonly meets?: string;
}

export const PASSWORD = 'Passw0rd!';

function user(
  username: string,
  about: string,
  how: Partial<Omit<PreparedUser, 'username' | 'about'>> = {},
): PreparedUser {
  return { username, about, withPassword: true, flow: 'USER_SRP_AUTH', ...how };
}

export const preparedUsers: readonly PreparedUser[] = [
  user('ana', 'signs in directly; the password never leaves the browser'),
  user('admin', 'signs in with a password that is sent; is in the group admins', {
    flow: 'USER_PASSWORD_AUTH',
  }),
  user('disabled', 'is disabled; the pool does not say so', { meets: 'WRONG_CREDENTIALS' }),
  user('newbie', 'must choose a new password first', { meets: 'NEW_PASSWORD_REQUIRED' }),
  user('sms', 'enters a code sent by SMS', { meets: 'SMS_MFA' }),
  user('totp', 'enters the code of an authenticator app', { meets: 'SOFTWARE_TOKEN_MFA' }),
  user('mail', 'enters a code sent by e-mail; is then asked whether to remember this device', {
    meets: 'EMAIL_OTP',
  }),
  user('choosy', 'chooses between two second factors', { meets: 'SELECT_MFA_TYPE' }),
  user('setup', 'must set up a second factor first', { meets: 'MFA_SETUP' }),
  user('unconfirmed', 'must confirm the account first', { meets: 'USER_NOT_CONFIRMED' }),
  user('reset', 'must reset the password first', { meets: 'PASSWORD_RESET_REQUIRED' }),
  user('riddle', 'answers a riddle after the password', {
    flow: 'CUSTOM_AUTH',
    meets: 'CUSTOM_CHALLENGE',
  }),
  user('keyless', 'has no password; chooses a code by e-mail or SMS', {
    flow: 'USER_AUTH',
    withPassword: false,
    meets: 'SELECT_CHALLENGE',
  }),
];

/** Further ways to sign in as the same users. */
export const furtherWays: readonly PreparedUser[] = [
  user('riddle', 'answers only the riddle', {
    flow: 'CUSTOM_AUTH',
    withPassword: false,
    meets: 'CUSTOM_CHALLENGE',
  }),
  user('ana', 'chooses the first factor', {
    flow: 'USER_AUTH',
    withPassword: false,
    meets: 'SELECT_CHALLENGE',
  }),
  user('keyless', 'gets a code by e-mail directly', {
    flow: 'USER_AUTH',
    withPassword: false,
    preferredChallenge: 'EMAIL_OTP',
    meets: 'EMAIL_OTP',
  }),
  user('ana', 'uses a passkey (create one on the account page first)', {
    flow: 'USER_AUTH',
    withPassword: false,
    preferredChallenge: 'WEB_AUTHN',
    meets: 'WEB_AUTHN',
  }),
];
