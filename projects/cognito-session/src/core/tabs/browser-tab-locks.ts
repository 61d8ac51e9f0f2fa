// Implements TabLocks by Web Locks; docs/adr/0002 says why markers are named locks. Pages over
// plain http have no locks: then two tabs may refresh at once, and only the refresher's read of the
// store after a refusal protects the session.

import type { Clock } from '../clock';
import type { TabLocks } from './tab-locks';

/**
 * The longest wait for the lock and the longest hold of it, in milliseconds (WAIT and HOLD of the
 * scenarios).
 */
const MS = { wait: 25_000, hold: 20_000 };

/** The locks in a browser. */
export class BrowserTabLocks implements TabLocks {
  readonly #name: string;
  readonly #clock: Clock;
  /** Undefined in insecure contexts. */
  readonly #locks: LockManager | undefined = navigator.locks;

  /** @param name the name of the lock; markers have it as a prefix. */
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
          // A holder that never releases the lock would block every tab. If it goes on after that,
          // the refresher checks its result before it writes.
          return new Promise<void>((release) => {
            const cancel = this.#clock.schedule(MS.hold, release);
            void run().then(() => {
              cancel();
              release();
            });
          });
        })
        // AbortError after the longest wait (a frozen tab never releases its lock); SecurityError
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
          // The app may have been destroyed meanwhile.
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
    // SecurityError in opaque origins, as in request().
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
