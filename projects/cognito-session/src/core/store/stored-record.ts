// The one record under the session's key, as text. Knows the record that this tab wants to store
// and the stored one, and reconciles them after a failure. This class is for stores that answer at
// once, such as the browser's; queued-record.ts is for the others. session-persistence.ts reads the
// session in the record.

import { whenReady } from './maybe-promise';
import type { MaybePromise, SessionStore } from './session-store';
import { StoreCalls } from './store-calls';

/** A record; null if there is none. */
export type RecordText = string | null;

/** Reads and writes the record. */
export class StoredRecord {
  /** A `STORE_UNAVAILABLE` error for the first failure of a row; a success ends the row. */
  readonly failures$: StoreCalls['failures$'];
  /** Whether the store lacks what this tab last wrote. */
  unsaved = false;
  /** The number of writes that were requested. */
  writes = 0;
  /**
   * The newest record that this tab has written or has seen another tab write; undefined if there
   * is none.
   */
  protected newest: RecordText | undefined;
  /** The content of the store when it last answered; undefined if it never did. */
  protected last: RecordText | undefined;

  constructor(
    protected readonly store: SessionStore,
    protected readonly key: string,
    /** Whether other tabs see the record. */
    readonly shared = store.shared ?? true,
    protected readonly calls = new StoreCalls(),
  ) {
    this.failures$ = calls.failures$;
  }

  /** Whether the store has ever answered. */
  get known(): boolean {
    return this.last !== undefined;
  }

  /** Reads the record. While the store fails or lacks the newest record, returns the newest one. */
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

  /**
   * Discards the newest record: another tab has removed it, and may have written its own by now.
   */
  discardUnsaved(): void {
    this.newest = null;
    this.unsaved = false;
  }

  /**
   * Reports by `message` that the store holds a damaged record in place of `value`; `saveAgain`
   * writes it again.
   */
  miss(value: string, message: string): void {
    this.newest = value;
    this.unsaved = true;
    this.calls.fail('read', undefined, message);
  }

  /**
   * Writes the record that the store lacks, unless the store is busy or cannot be read, or another
   * tab has written since.
   */
  saveAgain(): void {
    if (!this.unsaved) return;
    const { writes } = this;
    void whenReady(this.read(), (record) => {
      // If the store cannot be read, it may hold another tab's record. A write that was requested
      // meanwhile wins.
      if (this.calls.failing.has('read') || writes !== this.writes) return;
      if (this.unsaved) void this.write(record);
    });
  }

  /** Reads the store. */
  protected look(): MaybePromise<RecordText> {
    return this.compare(this.store.getItem(this.key) as RecordText);
  }

  /** Decides which record counts, from an answer of the store. */
  protected compare(stored: RecordText): RecordText {
    if (this.lacks(stored)) {
      // After the first answer, a different one comes from another tab.
      this.last ??= stored;
      return this.newest ?? null;
    }
    // Another tab has written since, so this tab's unsaved record is out of date.
    this.unsaved = false;
    this.last = this.newest = stored;
    return stored;
  }

  /** Whether the store still lacks the newest record, and no other tab has written since. */
  protected lacks(stored: RecordText): boolean {
    const { newest, last } = this;
    if (!this.unsaved || stored === newest) return false;
    // A blank record is this tab's own, even if the store reported a failure.
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

  /**
   * Overwrites a record that cannot be removed: an empty record is no session, even after a reload.
   */
  protected blank(): MaybePromise<unknown> {
    try {
      return this.put('');
    } catch {
      // The store takes no writes at all; its failure has been reported.
      return undefined;
    }
  }
}
