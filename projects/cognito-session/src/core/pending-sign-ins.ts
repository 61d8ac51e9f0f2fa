// Sign-ins on their way, from their first call to their tokens. A sign-out in any tab overtakes them:
// nobody who has just signed out may find themselves signed in by an answer that came late.

import type { LazyUpkeep } from './lazy-upkeep';

/** A sign-in on its way. */
export interface PendingSignIn {
  /** Whether a sign-out in this or another tab has ended it. */
  readonly overtaken: boolean;
}

class Pending implements PendingSignIn {
  overtaken = false;
  constructor(readonly known: Promise<readonly string[]>) {}
}

/** The sign-ins of one page. */
export class PendingSignIns {
  readonly #upkeep: LazyUpkeep;
  readonly #pending = new Set<Pending>();

  constructor(upkeep: LazyUpkeep) {
    this.#upkeep = upkeep;
  }

  /** Begins one. The marks that stand now belong to sign-outs before it. */
  begin(): PendingSignIn {
    const pending = new Pending(this.#signOutMarks());
    this.#pending.add(pending);
    return pending;
  }

  /** Ends all sign-ins on their way. */
  overtake(): void {
    for (const pending of this.#pending) pending.overtaken = true;
    this.#pending.clear();
  }

  /**
   * Whether a sign-in may become a session. A message of another tab may still be on its way, so the
   * marks are asked, too: a tab sets one when its user signs out, and no tab can read it too late.
   */
  async complete(pending: PendingSignIn): Promise<boolean> {
    if (pending instanceof Pending && !pending.overtaken) {
      const known = await pending.known;
      const marks = await this.#signOutMarks();
      if (marks.some((mark) => !known.includes(mark))) pending.overtaken = true;
      this.#pending.delete(pending);
    }
    return !pending.overtaken;
  }

  /** Without the lazily loaded part there are no marks, and messages alone tell. */
  async #signOutMarks(): Promise<readonly string[]> {
    return this.#upkeep.load().then(
      (upkeep) => upkeep.signOutMarks(),
      () => [],
    );
  }
}
