// Where the session is kept between page loads. The shape is a part of Web Storage, so localStorage
// itself is one.

/** A value, or a promise of it; stores may answer either way. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Keeps the session's record under one key; `withStorage` takes any object of this shape, such as a
 * database behind promises, which must settle. Each call starts when the one before has settled, or
 * after 5 s. Errors are caught: the session then lives on in memory and `events$` tells
 * `'store-failed'` (`STORE_UNAVAILABLE`). The same happens when the stored record is damaged while
 * a session runs; it is then written again.
 *
 * A write that takes longer than 5 s must not have the last word: when it settles, the store is
 * read, and the newest record is written once more if the late write replaced it.
 *
 * A record of a newer version of this library counts as no session. Only a sign-in or sign-out
 * replaces it, so an older release that comes back for a while signs nobody out for good.
 *
 * > [!WARNING] > Whatever script runs in the page can read what a browser store holds. See SECURITY
 * in the guide.
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

/** Whether all tabs see what `store` holds; also when it fails to say so. */
export function isShared(store: SessionStore): boolean {
  try {
    return store.shared ?? true;
  } catch {
    // A getter may need what the browser forbids.
    return true;
  }
}

/** Keeps the session in this page's memory: gone after a reload, never seen by other tabs. */
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

  /**
   * Looked up at each use: reading the property itself throws SecurityError where storage is
   * blocked.
   */
  get #storage(): Storage {
    return globalThis[this.#kind];
  }
}
