// Sign-ins that an app has suspended, by their ids, so that a sign-out ends them as well. The ids
// are kept beside the session, because both the page that suspended a sign-in and the one that
// signed out may be gone when it goes on.

import type { Clock } from '../clock';
import { whenReady } from './maybe-promise';
import type { MaybePromise, SessionStore } from './session-store';
import { limitTime } from '../time-limit';
import { isJsonObject } from '../tokens/jwt-payload';

/** The version of the record. */
const RECORD_VERSION = 1;

/** Longest wait for the store, in milliseconds. */
const STORE_MS = 1000;

/**
 * How long an id counts, in milliseconds: Cognito waits for the answer to a challenge for 15
 * minutes at most. Nothing runs when that is over; the next change takes older ids out.
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

/** What the store holds; the key is there only while there are ids. */
interface SuspendedRecord {
  readonly v: typeof RECORD_VERSION;
  readonly signIns: readonly Suspended[];
}

/**
 * Keeps the ids. A store that fails or hangs ends no sign-in, and nothing else happens: no method
 * throws.
 */
export class SuspendedSignIns {
  readonly #store: SessionStore;
  readonly #shared: boolean;
  readonly #key: string;
  readonly #clock: Clock;
  /** Those that this page has suspended. */
  readonly #own = new Set<string>();
  /** Changes that a slow store has not finished. */
  #changes: Promise<unknown> | undefined;

  /**
   * @param key the session's key in the store.
   * @param shared whether all tabs see what is in the store.
   */
  constructor(store: SessionStore, key: string, clock: Clock, shared: boolean) {
    this.#store = store;
    this.#shared = shared;
    this.#key = `${key}.suspended`;
    this.#clock = clock;
  }

  /**
   * A sign-in is suspended; done at once in a store that answers at once, since the page may be
   * about to go.
   */
  add(id: string): void {
    this.#own.add(id);
    const at = this.#clock.now();
    // A later step of the same sign-in is waited for longer; one that has ended stays ended.
    this.#change((all) => [
      ...all.filter((each) => each.id !== id),
      { id, at, ended: all.some((each) => each.id === id && each.ended) },
    ]);
  }

  /** A sign-in is complete. */
  remove(id: string): void {
    this.#change((all) => all.filter((each) => each.id !== id));
  }

  /** A user signs out in this tab. */
  endAll(): void {
    this.#end(() => true);
  }

  /**
   * This tab hears that a user has signed out in another one, perhaps long ago. In a shared store
   * the other tab ends them all, and this one only makes sure of its own: others may have been
   * suspended since.
   */
  endAsHeard(): void {
    this.#end((id) => !this.#shared || this.#own.has(id));
  }

  /** Whether a user has signed out since a sign-in was suspended, as far as this store was told. */
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
        // One of a newer version of the library is not this one's to change.
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
      // Done at once.
      if (made === undefined) return;
      const settled = limitTime(STORE_MS, this.#clock, () => made)
        .catch(() => undefined)
        .then(() => {
          if (this.#changes === settled) this.#changes = undefined;
        });
      this.#changes = settled;
    } catch {
      // A store that is full or forbidden.
    }
  }

  /** What a record holds, nothing where it is broken; undefined for one of a newer version. */
  #signInsIn(text: string | null): readonly Suspended[] | undefined {
    try {
      const record: unknown = JSON.parse(text ?? '{}');
      const { v, signIns }: { readonly [Name in keyof SuspendedRecord]?: unknown } = record ?? {};
      if (Number(v) > RECORD_VERSION) return undefined;
      const all: readonly unknown[] = Array.isArray(signIns) ? signIns : [];
      return all.filter(
        (each): each is Suspended => isJsonObject(each) && typeof each['id'] === 'string',
      );
    } catch {
      return [];
    }
  }
}
