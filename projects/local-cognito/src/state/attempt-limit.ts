// Refuses further tries for 15 minutes after five wrong codes or five wrong password changes.

import { accountRefusals } from '../pool/account-refusals';
import type { MovableClock } from '../pool/movable-clock';

const allowedFailures = 5;
const lockMs = 15 * 60 * 1000;

interface Failures {
  readonly count: number;
  /** Milliseconds since epoch, by the emulator's clock. */
  readonly lastAt: number;
}

interface Store<Key> {
  get(key: Key): Failures | undefined;
  set(key: Key, failures: Failures): unknown;
  delete(key: Key): unknown;
}

/**
 * Limits tries of codes and of password changes: after five failures it throws
 * `LimitExceededException` until 15 minutes after the last one. AWS documents the lock; its figures
 * are not confirmed. `FailedAttempts` locks sign-ins.
 */
export class AttemptLimit<Key> {
  constructor(
    private readonly clock: MovableClock,
    private readonly store: Store<Key>,
  ) {}

  /** Throws if the key has used up its attempts. */
  check(key: Key): void {
    if (this.count(key) >= allowedFailures) {
      throw accountRefusals.attemptLimit();
    }
  }

  fail(key: Key): void {
    this.store.set(key, { count: this.count(key) + 1, lastAt: this.clock.now() });
  }

  succeed(key: Key): void {
    this.store.delete(key);
  }

  private count(key: Key): number {
    const failures = this.store.get(key);
    return failures !== undefined && this.clock.now() < failures.lastAt + lockMs
      ? failures.count
      : 0;
  }
}
