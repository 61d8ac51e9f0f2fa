// The one record under the session's key, as text: what this tab wants the store to hold, what the store does hold, and
// how the two come together again after a failure. The session in it is read by session-persistence.ts.

import type { Clock } from './clock';
import { isPromise, then } from './maybe-promise';
import type { MaybePromise, SessionStore } from './session-store';
import { StoreError, type StoreQueue } from './store-queue';

/** A record; null when there is none. */
export type RecordText = string | null;

/** A write that was given up, and may still reach the store. */
interface LateWrite {
  readonly value: RecordText;
  /** Until when a store without a record is taken for its work before it has settled, by the monotonic clock. */
  readonly until: number;
  settled: boolean;
}

/**
 * How long a removal that was given up explains why the record is missing, in milliseconds. After that, somebody else
 * has removed it: stores must settle, but one that never does must not hide a record that was cleared.
 */
const LATE_REMOVAL_MS = 60_000;

/** Reads and writes the record. */
export class StoredRecord {
  readonly #store: SessionStore;
  readonly #key: string;
  readonly #clock: Clock;
  readonly #queue: StoreQueue;
  /** The read under way, as long as no write has been asked for since. */
  #reading: Promise<RecordText> | undefined;
  #askedAt = 0;
  /** The newest record that this tab asked for or saw another tab write. Undefined: none of the two. */
  #newest: RecordText | undefined;
  /** Whether the store lacks the newest record. */
  #unsaved = false;
  /** What the store held when it last answered. Undefined: it never did. */
  #last: RecordText | undefined;
  /** Writes that were given up and whose effect has not been looked at yet. */
  readonly #late = new Set<LateWrite>();
  #writes = 0;

  constructor(store: SessionStore, key: string, clock: Clock, queue: StoreQueue) {
    this.#store = store;
    this.#key = key;
    this.#clock = clock;
    this.#queue = queue;
  }

  /** Whether the store lacks what this tab last wrote. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  /** Whether the store has ever answered. */
  get known(): boolean {
    return this.#last !== undefined;
  }

  /** How many writes were asked for. */
  get writes(): number {
    return this.#writes;
  }

  /** When the latest read was asked for, by the monotonic clock: its answer is as old as that, whoever joins it. */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** The record; while the store fails, or lacks the newest record, that one. */
  read(): MaybePromise<RecordText> {
    // Reads with no write between them share one answer: hundreds of callers must not queue hundreds of reads.
    if (this.#reading) return this.#reading;
    this.#askedAt = this.#clock.monotonic();
    const writes = this.#writes;
    const record = this.#queue.run(
      'read',
      () => this.#look((stored, late) => this.#compare(stored, late, writes)),
      () => this.#newest ?? null,
    );
    if (isPromise(record)) {
      const reading = record.finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
      this.#reading = reading;
    }
    return record;
  }

  /** Replaces the record, or removes it. */
  write(value: RecordText): MaybePromise<unknown> {
    this.#reading = undefined;
    this.#writes++;
    this.#newest = value;
    return this.#queue.run<unknown>(
      'write',
      () => this.#put(value),
      () => {
        this.#unsaved = true;
        return value === null ? this.#blank() : undefined;
      },
    );
  }

  /** Invalidates the read under way; the next caller reads the store again. */
  outdate(): void {
    this.#reading = undefined;
  }

  /** The newest record is over: another tab has removed it, and may have written its own by now. */
  forget(): void {
    this.#newest = null;
    this.#unsaved = false;
  }

  /** Says that the store holds something broken instead of `value`; `saveAgain` puts it right. */
  miss(value: string): void {
    this.#newest = value;
    this.#unsaved = true;
  }

  /** Writes what the store lacks, unless it is busy or somebody else has written since. */
  saveAgain(): void {
    if (!this.#unsaved || this.#queue.busy) return;
    const writes = this.#writes;
    void then(this.read(), (record) => {
      // What was asked for meanwhile, a sign-out above all, has the last word.
      if (this.#unsaved && writes === this.#writes) void this.write(record);
    });
  }

  /** What a read means that was asked for after so many writes. */
  #compare(stored: RecordText, late: LateWrite | undefined, writes: number): RecordText {
    const newest = this.#newest;
    const unchanged = this.#last === undefined || this.#last === stored;
    if (newest !== undefined && stored !== newest) {
      // A blank record is this tab's own, even if the store failed to say that it took it.
      const blank = stored === '' && newest === null;
      if (this.#unsaved && (unchanged || blank)) return newest;
      if (late) {
        // Put right when it settles, or at the next chance. A removal under way may also have been another tab's.
        this.#last = stored;
        this.#unsaved ||= stored !== null || late.settled;
        return newest;
      }
    }
    // Another tab has written since: what this one could not write is out of date.
    this.#unsaved = false;
    this.#last = stored;
    if (writes === this.#writes) this.#newest = stored;
    return stored;
  }

  /** A write that was given up has settled: if the store holds its work, the newest record goes there once more. */
  #settle(write: LateWrite): void {
    write.settled = true;
    // As a read: a write that took too long has not worked, and the next one that does is not told either.
    void this.#queue.run<unknown>(
      'read',
      () =>
        this.#look((stored, late) => {
          const newest = this.#newest;
          // Anything else was written by another tab meanwhile, and stays. Only a blank one stands for no record.
          const ours = late ?? (stored === '' && newest === null);
          if (newest === undefined || !ours) return undefined;
          if (stored !== newest) return this.#put(newest);
          this.#saved(stored);
          return undefined;
        }),
      () => (this.#unsaved = true),
    );
  }

  /** Reads the store, and finds the write of this tab that was given up and made the store what it is. */
  #look<T>(
    judge: (stored: RecordText, late: LateWrite | undefined) => MaybePromise<T>,
  ): MaybePromise<T> {
    // What had settled before has landed before: it is looked at once.
    const landed = [...this.#late].filter(({ settled }) => settled);
    return then(this.#get(), (stored) => {
      const now = this.#clock.monotonic();
      const late = [...this.#late].find(
        ({ value, until, settled }) =>
          value === stored && (value !== null || settled || now < until),
      );
      for (const each of landed) this.#late.delete(each);
      return judge(stored, late);
    });
  }

  #get(): MaybePromise<RecordText> {
    // Apps write stores in JavaScript, too: a Map has undefined where Web Storage has null.
    const check = (answer: unknown): RecordText => {
      if (typeof answer === 'string') return answer;
      if (answer === undefined || answer === null) return null;
      const wrong = `the store's getItem must answer with a string or null, not a value of type`;
      const message = `${wrong} ${typeof answer}; the session is kept in memory`;
      throw new StoreError(message);
    };
    const answer = this.#store.getItem(this.#key);
    return isPromise(answer) ? this.#queue.inTime(answer).then(check) : check(answer);
  }

  #put(value: RecordText): MaybePromise<undefined> {
    const answer =
      value === null ? this.#store.removeItem(this.#key) : this.#store.setItem(this.#key, value);
    if (!isPromise(answer)) {
      this.#saved(value);
      return undefined;
    }
    const until = this.#clock.monotonic() + LATE_REMOVAL_MS;
    const late = { value, until, settled: false };
    return this.#queue
      .inTime(answer, {
        givenUp: () => this.#late.add(late),
        settled: () => this.#settle(late),
      })
      .then(() => {
        this.#saved(value);
        return undefined;
      });
  }

  #saved(value: RecordText): void {
    this.#last = value;
    if (value === this.#newest) this.#unsaved = false;
  }

  /** Overwrites what cannot be removed: an empty record is no session, after a reload as well. */
  #blank(): MaybePromise<unknown> {
    try {
      const done = this.#put('');
      return isPromise(done) ? done.catch(() => undefined) : done;
    } catch {
      // It takes nothing at all; its failure has been told.
      return undefined;
    }
  }
}
