// Locks a user out after wrong passwords or codes in a row, as Cognito's sign-in does.

import { refusals } from '../pool/cognito-error';
import type { MovableClock } from '../pool/movable-clock';

interface Failures {
  count: number;
  /** Milliseconds since epoch by the emulator's clock. */
  lockedUntil: number;
}

const free = 5;
const longestMs = 15 * 60 * 1000;

/**
 * Counts consecutive wrong passwords and codes. After five the user is locked out for a second, and
 * after each further one for twice as long, up to about 15 minutes. Unknown names count too, so
 * that a lockout does not reveal which users exist. See
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html (lockout behaviour)
 */
export class FailedAttempts {
  private readonly byName = new Map<string, Failures>();

  /** `keyOf`: one key for all spellings of a name. */
  constructor(
    private readonly clock: MovableClock,
    private readonly keyOf: (name: string) => string,
  ) {}

  /** Throws "Password attempts exceeded" while the name is locked out. */
  check(name: string): void {
    const failures = this.byName.get(this.keyOf(name));
    if (failures !== undefined && this.clock.now() < failures.lockedUntil) {
      throw refusals.attemptsExceeded();
    }
  }

  /** Counts a wrong password or code. */
  fail(name: string): void {
    const key = this.keyOf(name);
    const failures = this.byName.get(key) ?? { count: 0, lockedUntil: 0 };
    failures.count += 1;
    if (failures.count >= free) {
      const ms = Math.min(1000 * 2 ** (failures.count - free), longestMs);
      failures.lockedUntil = this.clock.now() + ms;
    }
    this.byName.set(key, failures);
  }

  /** Resets the count after a successful sign-in. */
  succeed(name: string): void {
    this.byName.delete(this.keyOf(name));
  }

  reset(): void {
    this.byName.clear();
  }
}
