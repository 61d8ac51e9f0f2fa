// Reads, writes and removes the stored session. Distinguishes a session from a record that is
// damaged, of a newer version of the library, or missing.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';
import { parseSession, serializeSession } from '../session/session-record';
import { whenReady } from './maybe-promise';
import type { CheckedConfig } from '../config/session-config';
import type { MaybePromise } from './session-store';
import type { RecordText, StoredRecord } from './stored-record';

/** Reads, writes and removes the one record of a session. */
export class SessionPersistence {
  /** The record as text. */
  readonly record: StoredRecord;
  /** Whether the last read found the record of a newer version of the library. */
  holdsNewerVersion = false;
  /** Repairs the record of a running session; undefined until the runtime is loaded. */
  onDamage: ((running: ActiveSession) => void) | undefined;
  readonly #config: CheckedConfig;
  readonly #clock: Clock;
  /** The session that the store should hold, as last written or read; null if there is none. */
  #running: ActiveSession | null = null;
  /**
   * The generation that last ended in this tab: the store may still show its record for a moment.
   */
  #over: string | undefined;

  constructor(record: StoredRecord, config: CheckedConfig, clock: Clock) {
    this.record = record;
    this.#config = config;
    this.#clock = clock;
  }

  /**
   * The stored session, or null; while the store fails, the last known one. The first read removes
   * a record that is damaged or of another pool or client; while a session runs, the record is
   * written again. Later reads without a session leave such a record alone, because another tab may
   * be replacing it. The record of a newer version always stays.
   */
  read(): MaybePromise<ActiveSession | null> {
    const { writes, known } = this.record;
    return whenReady(this.record.read(), (text) => {
      // A write that was requested meanwhile replaces the record anyway.
      const latest = writes === this.record.writes;
      return this.#sessionIn(text, latest, latest && !known);
    });
  }

  /**
   * The session in a record.
   * @param latest whether no write was requested since the read.
   * @param first whether this is the first answer of the store.
   */
  #sessionIn(text: RecordText, latest: boolean, first: boolean): ActiveSession | null {
    const read = text === null ? null : parseSession(text, this.#config, this.#clock);
    this.holdsNewerVersion = read === 'newer';
    const active = read === 'newer' ? null : read;
    if (!latest) return active;
    const broken = text !== null && !active && !this.holdsNewerVersion;
    // An empty record is the sign-out of a tab that could not remove the record.
    if (broken && text && this.#running) {
      this.onDamage?.(this.#running);
      return this.#running;
    }
    this.#running = active?.generation === this.#over ? null : active;
    if (broken && first) void this.write(null);
    return active;
  }

  /** Discards a session that could not be stored: it is not written any more. */
  discardUnsaved(): void {
    this.#run(null);
    this.record.discardUnsaved();
  }

  /**
   * Replaces the stored session, or removes it. `failures$` reports a failure; `saveAgain` tries
   * again.
   */
  write(active: ActiveSession | null): MaybePromise<unknown> {
    this.#run(active);
    return this.record.write(active && serializeSession(active));
  }

  #run(active: ActiveSession | null): void {
    if (this.#running?.generation !== active?.generation) {
      this.#over = this.#running?.generation ?? this.#over;
    }
    this.#running = active;
  }
}
