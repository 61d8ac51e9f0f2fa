// The store as the core uses it: one session under one key, operations in the order they were asked for, and a store
// that fails turned into memory. A synchronous store is used synchronously, so that sign-out clears it at once.

import { Subject } from 'rxjs';
import type { Clock } from './clock';
import { type HeldSession, parseSession, serializeSession } from './held-session';
import type { CheckedConfig } from './session-config';
import { SessionError } from './session-error';
import { isPromise, then } from './maybe-promise';
import type { MaybePromise, SessionStore } from './session-store';

/** Longest wait for one answer of an asynchronous store, in milliseconds. */
const STORE_TIMEOUT_MS = 5000;

/** Reads, writes and removes the one record of a session. */
export class SessionPersistence {
  /** A `STORE_UNAVAILABLE` error for the first failure of a row; a success ends the row. */
  readonly failures$ = new Subject<SessionError>();
  /** Whether other tabs see what is written here. */
  readonly shared: boolean;
  readonly #store: SessionStore;
  readonly #key: string;
  readonly #config: CheckedConfig;
  readonly #clock: Clock;
  /** The operation under way, when the store is asynchronous. */
  #tail: Promise<unknown> | undefined;
  /** The read under way, as long as no write has been asked for since. */
  #reading: Promise<string | null> | undefined;
  /** When that read was asked for, by the monotonic clock: its answer is as old as that, whoever joins it. */
  #askedAt = 0;
  /** What the store should hold but does not: a value, or null for a removal that failed. */
  #unsaved: { readonly value: string | null } | undefined;
  /** What the store held when it last answered; stands in for it while it does not. Undefined: it never did. */
  #last: string | null | undefined;
  #writes = 0;
  #failing = false;

  constructor(store: SessionStore, key: string, config: CheckedConfig, clock: Clock) {
    this.#store = store;
    this.#key = key;
    this.#config = config;
    this.#clock = clock;
    this.shared = store.shared ?? true;
  }

  /** Whether the store lacks what this tab last wrote. */
  get unsaved(): boolean {
    return this.#unsaved !== undefined;
  }

  /**
   * The stored session, or null; while the store fails, the last one known. What is stored under the key but is no session of
   * this pool and client is removed at the first read; later ones leave it alone, since another tab may just be replacing it.
   */
  read(): MaybePromise<HeldSession | null> {
    return this.#read();
  }

  #read(again = false): MaybePromise<HeldSession | null> {
    const writes = this.#writes;
    const first = this.#last === undefined;
    const answer = this.#readRecord();
    const askedAt = this.#askedAt;
    return then(answer, (record): MaybePromise<HeldSession | null> => {
      // No store may take that long, so the page was frozen meanwhile, and this was true hours ago.
      const late = this.#clock.monotonic() - askedAt > STORE_TIMEOUT_MS;
      if (late && !again && !this.#failing) return this.#read(true);
      if (record === null) return null;
      const held = parseSession(record, this.#config, this.#clock);
      // Unless a session was started meanwhile: it replaces the record anyway.
      if (!held && first && writes === this.#writes) void this.write(null);
      return held;
    });
  }

  /** What the store did not take is over: it is not written any more. */
  forget(): void {
    this.#unsaved = undefined;
  }

  /** Replaces the stored session, or removes it. A failure is told by `failures$`; `saveAgain` tries again. */
  write(held: HeldSession | null): MaybePromise<unknown> {
    return this.#writeRecord(held && serializeSession(held));
  }

  /** The store may hold something else by now than a read under way will tell: who reads next asks again. */
  outdate(): void {
    this.#reading = undefined;
  }

  /** Writes what the store did not take, unless it is busy or somebody else has written since. */
  saveAgain(): void {
    if (!this.#unsaved || this.#tail) return;
    const writes = this.#writes;
    void then(this.#readRecord(), (record) => {
      // What was asked for meanwhile, a sign-out above all, has the last word.
      if (this.#unsaved && writes === this.#writes) void this.#writeRecord(record);
    });
  }

  #readRecord(): MaybePromise<string | null> {
    // Reads with no write between them share one answer: hundreds of callers must not queue hundreds of reads.
    if (this.#reading) return this.#reading;
    this.#askedAt = this.#clock.monotonic();
    const record = this.#run(
      () => {
        return then(this.#store.getItem(this.#key), (record) => {
          const unchanged = this.#last === undefined || this.#last === record;
          if (this.#unsaved && unchanged) return this.#unsaved.value;
          // Another tab has written since: what this one could not write is out of date.
          this.#unsaved = undefined;
          return (this.#last = record);
        });
      },
      () => (this.#unsaved ? this.#unsaved.value : (this.#last ?? null)),
    );
    if (isPromise(record)) {
      const reading = record.finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
      this.#reading = reading;
    }
    return record;
  }

  #writeRecord(value: string | null): MaybePromise<unknown> {
    this.#reading = undefined;
    this.#writes++;
    return this.#run(
      () => {
        const done =
          value === null
            ? this.#store.removeItem(this.#key)
            : this.#store.setItem(this.#key, value);
        return then(done, () => {
          this.#last = value;
          this.#unsaved = undefined;
        });
      },
      () => {
        this.#unsaved = { value };
        return value ?? this.#blank();
      },
    );
  }

  /** Overwrites what cannot be removed: an empty record is no session, after a reload as well. */
  #blank(): MaybePromise<unknown> {
    const blanked = (): unknown => (this.#last = '');
    try {
      const done = this.#store.setItem(this.#key, '');
      return isPromise(done) ? this.#inTime(done).then(blanked, () => undefined) : blanked();
    } catch {
      // It takes nothing at all; its failure has been told.
      return undefined;
    }
  }

  /** Runs `operation` when the one before has settled; `otherwise` gives the answer when it fails. */
  #run<T>(operation: () => MaybePromise<T>, otherwise: () => T): MaybePromise<T> {
    const succeed = (answer: T): T => {
      this.#failing &&= this.unsaved;
      return answer;
    };
    const fail = (cause: unknown): T => {
      const first = !this.#failing;
      this.#failing = true;
      const answer = otherwise();
      if (first) {
        const message = 'the session store failed; the session is kept in memory';
        this.failures$.next(new SessionError('STORE_UNAVAILABLE', message, cause));
      }
      return answer;
    };
    const attempt = (): MaybePromise<T> => {
      try {
        const answer = operation();
        return isPromise(answer) ? this.#inTime(answer).then(succeed, fail) : succeed(answer);
      } catch (error) {
        // SecurityError or QuotaExceededError of Web Storage, or whatever a custom store throws.
        return fail(error);
      }
    };
    const answer = this.#tail ? this.#tail.then(attempt) : attempt();
    if (!isPromise(answer)) return answer;
    const tail = answer.finally(() => {
      if (this.#tail === tail) this.#tail = undefined;
    });
    return (this.#tail = tail);
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.schedule(STORE_TIMEOUT_MS, () => reject(new Error('no answer')));
      void answer.then(resolve, reject).finally(cancel);
    });
  }
}
