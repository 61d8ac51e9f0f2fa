// The stored session as the core uses it: reads, writes and removes it, and tells a session from a record that is
// damaged, belongs to a newer version of the library, or is not there.

import type { Clock } from './clock';
import { type HeldSession, isOfNewerVersion, parseSession, serializeSession } from './held-session';
import { then } from './maybe-promise';
import type { CheckedConfig } from './session-config';
import type { MaybePromise } from './session-store';
import type { RecordText, StoredRecord } from './stored-record';

/** When a damaged record is written again, in milliseconds: longer than any store shows an old value (20 ms seen). */
const REPAIR_MS = 100;

/** Reads, writes and removes the one record of a session. */
export class SessionPersistence {
  /** A `STORE_UNAVAILABLE` error for the first failure of a row; a success ends the row. */
  readonly failures$: StoredRecord['failures$'];
  /** Whether other tabs see what is written here. */
  readonly shared: boolean;
  readonly #record: StoredRecord;
  readonly #config: CheckedConfig;
  readonly #clock: Clock;
  /** The session that the store should hold, as last written or read; null when there is none. */
  #running: HeldSession | null = null;
  /** The generation that ended here last: the store may go on showing its record for a moment. */
  #over: string | undefined;
  #newer = false;

  constructor(record: StoredRecord, config: CheckedConfig, clock: Clock) {
    this.#record = record;
    this.#config = config;
    this.#clock = clock;
    this.failures$ = record.failures$;
    this.shared = record.shared;
  }

  /** Whether the store was last seen with the record of a newer version of the library. */
  get holdsNewerVersion(): boolean {
    return this.#newer;
  }

  /** Whether the store lacks what this tab last wrote. */
  get unsaved(): boolean {
    return this.#record.unsaved;
  }

  /**
   * The stored session, or null; while the store fails, the last one known. A record that is damaged, or of another
   * pool or client, is removed at the first read, and written again while a session runs. Later ones without a session
   * are left alone, since another tab may just be replacing them; so is the record of a newer version, always.
   */
  read(): MaybePromise<HeldSession | null> {
    const { writes, known } = this.#record;
    return then(this.#record.read(), (text) => {
      // Whatever was asked for meanwhile replaces the record anyway.
      const latest = writes === this.#record.writes;
      return this.#sessionIn(text, latest, latest && !known);
    });
  }

  /**
   * The session in a record.
   * @param latest whether the record is younger than what was asked for here.
   * @param first whether this is the first answer of the store.
   */
  #sessionIn(text: RecordText, latest: boolean, first: boolean): HeldSession | null {
    const held = text === null ? null : parseSession(text, this.#config, this.#clock);
    this.#newer = text !== null && !held && isOfNewerVersion(text);
    if (!latest) return held;
    const broken = text !== null && !held && !this.#newer;
    // An empty record is a sign-out of a tab that could not remove the record.
    if (broken && text && this.#running) return this.#repair(this.#running);
    this.#running = held?.generation === this.#over ? null : held;
    if (broken && first) void this.write(null);
    return held;
  }

  /** Keeps the running session in place of a damaged record. */
  #repair(running: HeldSession): HeldSession {
    // Reads that share an answer share its repair.
    if (this.unsaved) return running;
    // Not at once: another tab may be replacing the record, and this one may only be seeing the past.
    this.#clock.schedule(REPAIR_MS, () => this.saveAgain());
    const message = 'the stored session was damaged; it is kept in memory and written again';
    this.#record.miss(serializeSession(running), message);
    return running;
  }

  /** What the store did not take is over: it is not written any more. */
  forget(): void {
    this.#run(null);
    this.#record.forget();
  }

  /** Replaces the stored session, or removes it. A failure is told by `failures$`; `saveAgain` tries again. */
  write(held: HeldSession | null): MaybePromise<unknown> {
    this.#run(held);
    return this.#record.write(held && serializeSession(held));
  }

  #run(held: HeldSession | null): void {
    if (this.#running?.generation !== held?.generation) {
      this.#over = this.#running?.generation ?? this.#over;
    }
    this.#running = held;
  }

  /** The store may hold something else by now than a read under way will tell: who reads next asks again. */
  outdate(): void {
    this.#record.outdate();
  }

  /** Writes what the store did not take, unless it is busy or somebody else has written since. */
  saveAgain(): void {
    this.#record.saveAgain();
  }
}
