// Remembers the sessions whose tokens an API refused although they came straight from a refresh.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';

/** QUIET: how long such a session starts no further refresh, in milliseconds. */
const QUIET_MS = 30_000;

/** Keeps a refused session from starting one refresh after another. */
export class RejectedSessions {
  readonly #clock: Clock;
  /** Until when, by the monotonic clock; weak, so that no session outlives its end. */
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
