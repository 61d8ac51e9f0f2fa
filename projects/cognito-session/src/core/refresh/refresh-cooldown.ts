// QUIET: after a refresh that failed, no automatic one for a while, in this tab and, by a mark, in
// the others.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';
import type { PageLifecycle } from '../tabs/page-lifecycle';
import { type RefreshFailed, refreshFailed, UnreadableAnswer } from './refresh-call';
import type { TabLocks } from '../tabs/tab-locks';
import { cooldownMarker } from '../tabs/tab-markers';

/** Length of the pause in milliseconds; longer while Cognito stays out of reach. */
const MS = { usual: 30_000, unreached: 60_000 };
/**
 * Calls of one flight; only one while Cognito stays out of reach, so that a day offline is not a
 * storm.
 */
const MOST_CALLS = { usual: 3, unreached: 1 };

/** Keeps automatic refreshes waiting. */
export class RefreshCooldown {
  readonly #clock: Clock;
  readonly #page: PageLifecycle;
  readonly #locks: TabLocks;
  #pause:
    { generation: string; until: number; offline: boolean; outcome: RefreshFailed } | undefined;
  /** Until when this tab's own mark stands: a forced refresh may have ended the pause before. */
  #markedUntil = 0;
  /** Flights in a row that did not reach Cognito. */
  #unreached = 0;
  #turnedAway = false;
  #networkBackAt = -Infinity;
  readonly #closed = new AbortController();

  constructor(clock: Clock, page: PageLifecycle, locks: TabLocks) {
    this.#clock = clock;
    this.#page = page;
    this.#locks = locks;
  }

  /** How many calls the next flight may make. */
  get mostCalls(): number {
    return this.#unreached > 0 ? MOST_CALLS.unreached : MOST_CALLS.usual;
  }

  /** What an automatic refresh gets at once instead of a flight, or null when one may start. */
  current(generation: string): RefreshFailed | null {
    const cooldown = this.#pause;
    if (cooldown?.generation === generation && this.#clock.monotonic() < cooldown.until) {
      return cooldown.outcome;
    }
    if (this.#page.online) return null;
    this.#turnedAway = true;
    return refreshFailed(new TypeError('the browser is offline'));
  }

  /**
   * What an automatic refresh gets when another tab's mark says that it could not refresh, or null.
   */
  inOtherTabs(generation: string, marks: readonly string[]): RefreshFailed | null {
    const ours = this.#clock.monotonic() < this.#markedUntil;
    if (ours || !marks.includes(cooldownMarker(generation))) return null;
    return refreshFailed(new UnreadableAnswer('another tab could not refresh just now'));
  }

  /**
   * Begins after a failure that says something about Cognito; returns the outcome of it.
   * @param startedAt when the flight began, by the monotonic clock.
   */
  startAfter(error: unknown, { generation }: ActiveSession, startedAt: number): RefreshFailed {
    const outcome = refreshFailed(error);
    const { internal, offline, retryAfterSeconds = 0 } = outcome.failure;
    // What was sent before the network came back says nothing about the network there is now.
    if (internal || (offline && this.#networkBackAt >= startedAt)) return outcome;
    const usual = offline && this.#unreached++ > 0 ? MS.unreached : MS.usual;
    const ms = Math.max(usual, retryAfterSeconds * 1000);
    this.#pause = { generation, until: this.#clock.monotonic() + ms, offline, outcome };
    // Whether there is a network each tab finds out by itself.
    if (!offline) {
      this.#markedUntil = this.#pause.until;
      void this.#locks.mark(cooldownMarker(generation), ms, this.#closed.signal);
    }
    return outcome;
  }

  /** A refresh succeeded. */
  reset(): void {
    this.#unreached = 0;
    this.#pause = undefined;
  }

  /**
   * The network is back: a pause that only waited for it is over. Returns whether anybody was
   * turned away by it.
   */
  networkIsBack(): boolean {
    const turnedAway = this.#turnedAway || this.#unreached > 0;
    if (this.#pause?.offline) this.#pause = undefined;
    this.#turnedAway = false;
    this.#unreached = 0;
    this.#networkBackAt = this.#clock.monotonic();
    return turnedAway;
  }

  /** The app is closed: its mark keeps no other tab waiting. */
  dispose(): void {
    this.#closed.abort();
  }
}
