// Sign-ins on their way, from their first call to their tokens. A sign-out in any tab overtakes
// them: nobody who has just signed out may find themselves signed in by an answer that came late.

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
 * How long a sign-out is marked, in milliseconds: where tabs hear of each other, a tab that is busy
 * for longer gets the message first; where they do not, as long as Cognito waits for the answer to
 * a challenge (3 minutes, 15 at most).
 */
export const SIGN_OUT_MARK_MS = { heard: 2000, unheard: 900_000 };

/** A sign-in on its way. */
export interface PendingSignIn {
  /** Whether a sign-out in this or another tab has ended it. */
  overtaken: boolean;
}

/** The sign-ins of one page. */
export class PendingSignIns {
  readonly #locks: TabLocks;
  readonly #revocation: TokenRevocation;
  readonly #current: CurrentSession;
  /** Tells the sign-outs of this page from those of other tabs. */
  readonly #page = newGeneration();
  /** Each with the marks of the sign-outs before it. */
  readonly #pending = new Map<PendingSignIn, Promise<readonly string[]>>();

  constructor(
    locks: TabLocks,
    revocation: TokenRevocation,
    current: CurrentSession,
    private readonly markMs: number,
    /** Those that wait for another page. */
    readonly suspended?: SuspendedSignIns,
  ) {
    this.#locks = locks;
    this.#revocation = revocation;
    this.#current = current;
  }

  /** Begins one: from now on sign-outs overtake it. */
  begin(pending: PendingSignIn): void {
    this.#pending.set(pending, this.#signOutMarks());
  }

  /** Ends all on their way: the user signs out in another tab. */
  overtake(): void {
    this.#endHere();
    this.suspended?.endAsHeard();
  }

  /** Ends all on their way, in other tabs, too: the user signs out in this one. */
  signOut(): void {
    this.#endHere();
    this.suspended?.endAll();
    const mark = signOutMarker(this.#page, newGeneration());
    void this.#locks.mark(mark, this.markMs);
  }

  /**
   * Completes one by `start`, unless it was overtaken. A message of another tab may still be on its
   * way, so the marks are asked, too: no tab can read them too late. Tokens that come to nothing
   * are revoked, since Cognito gave them.
   * @throws {@link SessionError} `NOT_SIGNED_IN` when it was overtaken, and what `start` throws.
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
   * Revokes tokens that come to nothing, best effort, unless they belong to the sign-in of the
   * session.
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

  /** The marks of other tabs' sign-outs that stand now, one for each. */
  async #signOutMarks(): Promise<readonly string[]> {
    const ours = signOutMarker(this.#page, '');
    const marks = await this.#locks.marks();
    return marks.filter((mark) => isSignOutMarker(mark) && !mark.startsWith(ours));
  }
}
