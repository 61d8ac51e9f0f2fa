// Sign-ins under way, from their first call to their tokens. A sign-out in any tab ends them: after
// a sign-out, a late answer must not sign the user in.

import type { CurrentSession } from '../session/current-session';
import { type ActiveSession, newGeneration, type TokenSet } from '../session/active-session';
import { isFamily } from '../session/session-comparison';
import { sessionEnded } from '../session-error';
import type { MaybePromise } from '../store/session-store';
import type { SuspendedSignIns } from '../store/suspended-sign-ins';
import type { TabLocks } from '../tabs/tab-locks';
import { isSignOutMarker, signOutMarker } from '../tabs/tab-markers';
import type { TokenRevocation } from '../refresh/token-revocation';

/**
 * The life of the marker of a sign-out, in milliseconds. With messages between tabs it may be
 * short: a tab that is busy for longer gets the message first. Without them it is as long as
 * Cognito waits for the answer to a challenge (3 minutes, 15 at most).
 */
export const SIGN_OUT_MARK_MS = { heard: 2000, unheard: 900_000 };

/** A sign-in under way. */
export interface PendingSignIn {
  /** Whether a sign-out in this or another tab has ended it. */
  overtaken: boolean;
}

/** The sign-ins of one page. */
export class PendingSignIns {
  readonly #locks: TabLocks;
  readonly #revocation: TokenRevocation;
  readonly #current: CurrentSession;
  /** A random id of this page, to distinguish its sign-outs from those of other tabs. */
  readonly #page = newGeneration();
  /** Each sign-in with the markers of the sign-outs before it. */
  readonly #pending = new Map<PendingSignIn, Promise<readonly string[]>>();

  constructor(
    locks: TabLocks,
    revocation: TokenRevocation,
    current: CurrentSession,
    private readonly markMs: number,
    /** The sign-ins that wait for another page. */
    readonly suspended?: SuspendedSignIns,
  ) {
    this.#locks = locks;
    this.#revocation = revocation;
    this.#current = current;
  }

  /** Begins a sign-in: from now on, a sign-out ends it. */
  begin(pending: PendingSignIn): void {
    this.#pending.set(pending, this.#signOutMarks());
  }

  /** Ends all sign-ins of this tab after a sign-out in another tab. */
  overtake(): void {
    this.#endHere();
    this.suspended?.endAsHeard();
  }

  /** Ends all sign-ins, also those of other tabs, after a sign-out in this tab. */
  signOut(): void {
    this.#endHere();
    this.suspended?.endAll();
    const mark = signOutMarker(this.#page, newGeneration());
    void this.#locks.mark(mark, this.markMs);
  }

  /**
   * Completes a sign-in by `start`, unless a sign-out has ended it. A message of another tab may
   * still be under way, so this also reads the markers, which are never late. Revokes the tokens if
   * no session starts, because Cognito has issued them.
   * @throws {@link SessionError} `NOT_SIGNED_IN` if a sign-out has ended it, and the errors of
   *   `start`.
   */
  async complete(
    pending: PendingSignIn,
    tokens: TokenSet,
    start: () => MaybePromise<ActiveSession>,
  ): Promise<ActiveSession> {
    try {
      const known = await this.#pending.get(pending);
      const marks = await this.#signOutMarks();
      this.#pending.delete(pending);
      if (known && marks.some((mark) => !known.includes(mark))) pending.overtaken = true;
      if (pending.overtaken) throw sessionEnded();
      return await start();
    } catch (error) {
      this.giveUp(tokens);
      throw error;
    }
  }

  /**
   * Revokes tokens that no session uses, best effort, unless they belong to the sign-in of the
   * current session.
   */
  giveUp(tokens: TokenSet): void {
    const refreshToken: unknown = tokens.RefreshToken;
    const { active } = this.#current;
    if (typeof refreshToken !== 'string' || !refreshToken || (active && isFamily(active, tokens)))
      return;
    void this.#revocation.revoke(refreshToken);
  }

  #endHere(): void {
    for (const pending of this.#pending.keys()) pending.overtaken = true;
    this.#pending.clear();
  }

  /** The present markers of other tabs' sign-outs, one for each. */
  async #signOutMarks(): Promise<readonly string[]> {
    const ours = signOutMarker(this.#page, '');
    const marks = await this.#locks.marks();
    return marks.filter((mark) => isSignOutMarker(mark) && !mark.startsWith(ours));
  }
}
