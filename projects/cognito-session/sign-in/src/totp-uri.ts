// The URI that authenticator apps read from a QR code.

/**
 * `otpauth://totp/<issuer>:<account>?secret=…&issuer=…`, for a QR code or a link.
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function totpUri(totp: {
  /** Base32, as Cognito gives it. */
  readonly secret: string;
  /** The user name or address that the app displays. */
  readonly account: string;
  /** The name of the service; default: the page's host name. */
  readonly issuer?: string | undefined;
}): string {
  const { secret, account, issuer = location.hostname } = totp;
  const [from, to] = [issuer, account].map(encodeURIComponent);
  return `otpauth://totp/${from}:${to}?secret=${secret}&issuer=${from}`;
}
