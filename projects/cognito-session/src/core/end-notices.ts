// Messages of other tabs that a session ended. Whatever script runs on this origin can post one, so
// a message alone ends nothing that the tabs share: the store or a mark has to confirm it.

import type { EndedGenerations } from './ended-generations';
import type { LazyUpkeep } from './lazy-upkeep';
import { then } from './maybe-promise';
import type { SessionPersistence } from './session-persistence';
import type { SignedOutReason } from './session-state';
import type { MaybePromise } from './session-store';
import type { EndReason } from './tab-channel';

/** A session that another tab says is over. */
export interface EndNotice {
  readonly generation: string;
  readonly reason: EndReason;
}

const REASONS: readonly unknown[] = ['sign-out', 'refused', 'idle'] satisfies EndReason[];

/** Whether a message is a notice in the form that this version knows. */
export function isEndNotice(message: object): message is EndNotice {
  const { generation, reason } = message as Partial<EndNotice>;
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
  readonly #upkeep: LazyUpkeep;
  #last: EndNotice | undefined;
  #confirming: MaybePromise<boolean> = false;

  constructor(persistence: SessionPersistence, ended: EndedGenerations, upkeep: LazyUpkeep) {
    this.#persistence = persistence;
    this.#ended = ended;
    this.#upkeep = upkeep;
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
    this.#confirming = then(this.#isOver(generation), (over) => {
      if (over) this.#ended.add(generation);
      return over;
    });
    return this.#confirming;
  }

  /** Settles when it is known whether the last notice is true, if that was about this generation. */
  settled(generation: string): MaybePromise<unknown> {
    return this.#last?.generation === generation ? this.#confirming : undefined;
  }

  #isOver(generation: string): MaybePromise<boolean> {
    const persistence = this.#persistence;
    if (!persistence.shared) return true;
    persistence.outdate();
    return then(persistence.read(), (stored): MaybePromise<boolean> => {
      // A session that the store never took is in nobody's store.
      if (persistence.unsaved || stored?.generation !== generation) return true;
      // The store may show this process an old value, and the mark of a sign-out never is one.
      return this.#upkeep.load().then(
        (upkeep) => upkeep.isMarkedEnded(generation),
        () => false,
      );
    });
  }
}
