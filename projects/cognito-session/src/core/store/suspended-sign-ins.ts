// Keeps the ids of suspended sign-ins, so that a sign-out ends them as well. The ids are in the
// store, beside the session, because the page that suspended a sign-in and the page that signed out
// may both be closed when it is resumed.

import type { Clock } from '../clock';
import { whenReady } from './maybe-promise';
import type { MaybePromise, SessionStore } from './session-store';
import { limitTime } from '../time-limit';

/** The version of the record. */
const RECORD_VERSION = 1;

/** The longest wait for the store, in milliseconds. */
const STORE_MS = 1000;

/**
 * The life of an id, in milliseconds: Cognito waits for the answer to a challenge for 15 minutes at
 * most. No timer removes older ids; the next change does.
 */
const KEPT_MS = 900_000;

/** A suspended sign-in. */
interface Suspended {
  readonly id: string;
  /** When it was last suspended, or ended by a sign-out, in milliseconds since the epoch. */
  readonly at: number;
  /** Whether a user has signed out since. */
  readonly ended: boolean;
}

/** The stored record; it exists only while there are ids. */
interface SuspendedRecord {
  readonly v: typeof RECORD_VERSION;
  readonly signIns: readonly Suspended[];
}

/**
 * Keeps the ids. No method throws: if the store fails or hangs, sign-outs do not end suspended
 * sign-ins, and nothing else changes.
 */
export class SuspendedSignIns {
  readonly #store: SessionStore;
  readonly #shared: boolean;
  readonly #key: string;
  readonly #clock: Clock;
  /** The sign-ins that this page has suspended. */
  readonly #own = new Set<string>();
  /** The changes that a slow store has not finished. */
  #changes: Promise<unknown> | undefined;

  /**
   * @param key the session's key in the store.
   * @param shared whether all tabs see the content of the store.
   */
  constructor(store: SessionStore, key: string, clock: Clock, shared: boolean) {
    this.#store = store;
    this.#shared = shared;
    this.#key = `${key}.suspended`;
    this.#clock = clock;
  }

  /**
   * Adds a suspended sign-in. A store that answers at once has it when this returns, because the
   * page may be about to close.
   */
  add(id: string): void {
    this.#own.add(id);
    const at = this.#clock.now();
    // A later step of the same sign-in starts the time anew; an ended sign-in stays ended.
    this.#change((all) => [
      ...all.filter((each) => each.id !== id),
      { id, at, ended: all.some((each) => each.id === id && each.ended) },
    ]);
  }

  /** Removes a sign-in that is complete. */
  remove(id: string): void {
    this.#change((all) => all.filter((each) => each.id !== id));
  }

  /** Ends all sign-ins, because a user signs out in this tab. */
  endAll(): void {
    this.#end(() => true);
  }

  /**
   * Ends sign-ins because another tab reports a sign-out, perhaps a long time ago. In a shared
   * store, the other tab ends them all. This tab ends only its own, because others may have been
   * suspended since.
   */
  endAsHeard(): void {
    this.#end((id) => !this.#shared || this.#own.has(id));
  }

  /** Whether a user has signed out since a sign-in was suspended, as far as this store knows. */
  async isEnded(id: string): Promise<boolean> {
    await this.#changes;
    const read = (): MaybePromise<string | null> => this.#store.getItem(this.#key);
    const text = await limitTime(STORE_MS, this.#clock, read).catch(() => null);
    return this.#signInsIn(text)?.some((each) => each.id === id && each.ended) ?? false;
  }

  #end(isOver: (id: string) => boolean): void {
    const at = this.#clock.now();
    this.#change((all) =>
      all.map((each) => (isOver(each.id) && !each.ended ? { ...each, at, ended: true } : each)),
    );
  }

  #change(change: (all: readonly Suspended[]) => readonly Suspended[]): void {
    const run = (): MaybePromise<unknown> =>
      whenReady(this.#store.getItem(this.#key), (text) => {
        const all = this.#signInsIn(text);
        // The record of a newer version of the library must not be changed.
        if (!all) return undefined;
        const since = this.#clock.now() - KEPT_MS;
        const signIns = change(all.filter(({ at }) => at > since));
        if (signIns.length > 0) {
          const record: SuspendedRecord = { v: RECORD_VERSION, signIns };
          return this.#store.setItem(this.#key, JSON.stringify(record));
        }
        return text ? this.#store.removeItem(this.#key) : undefined;
      });
    try {
      const made = this.#changes ? this.#changes.then(run) : run();
      // The store has answered at once.
      if (made === undefined) return;
      const settled = limitTime(STORE_MS, this.#clock, () => made)
        .catch(() => undefined)
        .then(() => {
          if (this.#changes === settled) this.#changes = undefined;
        });
      this.#changes = settled;
    } catch {
      // The store is full or blocked.
    }
  }

  /** The sign-ins in a record; none if it is damaged; undefined if it is of a newer version. */
  #signInsIn(text: string | null): readonly Suspended[] | undefined {
    try {
      const { v, signIns } = JSON.parse(text ?? '{}') as Partial<SuspendedRecord>;
      if (Number(v) > RECORD_VERSION) return undefined;
      const all = Array.isArray(signIns) ? (signIns as (Partial<Suspended> | null)[]) : [];
      return all.filter((each): each is Suspended => typeof each?.id === 'string');
    } catch {
      return [];
    }
  }
}
