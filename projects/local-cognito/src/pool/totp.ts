// Checks the codes of a user's authenticator app (TOTP, RFC 6238).

import { Secret, TOTP } from 'otpauth';

/** The result of checking a code. */
export type TotpVerdict = 'accepted' | 'wrong' | 'used';

const periodSeconds = 30;

/**
 * One user's authenticator app as the pool sees it: 6 digits of HMAC-SHA-1 every 30 seconds. The
 * previous and the next step are valid too, because clocks differ.
 * https://www.rfc-editor.org/rfc/rfc6238
 */
export class SoftwareToken {
  private readonly totp: TOTP;
  private usedSteps: readonly number[] = [];

  /**
   * @param secret Base32 without padding; default: a new one of 52 characters, as long as the
   *   service's.
   */
  constructor(readonly secret: string = new Secret({ size: 32 }).base32) {
    this.totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  }

  /**
   * Accepts each code once (RFC 6238, section 5.2); a wrong code uses nothing up.
   * @param now Milliseconds since epoch, by the emulator's clock.
   */
  verify(code: string, now: number): TotpVerdict {
    // The library throws on digits of other scripts.
    const delta = /^\d{6}$/.test(code)
      ? this.totp.validate({ token: code, timestamp: now, window: 1 })
      : null;
    if (delta === null) {
      return 'wrong';
    }
    const step = Math.floor(now / 1000 / periodSeconds) + delta;
    if (this.usedSteps.includes(step)) {
      return 'used';
    }
    this.usedSteps = [...this.usedSteps, step];
    return 'accepted';
  }

  /** The code of this moment, as the app would show it; `now` in milliseconds since epoch. */
  codeAt(now: number): string {
    return this.totp.generate({ timestamp: now });
  }
}
