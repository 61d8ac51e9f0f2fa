// The users of the local pool, one for every way a sign-in can go.

import type { FirstFactor, SignInFlow } from 'ngx-cognito-session/sign-in';

/** What one line of the menu fills in, and what will come of it. */
export interface PreparedUser {
  readonly username: string;
  /** False: the sign-in begins without one. */
  readonly withPassword: boolean;
  readonly flow: SignInFlow;
  readonly preferredChallenge?: FirstFactor;
  readonly about: string;
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
  user('ana', 'comes in at once; the password never leaves the browser'),
  user('admin', 'is in the group admins'),
  user('disabled', 'may not come in, and the pool does not say why'),
  user('newbie', 'must choose a password of her own first'),
  user('sms', 'gets a code by SMS'),
  user('totp', 'is asked for the code of an authenticator app'),
  user('mail', 'gets a code by e-mail'),
  user('choosy', 'has two second factors and chooses one'),
  user('setup', 'must set up a second factor first'),
  user('unconfirmed', 'has not confirmed the account, and is led there'),
  user('reset', 'had the password reset, and is led to a new one'),
  user('riddle', 'is asked a riddle after the password', { flow: 'CUSTOM_AUTH' }),
  user('keyless', 'has no password, and chooses a code by e-mail or SMS', {
    flow: 'USER_AUTH',
    withPassword: false,
  }),
];

/** Further ways for users who are there already. */
export const furtherWays: readonly PreparedUser[] = [
  user('riddle', 'is asked the riddle alone', { flow: 'CUSTOM_AUTH', withPassword: false }),
  user('ana', 'chooses the first factor', { flow: 'USER_AUTH', withPassword: false }),
  user('keyless', 'gets an e-mail at once', {
    flow: 'USER_AUTH',
    withPassword: false,
    preferredChallenge: 'EMAIL_OTP',
  }),
  user('ana', 'by a passkey, once she has made one on her account page', {
    flow: 'USER_AUTH',
    withPassword: false,
    preferredChallenge: 'WEB_AUTHN',
  }),
];
