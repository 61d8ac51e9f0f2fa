// Tabs by Web Locks: docs/adr/0002 says why marks are named locks. Plain http pages have none; then
// nothing keeps tabs apart, and the refresher's look at the store after a refusal is what remains.

import type { Clock } from '../clock';
import type { TabLocks } from './tab-locks';

/**
 * Longest wait for the lock, and longest hold of it, in milliseconds (WAIT and HOLD of the
 * scenarios).
 */
const MS = { wait: 25_000, hold: 20_000 };

/** The locks in a browser. */
export class BrowserTabLocks implements TabLocks {
  readonly #name: string;
  readonly #clock: Clock;
  /** Undefined in insecure contexts. */
  readonly #locks: LockManager | undefined = navigator.locks;

  /** @param name of the lock; marks have it as a prefix. */
  constructor(name: string, clock: Clock) {
    this.#name = name;
    this.#clock = clock;
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const locks = this.#locks;
    if (!locks) return work();
    const waiting = new AbortController();
    const stopWaiting = this.#clock.schedule(MS.wait, () => waiting.abort());
    return new Promise<T>((resolve, reject) => {
      const run = (): Promise<void> => {
        stopWaiting();
        return work().then(resolve, reject);
      };
      locks
        .request(this.#name, { signal: waiting.signal }, () => {
          // A holder that never lets go would stop every tab; what it still does is checked before
          // it is written.
          return new Promise<void>((release) => {
            const cancel = this.#clock.schedule(MS.hold, release);
            void run().then(() => {
              cancel();
              release();
            });
          });
        })
        // AbortError after the longest wait (a frozen tab never gives its lock up); SecurityError
        // in opaque origins.
        .catch(run);
    });
  }

  mark(name: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((marked) => {
      const locks = this.#locks;
      if (!locks) {
        marked();
        return;
      }
      locks
        .request(this.#prefix + name, { mode: 'shared' }, () => {
          marked();
          // The app may have been closed while this was on its way.
          if (signal?.aborted) return undefined;
          return new Promise<void>((release) => {
            const cancel = this.#clock.schedule(ms, release);
            signal?.addEventListener('abort', () => {
              cancel();
              release();
            });
          });
        })
        .catch(() => marked());
    });
  }

  async marks(): Promise<readonly string[]> {
    // SecurityError in opaque origins, as for request().
    const snapshot = await this.#locks?.query().catch(() => undefined);
    const names = snapshot?.held?.map((lock) => lock.name ?? '') ?? [];
    return names
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length));
  }

  get #prefix(): string {
    return `${this.#name}:`;
  }
}
