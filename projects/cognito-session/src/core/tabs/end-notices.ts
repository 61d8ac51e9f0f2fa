// Messages of other tabs that a session ended. Whatever script runs on this origin can post one, so
// a message alone ends nothing that the tabs share: the store or a mark has to confirm it.

import type { EndedGenerations } from '../session/ended-generations';
import { whenReady } from '../store/maybe-promise';
import type { SessionPersistence } from '../store/session-persistence';
import type { SignedOutReason } from '../signed-out-reason';
import type { MaybePromise } from '../store/session-store';
import type { EndReason } from './tab-channel';
import type { TabLocks } from './tab-locks';
import { sessionEndedMarker } from './tab-markers';

/** A session that another tab says is over. */
export interface EndNotice {
  readonly generation: string;
  readonly reason: EndReason;
}

const REASONS: readonly unknown[] = ['sign-out', 'refused', 'idle'] satisfies EndReason[];

/** Whether a message is a notice in the form that this version knows. */
export function isEndNotice(message: {
  readonly generation?: unknown;
  readonly reason?: unknown;
}): message is EndNotice {
  const { generation, reason } = message;
  return typeof generation === 'string' && REASONS.includes(reason);
}

/** The reason as this tab tells it. */
export function reasonOf({ reason }: EndNotice): SignedOutReason {
  return reason === 'sign-out' ? 'other-tab' : reason;
}

/** Confirms notices, and remembers the last one: the store may show only later that it was true. */
export class EndNotices {
  readonly #persistence: SessionPersistence;
  readonly #ended: EndedGenerations;
  readonly #locks: TabLocks;
  #last: EndNotice | undefined;

  constructor(persistence: SessionPersistence, ended: EndedGenerations, locks: TabLocks) {
    this.#persistence = persistence;
    this.#ended = ended;
    this.#locks = locks;
  }

  /** Why a session ended whose record is gone: as it was told, or because something removed it. */
  reasonFor(generation: string | undefined): SignedOutReason {
    const last = this.#last;
    return last && last.generation === generation ? reasonOf(last) : 'storage-cleared';
  }

  /** Whether the session is over. Tabs with a store of their own have nothing but the message. */
  confirm(notice: EndNotice): MaybePromise<boolean> {
    const { generation } = notice;
    this.#last = notice;
    return whenReady(this.#isOver(generation), (over) => {
      if (over) this.#ended.add(generation);
      return over;
    });
  }

  #isOver(generation: string): MaybePromise<boolean> {
    const persistence = this.#persistence;
    if (!persistence.record.shared) return true;
    persistence.record.invalidateRead();
    return whenReady(persistence.read(), (stored): MaybePromise<boolean> => {
      // A session that the store never took is in nobody's store.
      if (persistence.record.unsaved || stored?.generation !== generation) return true;
      // The store may show this process an old value, and the mark of a sign-out never is one.
      return this.#locks.marks().then((marks) => marks.includes(sessionEndedMarker(generation)));
    });
  }
}
