// Stores the codes that the pool sends for sign-up, password reset and attributes, and checks the
// codes that users enter.

import { randomInt } from 'node:crypto';
import { accountRefusals } from '../pool/account-refusals';
import { AttemptLimit } from './attempt-limit';
import type { MovableClock } from '../pool/movable-clock';

/** The purpose of a code. */
export type CodePurpose = 'sign-up' | 'reset' | 'verify email' | 'verify phone_number';

interface PendingCode {
  readonly code: string;
  /** Milliseconds since epoch, by the emulator's clock. */
  readonly expiresAt: number;
}

const hourMs = 3600 * 1000;

/**
 * The codes that users enter: 6 digits, valid for 1 hour to reset a password and 24 hours
 * otherwise, one per user and purpose. A name need not belong to a user: an unknown user's code,
 * which nobody receives, causes exactly the errors of a mistyped one.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html
 */
export class VerificationCodes {
  private readonly pending = new Map<string, PendingCode>();
  private attempts: AttemptLimit<string>;

  constructor(private readonly clock: MovableClock) {
    this.attempts = new AttemptLimit<string>(clock, new Map());
  }

  /** Makes a code and invalidates the previous one. */
  issue(username: string, purpose: CodePurpose): string {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const validMs = purpose === 'reset' ? hourMs : 24 * hourMs;
    this.pending.set(key(username, purpose), { code, expiresAt: this.clock.now() + validMs });
    return code;
  }

  /**
   * Uses the code up. Throws `CodeMismatchException` for a wrong code, `ExpiredCodeException` if
   * there is none or it is too old, and `LimitExceededException` for any code after five wrong
   * ones.
   */
  redeem(username: string, purpose: CodePurpose, code: string): void {
    this.check(username, purpose, code);
    this.pending.delete(key(username, purpose));
  }

  /**
   * Like `redeem`, except that a right code stays valid: the caller may still refuse for another
   * reason.
   */
  check(username: string, purpose: CodePurpose, code: string): void {
    const id = key(username, purpose);
    this.attempts.check(id);
    const pending = this.pending.get(id);
    if (pending === undefined || pending.expiresAt <= this.clock.now()) {
      throw accountRefusals.codeExpired();
    }
    if (pending.code !== code) {
      this.attempts.fail(id);
      throw accountRefusals.codeMismatch();
    }
    this.attempts.succeed(id);
  }

  /** Drops a user's code, or all of them. */
  forget(username: string, purpose?: CodePurpose): void {
    for (const id of this.pending.keys()) {
      if (
        purpose === undefined ? id.startsWith(key(username, '')) : id === key(username, purpose)
      ) {
        this.pending.delete(id);
      }
    }
  }

  reset(): void {
    this.pending.clear();
    this.attempts = new AttemptLimit<string>(this.clock, new Map());
  }
}

/** JSON gives different names different keys, whatever characters they contain. */
function key(username: string, purpose: CodePurpose | ''): string {
  return `${JSON.stringify(username)} ${purpose}`;
}
