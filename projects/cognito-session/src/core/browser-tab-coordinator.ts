// Tabs by Web Locks, BroadcastChannel and storage events. Each may be missing (plain http pages have no Web Locks);
// then that part does nothing and the refresher's check of refused tokens is what remains.

import { Subject } from 'rxjs';
import type { Clock } from './clock';
import { TabCoordinator, type TabMessage } from './tab-coordinator';

/** Longest wait for the lock, then longest hold of it, in milliseconds (WAIT and HOLD of the scenarios). */
const LOCK_MS = { wait: 25_000, hold: 20_000 };

/** The coordinator in a browser. */
export class BrowserTabCoordinator extends TabCoordinator {
  readonly messages$ = new Subject<TabMessage>();
  readonly #name: string;
  readonly #clock: Clock;
  readonly #channel: BroadcastChannel | undefined;
  readonly #locks: LockManager | undefined;

  /** @param name what locks and channel are called; the store's key, so that storage events are recognised. */
  constructor(name: string, clock: Clock) {
    super();
    this.#name = name;
    this.#clock = clock;
    this.#locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
    if (typeof BroadcastChannel === 'function') {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (isTabMessage(data)) this.messages$.next(data);
      };
    }
    globalThis.addEventListener('storage', this.#onStorage);
  }

  get listening(): boolean {
    return this.#channel !== undefined;
  }

  post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const locks = this.#locks;
    if (!locks) return work();
    const waiting = new AbortController();
    const stopWaiting = this.#clock.schedule(LOCK_MS.wait, () => waiting.abort());
    return new Promise<T>((resolve, reject) => {
      const run = (): Promise<void> => {
        stopWaiting();
        return work().then(resolve, reject);
      };
      locks
        .request(this.#name, { signal: waiting.signal }, () => {
          // A holder that never lets go would stop every tab; what it still does is checked before it is written.
          return new Promise<void>((release) => {
            const cancel = this.#clock.schedule(LOCK_MS.hold, release);
            void run().then(() => {
              cancel();
              release();
            });
          });
        })
        // AbortError after the longest wait (a frozen tab never gives its lock up); SecurityError in opaque origins.
        .catch(run);
    });
  }

  mark(name: string, ms: number): Promise<void> {
    return new Promise((marked) => {
      if (!this.#locks) {
        marked();
        return;
      }
      this.#locks
        .request(this.#prefix + name, { mode: 'shared' }, () => {
          marked();
          return new Promise<void>((release) => void this.#clock.schedule(ms, release));
        })
        .catch(() => marked());
    });
  }

  async marks(): Promise<readonly string[]> {
    const names = (await this.#locks?.query())?.held?.map((lock) => lock.name ?? '') ?? [];
    return names
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length));
  }

  dispose(): void {
    this.#channel?.close();
    globalThis.removeEventListener('storage', this.#onStorage);
    this.messages$.complete();
  }

  /** `key` is null after `clear()`. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key === null || key === this.#name) this.messages$.next({ type: 'changed' });
  };

  get #prefix(): string {
    return `${this.#name}:`;
  }
}

/** Whatever script runs on this origin can post here, so the shape is checked. */
function isTabMessage(data: unknown): data is TabMessage {
  const type = (data as Partial<TabMessage> | null)?.type;
  return type === 'changed' || type === 'ended';
}
