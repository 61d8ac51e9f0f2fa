// The codes that a user would read on a phone.

import { Secret, TOTP } from 'otpauth';

/** The code of an authenticator app, by its secret in base32; `now` in ms since epoch. */
export function totpCode(secret: string, now = Date.now()): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}

/** The last code that was sent; throws if there is none. */
export function lastCode({ messages }: { readonly messages: readonly { code: string }[] }): string {
  const last = messages.at(-1);
  if (last === undefined) throw new Error('no code was sent');
  return last.code;
}
