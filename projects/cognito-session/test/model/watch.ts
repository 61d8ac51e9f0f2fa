// Judges what the simulated tabs do, by the invariants of the scenarios. What is allowed beyond
// their short wording, and why, stands at each check.

import type { FakeClock } from '../support/fake-clock';
import { leaksIn } from '../support/leak-search';
import type { RefreshCall } from './family';

/** The names of invariants and scenarios; `agree`: after quiet time all open tabs hold the same. */
export type Invariant =
  'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'A19' | 'C11' | 'C12' | 'G12' | 'agree';

/** How every JWT and every refresh token of the simulated pool begins. */
const SECRET = /eyJ|refresh-\d/;
const SECRETS = ['eyJ', 'refresh-1', 'refresh-2', 'refresh-3', 'refresh-4', 'refresh-5'];

/** Errors whose insides have been searched; equal ones are made by the same line. */
const searched = new Set<string>();

/** Collects violations, and counts what happened so that a run can show what it has tried. */
export class Watch {
  readonly violations: string[] = [];
  readonly counts = new Map<string, number>();

  constructor(
    private readonly clock: FakeClock,
    private readonly storeDisturbedAt: () => number,
  ) {}

  violated(invariant: Invariant, what: string): void {
    this.violations.push(`${invariant} at ${this.clock.monotonic()} ms: ${what}`);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /**
   * I1, and B01's "0 answers token reused": with rotation no refresh token is sent twice, unless
   * the first answer did not arrive or was not kept, or one of the two was sent by a page that was
   * frozen meanwhile or had to go without the lock.
   */
  usedAgain(earlier: RefreshCall, later: RefreshCall): void {
    this.count('used token sent again');
    const { page, startedAt, endedAt = Infinity, answered } = earlier;
    const excused =
      !answered ||
      // Its answer was thrown away, and another tab has yet to hear why.
      later.family?.over === true ||
      earlier.forSignOut ||
      later.forSignOut ||
      earlier.withoutLock ||
      later.withoutLock ||
      endedAt > later.startedAt ||
      wasFrozenSince(page, startedAt) ||
      wasFrozenSince(later.page, startedAt) ||
      (page.closedAt ?? Infinity) <= endedAt + MARK_MS ||
      this.storeDisturbedAt() >= startedAt;
    if (excused) return;
    this.violated('I1', `${later.page.name} used a token that ${page.name} had used`);
  }

  /** I8: `text` is seen by others. */
  noSecret(text: string, where: string): void {
    if (SECRET.test(text)) this.violated('I8', `a token in ${where}`);
  }

  /** I8: an error that the app gets. */
  noSecretIn(error: unknown, where: string): void {
    const { message = '', cause } = error as { message?: string; cause?: unknown };
    const kind = `${message} ${String(cause)}`;
    this.noSecret(kind, where);
    if (searched.has(kind)) return;
    searched.add(kind);
    for (const leak of leaksIn(error, SECRETS)) this.violated('I8', `${leak} of ${where}`);
  }

  /**
   * I1: one refresh call in flight per user. A second one is allowed
   * - beside the call of a page that was frozen meanwhile or had given up waiting for the lock, or
   *   by such a page: nobody can take a lock away, so after WAIT (25 s) a tab goes on without it;
   * - for a sign-out everywhere, which needs an access token and has ended the session already.
   */
  refreshStarted(call: RefreshCall, inFlight: readonly RefreshCall[]): void {
    this.count('refresh call');
    const { page, startedAt } = call;
    const apart = (one: RefreshCall): boolean =>
      one.withoutLock &&
      (one.page.gaveUpWaiting || wasFrozenSince(one.page, startedAt - FLIGHT_MS));
    if (call.forSignOut) return;
    if (call.withoutLock && !apart(call)) {
      this.violated('I1', `${page.name} refreshed without the lock and without having waited`);
    }
    for (const other of inFlight) {
      if (other.family?.user !== call.family?.user || other.forSignOut) continue;
      if (apart(call) || apart(other) || wasFrozenSince(other.page, other.startedAt)) {
        this.count('second call beside a page without the lock');
        continue;
      }
      const since = `since ${other.startedAt} ms`;
      this.violated('I1', `${page.name} refreshed beside ${other.page.name} (${since})`);
    }
  }
}

/** Longest time of one flight, in milliseconds. */
const FLIGHT_MS = 45_000;
/** How long the mark of a used token stands, when its page stays open, in milliseconds. */
const MARK_MS = 1000;

function wasFrozenSince(
  { lastFrozen = -1 }: { lastFrozen: number | undefined },
  at: number,
): boolean {
  return lastFrozen >= at;
}
