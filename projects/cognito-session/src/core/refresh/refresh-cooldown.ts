// QUIET: after a failed refresh, no automatic refresh starts for a while, in this tab and, by a
// marker, in the others.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';
import type { PageLifecycle } from '../tabs/page-lifecycle';
import { type RefreshFailed, refreshFailed, UnreadableAnswer } from './refresh-call';
import type { TabLocks } from '../tabs/tab-locks';
import { cooldownMarker } from '../tabs/tab-markers';

/** The length of the cooldown in milliseconds; longer while Cognito cannot be reached. */
const MS = { usual: 30_000, unreached: 60_000 };
/**
 * The calls of one flight; one while Cognito cannot be reached, so that a tab that is offline for a
 * day sends few.
 */
const MOST_CALLS = { usual: 3, unreached: 1 };

/** Delays automatic refreshes after a failure. */
export class RefreshCooldown {
  readonly #clock: Clock;
  readonly #page: PageLifecycle;
  readonly #locks: TabLocks;
  #pause:
    { generation: string; until: number; offline: boolean; outcome: RefreshFailed } | undefined;
  /** The end of this tab's own marker: a forced refresh may have ended the cooldown earlier. */
  #markedUntil = 0;
  /** The number of flights in a row that did not reach Cognito. */
  #unreached = 0;
  #turnedAway = false;
  #networkBackAt = -Infinity;
  readonly #closed = new AbortController();

  constructor(clock: Clock, page: PageLifecycle, locks: TabLocks) {
    this.#clock = clock;
    this.#page = page;
    this.#locks = locks;
  }

  /** The largest number of calls of the next flight. */
  get mostCalls(): number {
    return this.#unreached > 0 ? MOST_CALLS.unreached : MOST_CALLS.usual;
  }

  /** The outcome of an automatic refresh during the cooldown; null if a flight may start. */
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
   * The outcome of an automatic refresh while another tab's marker says that its refresh failed;
   * null without one.
   */
  inOtherTabs(generation: string, marks: readonly string[]): RefreshFailed | null {
    const ours = this.#clock.monotonic() < this.#markedUntil;
    if (ours || !marks.includes(cooldownMarker(generation))) return null;
    return refreshFailed(new UnreadableAnswer('another tab could not refresh just now'));
  }

  /**
   * Starts the cooldown if the failure says something about Cognito; returns the outcome.
   * @param startedAt the start of the flight, by the monotonic clock.
   */
  startAfter(error: unknown, { generation }: ActiveSession, startedAt: number): RefreshFailed {
    const outcome = refreshFailed(error);
    const { internal, offline, retryAfterSeconds = 0 } = outcome.failure;
    // A call from before the network came back says nothing about the network now.
    if (internal || (offline && this.#networkBackAt >= startedAt)) return outcome;
    const usual = offline && this.#unreached++ > 0 ? MS.unreached : MS.usual;
    const ms = Math.max(usual, retryAfterSeconds * 1000);
    this.#pause = { generation, until: this.#clock.monotonic() + ms, offline, outcome };
    // Each tab finds out by itself whether it is offline.
    if (!offline) {
      this.#markedUntil = this.#pause.until;
      void this.#locks.mark(cooldownMarker(generation), ms, this.#closed.signal);
    }
    return outcome;
  }

  /** Ends the cooldown after a successful refresh. */
  reset(): void {
    this.#unreached = 0;
    this.#pause = undefined;
  }

  /**
   * Ends a cooldown that only waited for the network. Returns whether a refresh was refused
   * meanwhile.
   */
  networkIsBack(): boolean {
    const turnedAway = this.#turnedAway || this.#unreached > 0;
    if (this.#pause?.offline) this.#pause = undefined;
    this.#turnedAway = false;
    this.#unreached = 0;
    this.#networkBackAt = this.#clock.monotonic();
    return turnedAway;
  }

  /** Removes the marker when the app is destroyed, so that other tabs may refresh. */
  dispose(): void {
    this.#closed.abort();
  }
}
