// The record in a store of the app's own, which may answer by promises, late, or with a value that
// is no text. Only `withStorage` with such a store loads this file: the browser's stores answer at
// once.

import type { Clock } from '../clock';
import { isPromise, whenReady } from './maybe-promise';
import { isShared, type MaybePromise, type SessionStore } from './session-store';
import { STORE_TIMEOUT_MS, StoreFault, StoreQueue } from './store-queue';
import { type RecordText, StoredRecord } from './stored-record';

/** A write that has timed out and may still reach the store. */
interface LateWrite {
  readonly value: RecordText;
  /**
   * Until this time, by the monotonic clock, an empty store counts as the effect of this removal,
   * even before it has settled.
   */
  readonly until: number;
  settled: boolean;
  /** Whether the store has resolved it. */
  worked: boolean;
}

/**
 * For this long, in milliseconds, a removal that has timed out explains a missing record. After
 * that, something else has removed it: a store whose removal never settles must not hide that.
 */
const LATE_REMOVAL_MS = 60_000;

/**
 * The longest delay of a timer in a page that is not frozen, in milliseconds: in a hidden page,
 * timers fire once a second.
 */
const TIMER_MS = 1000;

/** Reads and writes the record in any store, one operation after the other. */
export class QueuedRecord extends StoredRecord {
  readonly #clock: Clock;
  readonly #queue: StoreQueue;
  /** The read under way; undefined after a write has been requested. */
  #reading: Promise<RecordText> | undefined;
  /**
   * When the latest read was requested, by the monotonic clock. Callers that join it get an answer
   * of that age.
   */
  #askedAt = 0;
  /**
   * Whether the page was frozen during the last write, so that the write timed out when the page
   * resumed.
   */
  #frozen = false;
  /** The writes that have timed out and whose effect is not known yet. */
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
      // No store takes longer than the limit, so the page was frozen, and the answer may be hours
      // old.
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
   * Reads without a write between them share one answer: hundreds of callers must not queue
   * hundreds of reads.
   */
  #join(): MaybePromise<RecordText> {
    if (this.#reading) return this.#reading;
    this.#askedAt = this.#clock.monotonic();
    // Taken before the read has its turn in the queue: writes from now on are newer than its
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

  /** Decides which record counts after a read that was requested after `writes` writes. */
  #judge(stored: RecordText, late: LateWrite | undefined, writes: number): RecordText {
    const { newest } = this;
    if (late && newest !== undefined && stored !== newest && !this.lacks(stored)) {
      // Corrected when the late write settles, or by the next `saveAgain`. A missing record may
      // also be another tab's removal.
      this.last = stored;
      this.unsaved ||= stored !== null || late.settled;
      return newest;
    }
    const record = this.compare(stored);
    if (writes !== this.writes) this.newest = newest;
    return record;
  }

  /**
   * Handles a late write that has settled: if the store holds its value, writes the newest record
   * once more.
   */
  #settle(write: LateWrite, worked: boolean): void {
    write.settled = true;
    write.worked = worked;
    // Runs as a read, so that a success does not count as the recovery of writes.
    void this.#queue.run<unknown>(
      'read',
      () =>
        this.#find((stored, late) => {
          const { newest } = this;
          // Any other record was written by another tab meanwhile, and stays. A blank record stands
          // for a removal.
          const ours = late ?? (stored === '' && newest === null);
          if (newest === undefined || !ours) return undefined;
          if (stored !== newest) return this.put(newest);
          this.saved(stored);
          return undefined;
        }),
      () => (this.unsaved = true),
    );
  }

  /** Reads the store, and finds the late write of this tab that explains its content. */
  #find<T>(
    judge: (stored: RecordText, late: LateWrite | undefined) => MaybePromise<T>,
  ): MaybePromise<T> {
    // A write that settled before this read has had its effect, so it needs one read only.
    const landed = [...this.#late].filter(({ settled }) => settled);
    return whenReady(this.#get(), (stored) => {
      const now = this.#clock.monotonic();
      const late = [...this.#late].find(
        ({ value, until, settled }) =>
          value === stored && (value !== null || settled || now < until),
      );
      for (const each of landed) {
        const isNewest = each.value === this.newest;
        // A write that explains the content stays until the content has been corrected.
        if (each !== late || isNewest) this.#late.delete(each);
        // Any other content was written by another tab. All removals look alike, so the late one
        // may not be the latest.
        const isLast = (isNewest && each.value !== null) || !this.known;
        if (each.worked && !late && isLast) this.last = each.value;
      }
      return judge(stored, late);
    });
  }

  #get(): MaybePromise<RecordText> {
    // Apps may write stores in JavaScript: a Map returns undefined where Web Storage returns null.
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
          // A store that rejects a write may hold the value all the same.
          if (!this.#late.has(late)) this.#late.add(Object.assign(late, { settled: true }));
          throw error;
        },
      );
  }

  protected override blank(): MaybePromise<unknown> {
    // The removal may have worked long ago, and the store may hold another tab's record by now:
    // read it first.
    if (this.#frozen) return undefined;
    const done = super.blank();
    return isPromise(done) ? done.catch(() => undefined) : done;
  }
}
