// A storage whose tabs see each other's writes late, as localStorage shows them between processes:
// right after a lock was handed over, one in four reads was of the past. A fake without that fault
// would prove nothing about tabs.

import { SessionStore } from '../../src/core/store/session-store';
import type { FakeClock } from './fake-clock';

interface Write {
  readonly by: LateStore;
  readonly key: string;
  readonly value: string | null;
  /** When every tab sees it, by the monotonic clock. */
  readonly visibleAt: number;
}

/** The storage of one origin; each tab opens its own view of it. */
export class LateStorage {
  readonly writes: Write[] = [];
  readonly clock: FakeClock;
  readonly #lateMs: () => number;
  readonly #tellsTabs: boolean;

  /**
   * @param lateMs how late the next write reaches the other tabs, in milliseconds.
   * @param tellsTabs whether a write is followed by a storage event; a database, for one, has none.
   */
  constructor(clock: FakeClock, lateMs: () => number, tellsTabs = true) {
    this.clock = clock;
    this.#lateMs = lateMs;
    this.#tellsTabs = tellsTabs;
  }

  /** One tab's view. */
  open(): LateStore {
    return new LateStore(this);
  }

  write(by: LateStore, key: string, value: string | null): void {
    // Writes reach a tab in the order they were made.
    const before = this.writes.at(-1)?.visibleAt ?? 0;
    const visibleAt = Math.max(before, this.clock.monotonic() + this.#lateMs());
    this.writes.push({ by, key, value, visibleAt });
    if (!this.#tellsTabs) return;
    // The storage event comes when the value can be read. All fake tabs share one window, so the
    // writer hears it, too.
    this.clock.schedule(visibleAt - this.clock.monotonic(), () => {
      dispatchEvent(new StorageEvent('storage', { key }));
    });
  }

  /** What the storage holds once everything has arrived. */
  get settled(): string | null {
    return this.writes.at(-1)?.value ?? null;
  }
}

/** What one tab sees: its own writes at once, those of others when they have arrived. */
export class LateStore extends SessionStore {
  override readonly shared = true;
  readonly #storage: LateStorage;

  constructor(storage: LateStorage) {
    super();
    this.#storage = storage;
  }

  getItem(key: string): string | null {
    const now = this.#storage.clock.monotonic();
    const seen = this.#storage.writes.filter(
      (write) => write.key === key && (write.by === this || write.visibleAt <= now),
    );
    return seen.at(-1)?.value ?? null;
  }
  setItem(key: string, value: string): void {
    this.#storage.write(this, key, value);
  }
  removeItem(key: string): void {
    this.#storage.write(this, key, null);
  }
}
