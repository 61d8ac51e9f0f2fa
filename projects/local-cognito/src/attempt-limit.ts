import { accountRefusals } from './account-refusals';
import type { MovableClock } from './movable-clock';

const allowedFailures = 5;
const lockMs = 15 * 60 * 1000;

interface Failures {
  count: number;
  lastAt: number;
}

/**
 * Five failures, then `LimitExceededException` until 15 minutes after the last one. That the service locks is
 * documented, for how long is not confirmed.
 */
export class AttemptLimit {
  private readonly byKey = new Map<string, Failures>();

  constructor(private readonly clock: MovableClock) {}

  /** Throws when the key has used up its attempts. */
  check(key: string): void {
    const failures = this.recent(key);
    if (failures !== undefined && failures.count >= allowedFailures) {
      throw accountRefusals.attemptLimit();
    }
  }

  fail(key: string): void {
    const count = (this.recent(key)?.count ?? 0) + 1;
    this.byKey.set(key, { count, lastAt: this.clock.now() });
  }

  succeed(key: string): void {
    this.byKey.delete(key);
  }

  reset(): void {
    this.byKey.clear();
  }

  private recent(key: string): Failures | undefined {
    const failures = this.byKey.get(key);
    return failures !== undefined && this.clock.now() < failures.lastAt + lockMs
      ? failures
      : undefined;
  }
}
