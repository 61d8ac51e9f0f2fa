// The stores that keep the session between page loads. The interface is a part of Web Storage, so
// localStorage itself implements it.

/** A value, or a promise of it; stores may return either. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Keeps the session's record under one key. `withStorage` takes any object of this shape, such as a
 * database behind promises; each promise must settle. Each call starts when the one before has
 * settled, or after 5 s. If a call fails, the session stays in memory and `events$` emits
 * `'store-failed'` (`STORE_UNAVAILABLE`). The same happens if the stored record is damaged while a
 * session runs; the library then writes it again.
 *
 * A write that takes longer than 5 s may overwrite a newer one: when it settles, the library reads
 * the store, and writes the newest record once more if the late write has replaced it.
 *
 * A record of a newer version of this library counts as no session. Only a sign-in or sign-out
 * replaces it. So after a rollback to an older release and back, users are still signed in.
 *
 * > [!WARNING]
 * > Any script of the page can read the content of a browser store; see SECURITY.md.
 */
export abstract class SessionStore {
  /** Whether all tabs see the same content; default true. False for stores like sessionStorage. */
  readonly shared?: boolean;
  /** The value under `key`, or null; undefined counts as null, any other type as a failure. */
  abstract getItem(key: string): MaybePromise<string | null>;
  /** Replaces the whole value under `key`; must be atomic. */
  abstract setItem(key: string, value: string): MaybePromise<void>;
  /** Removes `key`; no error when it is absent. */
  abstract removeItem(key: string): MaybePromise<void>;
}

/** Whether all tabs see the content of `store`; true if its property throws. */
export function isShared(store: SessionStore): boolean {
  try {
    return store.shared ?? true;
  } catch {
    // A getter may use an API that the browser blocks.
    return true;
  }
}

/** Keeps the session in this page's memory: a reload loses it, and other tabs do not see it. */
export class MemorySessionStore extends SessionStore {
  override readonly shared = false;
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

/**
 * Keeps the session in `localStorage` (all tabs share it) or `sessionStorage` (each tab its own).
 */
export class WebStorageSessionStore extends SessionStore {
  override readonly shared: boolean;
  readonly #kind: 'localStorage' | 'sessionStorage';

  constructor(kind: 'local' | 'session') {
    super();
    this.#kind = `${kind}Storage`;
    this.shared = kind === 'local';
  }
  getItem(key: string): string | null {
    return this.#storage.getItem(key);
  }
  setItem(key: string, value: string): void {
    this.#storage.setItem(key, value);
  }
  removeItem(key: string): void {
    this.#storage.removeItem(key);
  }

  /** Read at each use: the property itself throws SecurityError if storage is blocked. */
  get #storage(): Storage {
    return globalThis[this.#kind];
  }
}
