// One page of the simulated browser: an event loop that can be frozen or killed, and the globals
// that code running in it sees. The library's own browser parts run on it, all pages of a world in
// one process.

import { TextDecoder } from 'node:util';
import type { FakeClock } from '../support/fake-clock';

type Listener = (event: Event) => void;

/** What a page's code reaches by global names. */
export interface PageGlobals {
  readonly locks: Pick<LockManager, 'request' | 'query'>;
  openChannel(name: string): Pick<BroadcastChannel, 'onmessage' | 'postMessage' | 'close'>;
  fetch(url: string, init: RequestInit): Promise<Response>;
}

/**
 * The page whose code is running: a task belongs to one page, and so do the promise callbacks that
 * follow it.
 */
let running: Page | undefined;

function enter(page: Page): void {
  running = page;
}

/** An event loop. */
export class Page {
  /** Set by the world that opens the page. */
  globals!: PageGlobals;
  alive = true;
  closedAt: number | undefined;
  /** Whether its last wait for the exclusive lock ended without the lock. */
  gaveUpWaiting = false;
  hidden = false;
  /** When it was last frozen or thawed, by the monotonic clock; undefined when it never was. */
  lastFrozen: number | undefined;
  readonly #listeners = new Map<string, Set<Listener>>();
  #frozen = false;
  #deferred: (() => void)[] = [];
  /** Time spent frozen, in milliseconds, up to the last thaw. */
  #frozenFor = 0;

  constructor(
    readonly name: string,
    private readonly clock: FakeClock,
  ) {}

  get frozen(): boolean {
    return this.#frozen;
  }

  /** Whether the user can do something here. */
  get usable(): boolean {
    return this.alive && !this.#frozen;
  }

  /**
   * How long the page has been running, in milliseconds of some start: stands still while it is
   * frozen.
   */
  get age(): number {
    const now = this.clock.monotonic();
    return (this.#frozen ? (this.lastFrozen ?? now) : now) - this.#frozenFor;
  }

  /** One task: now, after the thaw, or never. */
  run(task: () => void): void {
    if (!this.alive) return;
    if (this.#frozen) {
      this.#deferred.push(task);
      return;
    }
    enter(this);
    task();
  }

  freeze(): void {
    this.#frozen = true;
    this.lastFrozen = this.clock.monotonic();
  }

  /** What was held back comes in its order, each as a task of its own. */
  thaw(): void {
    const now = this.clock.monotonic();
    this.#frozenFor += now - (this.lastFrozen ?? now);
    this.#frozen = false;
    this.lastFrozen = now;
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const task of deferred) this.clock.schedule(0, () => this.run(task));
  }

  close(): void {
    this.alive = false;
    this.closedAt = this.clock.monotonic();
    this.#deferred = [];
    this.#listeners.clear();
  }

  /** Fires an event at the window. */
  dispatch(event: Event): void {
    this.run(() => {
      for (const listener of [...(this.#listeners.get(event.type) ?? [])]) listener(event);
    });
  }

  listen(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  unlisten(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }
}

/**
 * Makes the process's globals those of whatever page runs; `online` is the same for all of them.
 */
export function installPageGlobals(online: () => boolean): void {
  const page = (): Page => {
    if (!running) throw new Error('no page is running');
    return running;
  };
  const define = (on: object, name: string, get: () => unknown): void => {
    Object.defineProperty(on, name, { configurable: true, get });
  };
  define(navigator, 'locks', () => page().globals.locks);
  define(navigator, 'onLine', online);
  define(document, 'hidden', () => page().hidden);
  Object.assign(globalThis, {
    // jsdom's checks its argument by catching exceptions; Node's does the same work in half a run's
    // time.
    TextDecoder,
    addEventListener: (type: string, listener: Listener) => page().listen(type, listener),
    removeEventListener: (type: string, listener: Listener) => page().unlisten(type, listener),
    fetch: (url: string, init: RequestInit) => page().globals.fetch(url, init),
    BroadcastChannel: class {
      constructor(name: string) {
        return page().globals.openChannel(name);
      }
    },
  });
}
