// The store as the core uses it: one session under one key, operations in the order they were asked for, and a store
// that fails turned into memory. A synchronous store is used synchronously, so that sign-out clears it at once.

import { Subject } from 'rxjs';
import type { Clock } from './clock';
import { type HeldSession, parseSession, serializeSession } from './held-session';
import type { CheckedConfig } from './session-config';
import { SessionError } from './session-error';
import type { MaybePromise, SessionStore } from './session-store';

/** Longest wait for one answer of an asynchronous store, in milliseconds. */
const STORE_TIMEOUT_MS = 5000;
/** First and longest pause between two tries to save what the store did not take, in milliseconds. */
const RETRY_MS = { first: 1000, most: 30_000 };

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
  /** What the store should hold but does not: a value, or null for a removal that failed. */
  #unsaved: { readonly value: string | null } | undefined;
  /** What the store held when it last answered; stands in for it while it does not. */
  #last: string | null = null;
  #retryAt = 0;
  #retryAfter = 0;
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

  /** The stored session, or null when there is none of this pool and client; while the store fails, the last known. */
  read(): MaybePromise<HeldSession | null> {
    return then(this.#readRecord(), (record) => this.#parse(record));
  }

  /** As `read`, and removes a record that is no session of this pool and client. */
  readOrClean(): MaybePromise<HeldSession | null> {
    return then(this.#readRecord(), (record) => {
      const held = this.#parse(record);
      if (!held && record !== null) void this.write(null);
      return held;
    });
  }

  /** Replaces the stored session, or removes it. A failure is told by `failures$` and tried again later. */
  write(held: HeldSession | null): MaybePromise<unknown> {
    return this.#writeRecord(held && serializeSession(held));
  }

  /** Writes what the store did not take, once the pause after the last try is over. */
  saveAgain(): void {
    if (this.#unsaved && this.#clock.monotonic() >= this.#retryAt)
      void this.#writeRecord(this.#unsaved.value);
  }

  #parse(record: string | null): HeldSession | null {
    return record === null ? null : parseSession(record, this.#config, this.#clock);
  }

  #readRecord(): MaybePromise<string | null> {
    return this.#run(
      () => {
        if (this.#unsaved) return this.#unsaved.value;
        return then(this.#store.getItem(this.#key), (record) => (this.#last = record));
      },
      () => (this.#unsaved ? this.#unsaved.value : this.#last),
    );
  }

  #writeRecord(value: string | null): MaybePromise<unknown> {
    return this.#run(
      () => {
        const done =
          value === null
            ? this.#store.removeItem(this.#key)
            : this.#store.setItem(this.#key, value);
        return then(done, () => {
          this.#last = value;
          this.#unsaved = undefined;
          this.#retryAfter = 0;
        });
      },
      () => {
        this.#unsaved = { value };
        this.#retryAt = this.#clock.monotonic() + this.#retryAfter;
        this.#retryAfter = Math.min(RETRY_MS.most, 2 * this.#retryAfter || RETRY_MS.first);
      },
    );
  }

  /** Runs `operation` when the one before has settled; `otherwise` gives the answer when it fails. */
  #run<T>(operation: () => MaybePromise<T>, otherwise: () => T): MaybePromise<T> {
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
    const succeed = (answer: T): T => {
      this.#failing &&= this.unsaved;
      return answer;
    };
    if (!this.#tail) {
      try {
        const answer = operation();
        if (!isPromise(answer)) return succeed(answer);
        operation = () => answer;
      } catch (error) {
        // SecurityError or QuotaExceededError of Web Storage, or whatever a custom store throws.
        return fail(error);
      }
    }
    const settled = Promise.resolve(this.#tail)
      .then(() => this.#clock.limit(STORE_TIMEOUT_MS, operation))
      .then(succeed, fail)
      .finally(() => {
        if (this.#tail === settled) this.#tail = undefined;
      });
    this.#tail = settled;
    return settled;
  }
}

/** Calls `next` with the value at once, or when the promise of it resolves. */
export function then<T, R>(
  value: MaybePromise<T>,
  next: (value: T) => R,
): MaybePromise<Awaited<R>> {
  return (isPromise(value) ? value.then(next) : next(value)) as MaybePromise<Awaited<R>>;
}

function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as Promise<T> | null | undefined)?.then === 'function';
}
