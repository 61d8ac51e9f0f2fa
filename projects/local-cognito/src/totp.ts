import type { MovableClock } from './movable-clock';
import type { PoolUser } from './pool-user';

/** What the pool says of a TOTP code: `used` is a right one that was accepted before. */
export type TotpVerdict = 'right' | 'wrong' | 'used';

/** The secrets of authenticator apps and their codes (RFC 6238: SHA-1, six digits, 30 seconds). */
export class TotpSecrets {
  constructor(protected readonly clock: MovableClock) {}

  /** A new secret in base32. */
  create(): string {
    throw new Error('not built yet');
  }

  /**
   * Checks a code by the emulator's clock, a neighbouring step accepted; a right one is used up (`lastTotpStep` of the
   * user).
   */
  accept(user: PoolUser, secret: string, code: string): TotpVerdict {
    throw new Error(`not built yet ${user.username} ${secret.length} ${code.length}`);
  }
}
