// What other tabs did to the session: their messages, and what the store shows.

import type { CurrentSession } from './current-session';
import { type EndNotice, EndNotices, isEndNotice, reasonOf } from './end-notices';
import type { LazyUpkeep } from './lazy-upkeep';
import { then } from './maybe-promise';
import type { PendingSignIns } from './pending-sign-ins';
import type { SessionPersistence } from './session-persistence';
import type { MaybePromise } from './session-store';
import type { TabMessage } from './tab-channel';

/** Applies it to the session of this tab. */
export class OtherTabs {
  readonly #persistence: SessionPersistence;
  readonly #current: CurrentSession;
  readonly #upkeep: LazyUpkeep;
  readonly #signIns: PendingSignIns;
  readonly #notices: EndNotices;

  constructor(
    persistence: SessionPersistence,
    current: CurrentSession,
    upkeep: LazyUpkeep,
    signIns: PendingSignIns,
  ) {
    this.#persistence = persistence;
    this.#current = current;
    this.#upkeep = upkeep;
    this.#signIns = signIns;
    this.#notices = new EndNotices(persistence, current.ended, upkeep);
  }

  onMessage(message: TabMessage): void {
    const notice = isEndNotice(message) ? message : undefined;
    if (notice?.reason === 'sign-out') this.#signIns.overtake();
    void then(notice ? this.#notices.confirm(notice) : false, (over) => {
      if (notice && over) this.#endAsTold(notice);
      // Where there was no session yet, this is the moment to load what follows the other tabs.
      this.#upkeep.run(({ follower }) => follower.soon(() => this.look()));
    });
  }

  /** Settles when no message about this generation waits for its confirmation. */
  settled(generation: string): MaybePromise<unknown> {
    return this.#notices.settled(generation);
  }

  /** Looks at the store, which another tab or the user may have changed. */
  look(): MaybePromise<unknown> {
    const current = this.#current;
    const { held } = current;
    const { follower } = this.#upkeep.current ?? {};
    if (!follower) return undefined;
    return then(
      follower.look(held, () => current.held),
      (change) => {
        // Something else may have happened during a look that took time.
        if (!change || held !== current.held) return;
        if (change.kind === 'storage-cleared') {
          current.end(this.#notices.reasonFor(held?.generation));
          return;
        }
        if (held && held.generation !== change.held.generation) current.ended.add(held.generation);
        current.hold(change.held, change.kind);
      },
    );
  }

  #endAsTold(notice: EndNotice): void {
    const { generation, reason } = notice;
    const { shared } = this.#persistence;
    const { held } = this.#current;
    // Tabs with a store of their own have generations of their own, and "sign out" means all tabs.
    const ours = held?.generation === generation || (!shared && reason === 'sign-out');
    if (!held || !ours) return;
    // A shared store was cleared by the other tab, and may hold the next session by now.
    if (shared) this.#persistence.forget();
    else void this.#persistence.write(null);
    this.#current.end(reasonOf(notice));
  }
}
