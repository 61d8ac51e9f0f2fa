// Remembers the sessions whose tokens an API refused directly after a refresh.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';

/** QUIET: for this long, in milliseconds, such a session starts no further refresh. */
const QUIET_MS = 30_000;

/** Keeps a refused session from starting one refresh after another. */
export class RejectedSessions {
  readonly #clock: Clock;
  /** The end of each pause, by the monotonic clock; weak, so that it keeps no session in memory. */
  readonly #until = new WeakMap<ActiveSession, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(session: ActiveSession): void {
    this.#until.set(session, this.#clock.monotonic() + QUIET_MS);
  }

  has(session: ActiveSession): boolean {
    return this.#clock.monotonic() < (this.#until.get(session) ?? 0);
  }
}
