// Confirms messages of other tabs that a session has ended. Any script on this origin can post one,
// so a message alone does not end a shared session: the store or a marker must confirm it.

import type { EndedGenerations } from '../session/ended-generations';
import { whenReady } from '../store/maybe-promise';
import type { SessionPersistence } from '../store/session-persistence';
import type { SignedOutReason } from '../signed-out-reason';
import type { MaybePromise } from '../store/session-store';
import type { EndReason } from './tab-channel';
import type { TabLocks } from './tab-locks';
import { sessionEndedMarker } from './tab-markers';

/** The message of another tab that a session is over. */
export interface EndNotice {
  readonly generation: string;
  readonly reason: EndReason;
}

const REASONS: readonly unknown[] = ['sign-out', 'refused', 'idle'] satisfies EndReason[];

/** Whether a message is a notice in the form of this version. */
export function isEndNotice(message: {
  readonly generation?: unknown;
  readonly reason?: unknown;
}): message is EndNotice {
  const { generation, reason } = message;
  return typeof generation === 'string' && REASONS.includes(reason);
}

/** The reason for the state of this tab. */
export function reasonOf({ reason }: EndNotice): SignedOutReason {
  return reason === 'sign-out' ? 'other-tab' : reason;
}

/** Confirms notices, and remembers the last one: the store may confirm it only later. */
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

  /**
   * The reason for the end of a session whose record is missing: from the last notice, or else
   * `'storage-cleared'`.
   */
  reasonFor(generation: string | undefined): SignedOutReason {
    const last = this.#last;
    return last && last.generation === generation ? reasonOf(last) : 'storage-cleared';
  }

  /** Whether the session is over. Tabs with a store of their own have only the message. */
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
      // A session that could not be stored is in no store.
      if (persistence.record.unsaved || stored?.generation !== generation) return true;
      // The store may show an old value to this process; the marker of a sign-out is never late.
      return this.#locks.marks().then((marks) => marks.includes(sessionEndedMarker(generation)));
    });
  }
}
