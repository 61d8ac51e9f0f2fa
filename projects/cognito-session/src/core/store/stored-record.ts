// The one record under the session's key, as text: what this tab wants the store to hold, what the
// store does hold, and how the two come together again after a failure. This is the record in a
// store that answers at once, as those of the browser do; queued-record.ts adds what the other ones
// need. The session in it is read by session-persistence.ts.

import { whenReady } from './maybe-promise';
import type { MaybePromise, SessionStore } from './session-store';
import { StoreCalls } from './store-calls';

/** A record; null when there is none. */
export type RecordText = string | null;

/** Reads and writes the record. */
export class StoredRecord {
  /** A `STORE_UNAVAILABLE` error for the first failure of a row; a success ends the row. */
  readonly failures$: StoreCalls['failures$'];
  /** Whether the store lacks what this tab last wrote. */
  unsaved = false;
  /** How many writes were asked for. */
  writes = 0;
  /**
   * The newest record that this tab asked for or saw another tab write. Undefined: none of the two.
   */
  protected newest: RecordText | undefined;
  /** What the store held when it last answered. Undefined: it never did. */
  protected last: RecordText | undefined;

  constructor(
    protected readonly store: SessionStore,
    protected readonly key: string,
    /** Whether other tabs see what is written here. */
    readonly shared = store.shared ?? true,
    protected readonly calls = new StoreCalls(),
  ) {
    this.failures$ = calls.failures$;
  }

  /** Whether the store has ever answered. */
  get known(): boolean {
    return this.last !== undefined;
  }

  /** The record; while the store fails, or lacks the newest record, that one. */
  read(): MaybePromise<RecordText> {
    return this.calls.run(
      'read',
      () => this.look(),
      () => this.newest ?? null,
    );
  }

  /** Replaces the record, or removes it. */
  write(value: RecordText): MaybePromise<unknown> {
    this.writes++;
    this.newest = value;
    return this.calls.run<unknown>(
      'write',
      () => this.put(value),
      () => {
        this.unsaved = true;
        return value === null ? this.blank() : undefined;
      },
    );
  }

  /** Invalidates the read under way; the next caller reads the store again. */
  invalidateRead(): void {
    // No read is ever under way here.
  }

  /** The newest record is over: another tab has removed it, and may have written its own by now. */
  discardUnsaved(): void {
    this.newest = null;
    this.unsaved = false;
  }

  /**
   * Tells by `message` that the store holds something broken instead of `value`; `saveAgain` puts
   * it right.
   */
  miss(value: string, message: string): void {
    this.newest = value;
    this.unsaved = true;
    this.calls.fail('read', undefined, message);
  }

  /**
   * Writes what the store lacks, unless it is busy, cannot be read, or somebody else has written
   * since.
   */
  saveAgain(): void {
    if (!this.unsaved) return;
    const { writes } = this;
    void whenReady(this.read(), (record) => {
      // Another tab may have written what cannot be read now. And what was asked for meanwhile has
      // the last word.
      if (this.calls.failing.has('read') || writes !== this.writes) return;
      if (this.unsaved) void this.write(record);
    });
  }

  /** Reads the store. */
  protected look(): MaybePromise<RecordText> {
    return this.compare(this.store.getItem(this.key) as RecordText);
  }

  /** What an answer of the store means. */
  protected compare(stored: RecordText): RecordText {
    if (this.lacks(stored)) {
      // If this is its first answer, another one after it is another tab's.
      this.last ??= stored;
      return this.newest ?? null;
    }
    // Another tab has written since: what this one could not write is out of date.
    this.unsaved = false;
    this.last = this.newest = stored;
    return stored;
  }

  /** Whether the store still lacks the newest record, and nobody else has written since. */
  protected lacks(stored: RecordText): boolean {
    const { newest, last } = this;
    if (!this.unsaved || stored === newest) return false;
    // A blank record is this tab's own, even if the store failed to say that it took it.
    return last === undefined || last === stored || (stored === '' && newest === null);
  }

  /** Hands `value` to the store. */
  protected put(value: RecordText): MaybePromise<unknown> {
    void this.send(value);
    this.saved(value);
    return undefined;
  }

  protected send(value: RecordText): MaybePromise<void> {
    return value === null ? this.store.removeItem(this.key) : this.store.setItem(this.key, value);
  }

  protected saved(value: RecordText): void {
    this.last = value;
    if (value === this.newest) this.unsaved = false;
  }

  /** Overwrites what cannot be removed: an empty record is no session, after a reload as well. */
  protected blank(): MaybePromise<unknown> {
    try {
      return this.put('');
    } catch {
      // It takes nothing at all; its failure has been told.
      return undefined;
    }
  }
}
