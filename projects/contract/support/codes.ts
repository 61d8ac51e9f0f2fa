// Where a test gets what a user would read off a phone.

import { Secret, TOTP } from 'otpauth';

/** What an authenticator app shows, by its secret in base32; `now` in ms since epoch. */
export function totpCode(secret: string, now = Date.now()): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}

/** The code sent last; throws when none was. */
export function lastCode({ messages }: { readonly messages: readonly { code: string }[] }): string {
  const last = messages.at(-1);
  if (last === undefined) throw new Error('no code was sent');
  return last.code;
}
