// Follows the other tabs: their messages, and their changes of the store.

import type { CurrentSession } from '../session/current-session';
import type { EndedGenerations } from '../session/ended-generations';
import { type EndNotice, EndNotices, isEndNotice, reasonOf } from './end-notices';
import { whenReady } from '../store/maybe-promise';
import type { SessionPersistence } from '../store/session-persistence';
import type { MaybePromise } from '../store/session-store';
import type { TabChannel, TabMessage } from './tab-channel';
import type { WatcherParts, StoreWatcher } from './store-watcher';

/** The sign-ins that are under way in this tab. */
export interface SignInsUnderWay {
  /** Ends them, because of a sign-out after they began. */
  overtake(): void;
}

/** Applies the changes of other tabs to the session of this tab. */
export class OtherTabs {
  readonly #persistence: SessionPersistence;
  readonly #channel: TabChannel;
  readonly #ended: EndedGenerations;
  readonly #current: CurrentSession;
  readonly #watcher: StoreWatcher;
  readonly #signIns: SignInsUnderWay;
  readonly #notices: EndNotices;

  constructor(
    { persistence, channel, ended, locks }: WatcherParts,
    current: CurrentSession,
    watcher: StoreWatcher,
    signIns: SignInsUnderWay,
  ) {
    this.#persistence = persistence;
    this.#channel = channel;
    this.#ended = ended;
    this.#current = current;
    this.#watcher = watcher;
    this.#signIns = signIns;
    this.#notices = new EndNotices(persistence, ended, locks);
  }

  /** Reads the store before a token is used, if messages of other tabs may have been missed. */
  catchUp(): MaybePromise<unknown> {
    return !this.#channel.listening || this.#watcher.hasMissedMessages ? this.look() : undefined;
  }

  onMessage(message: TabMessage): void {
    const notice = isEndNotice(message) ? message : undefined;
    if (notice?.reason === 'sign-out') this.#signIns.overtake();
    void whenReady(notice ? this.#notices.confirm(notice) : false, (over) => {
      if (notice && over) this.#endAsTold(notice);
      this.#watcher.scheduleCheck(() => this.look());
    });
  }

  /** Reads the store, which another tab or the user may have changed, and applies the change. */
  look(): MaybePromise<unknown> {
    const current = this.#current;
    const { active } = current;
    return whenReady(
      this.#watcher.compare(active, () => current.active),
      (change) => {
        // The session may have changed during an asynchronous read.
        if (!change || active !== current.active) return;
        if (change.kind === 'storage-cleared') {
          current.end(this.#notices.reasonFor(active?.generation));
          return;
        }
        if (active && active.generation !== change.active.generation)
          this.#ended.add(active.generation);
        current.hold(change.active, change.kind);
      },
    );
  }

  #endAsTold(notice: EndNotice): void {
    const { generation, reason } = notice;
    const { shared } = this.#persistence.record;
    const { active } = this.#current;
    // Tabs with a store of their own have other generations, but a sign-out ends all tabs.
    const ours = active?.generation === generation || (!shared && reason === 'sign-out');
    if (!active || !ours) return;
    // The other tab has cleared a shared store, which may hold the next session by now.
    if (shared) this.#persistence.discardUnsaved();
    else void this.#persistence.write(null);
    this.#current.end(reasonOf(notice));
  }
}
