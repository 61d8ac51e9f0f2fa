// The record in a store of the app's own, which may answer by promises, late, or with something
// else than a text. Only `withStorage` with such a store loads this file: the browser's own stores
// answer at once.

import type { Clock } from '../clock';
import { isPromise, whenReady } from './maybe-promise';
import { isShared, type MaybePromise, type SessionStore } from './session-store';
import { STORE_TIMEOUT_MS, StoreFault, StoreQueue } from './store-queue';
import { type RecordText, StoredRecord } from './stored-record';

/** A write that was given up, and may still reach the store. */
interface LateWrite {
  readonly value: RecordText;
  /**
   * Until when a store without a record is taken for its work before it has settled, by the
   * monotonic clock.
   */
  readonly until: number;
  settled: boolean;
  /** Whether the store says that it has taken it. */
  worked: boolean;
}

/**
 * How long a removal that was given up explains why the record is missing, in milliseconds. After
 * that, somebody else has removed it: stores must settle, but one that never does must not hide a
 * record that was cleared.
 */
const LATE_REMOVAL_MS = 60_000;

/**
 * How late a timer may be in a page that runs, in milliseconds: a hidden one's fire once a second.
 */
const TIMER_MS = 1000;

/** Reads and writes the record in any store, one operation after the other. */
export class QueuedRecord extends StoredRecord {
  readonly #clock: Clock;
  readonly #queue: StoreQueue;
  /** The read under way, as long as no write has been asked for since. */
  #reading: Promise<RecordText> | undefined;
  /**
   * When the latest read was asked for, by the monotonic clock: its answer is as old as that,
   * whoever joins it.
   */
  #askedAt = 0;
  /**
   * Whether the page was frozen while the last write was under way, and gave it up when it was
   * thawed.
   */
  #frozen = false;
  /** Writes that were given up and whose effect has not been looked at yet. */
  readonly #late = new Set<LateWrite>();

  constructor(store: SessionStore, key: string, clock: Clock, queue = new StoreQueue(clock)) {
    super(store, key, isShared(store), queue);
    this.#clock = clock;
    this.#queue = queue;
  }

  override read(): MaybePromise<RecordText> {
    const answer = this.#join();
    const askedAt = this.#askedAt;
    return whenReady(answer, (record) => {
      // No store may take that long, so the page was frozen meanwhile, and this was true hours ago.
      const late = this.#clock.monotonic() - askedAt > STORE_TIMEOUT_MS;
      return late && !this.#queue.failing.has('read') ? this.#join() : record;
    });
  }

  override write(value: RecordText): MaybePromise<unknown> {
    this.invalidateRead();
    return super.write(value);
  }

  override invalidateRead(): void {
    this.#reading = undefined;
  }

  override saveAgain(): void {
    if (!this.#queue.busy) super.saveAgain();
  }

  /**
   * Reads with no write between them share one answer: hundreds of callers must not queue hundreds
   * of reads.
   */
  #join(): MaybePromise<RecordText> {
    if (this.#reading) return this.#reading;
    this.#askedAt = this.#clock.monotonic();
    // Before the read has its turn in the queue: what is asked for from now on is newer than its
    // answer.
    const { writes } = this;
    const record = this.#queue.run(
      'read',
      () => this.#find((stored, late) => this.#judge(stored, late, writes)),
      () => this.newest ?? null,
    );
    if (isPromise(record)) {
      const reading = record.finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
      this.#reading = reading;
    }
    return record;
  }

  /** What a read means that was asked for after so many writes. */
  #judge(stored: RecordText, late: LateWrite | undefined, writes: number): RecordText {
    const { newest } = this;
    if (late && newest !== undefined && stored !== newest && !this.lacks(stored)) {
      // Put right when it settles, or at the next chance. A removal under way may also have been
      // another tab's.
      this.last = stored;
      this.unsaved ||= stored !== null || late.settled;
      return newest;
    }
    const record = this.compare(stored);
    if (writes !== this.writes) this.newest = newest;
    return record;
  }

  /**
   * A write that was given up has settled: if the store holds its work, the newest record goes
   * there once more.
   */
  #settle(write: LateWrite, worked: boolean): void {
    write.settled = true;
    write.worked = worked;
    // As a read: a write that took too long has not worked, and the next one that does is not told
    // either.
    void this.#queue.run<unknown>(
      'read',
      () =>
        this.#find((stored, late) => {
          const { newest } = this;
          // Anything else was written by another tab meanwhile, and stays. Only a blank one stands
          // for no record.
          const ours = late ?? (stored === '' && newest === null);
          if (newest === undefined || !ours) return undefined;
          if (stored !== newest) return this.put(newest);
          this.saved(stored);
          return undefined;
        }),
      () => (this.unsaved = true),
    );
  }

  /**
   * Reads the store, and finds the write of this tab that was given up and made the store what it
   * is.
   */
  #find<T>(
    judge: (stored: RecordText, late: LateWrite | undefined) => MaybePromise<T>,
  ): MaybePromise<T> {
    // What had settled before has landed before: it is looked at once.
    const landed = [...this.#late].filter(({ settled }) => settled);
    return whenReady(this.#get(), (stored) => {
      const now = this.#clock.monotonic();
      const late = [...this.#late].find(
        ({ value, until, settled }) =>
          value === stored && (value !== null || settled || now < until),
      );
      for (const each of landed) {
        const isNewest = each.value === this.newest;
        // Until it has been put right, it goes on being the reason for what the store holds.
        if (each !== late || isNewest) this.#late.delete(each);
        // Anything else that the store holds by now was written by another tab. One removal is like
        // another, so it may not have been the one that was asked for last.
        const isLast = (isNewest && each.value !== null) || !this.known;
        if (each.worked && !late && isLast) this.last = each.value;
      }
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
      throw new StoreFault(message);
    };
    const answer = this.store.getItem(this.key);
    return isPromise(answer) ? this.#queue.inTime(answer).then(check) : check(answer);
  }

  protected override put(value: RecordText): MaybePromise<unknown> {
    const answer = this.send(value);
    if (!isPromise(answer)) {
      this.saved(value);
      return undefined;
    }
    const askedAt = this.#clock.monotonic();
    const until = askedAt + LATE_REMOVAL_MS;
    this.#frozen = false;
    const late = { value, until, settled: false, worked: false };
    return this.#queue
      .inTime(answer, {
        givenUp: () => {
          this.#frozen = this.#clock.monotonic() - askedAt > STORE_TIMEOUT_MS + TIMER_MS;
          this.#late.add(late);
        },
        settled: (worked) => this.#settle(late, worked),
      })
      .then(
        () => this.saved(value),
        (error: unknown) => {
          // What the store denies to have taken may be there all the same.
          if (!this.#late.has(late)) this.#late.add(Object.assign(late, { settled: true }));
          throw error;
        },
      );
  }

  protected override blank(): MaybePromise<unknown> {
    // The store may have done it long ago, and hold another tab's record by now: it is looked at
    // first.
    if (this.#frozen) return undefined;
    const done = super.blank();
    return isPromise(done) ? done.catch(() => undefined) : done;
  }
}
