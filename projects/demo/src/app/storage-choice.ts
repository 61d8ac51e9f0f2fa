// The store of the session. `?store=` chooses it when the page loads, and this tab remembers it:
// the app must know it before it starts, and the router drops the query.

export const storageKinds = ['local', 'session', 'memory'] as const;
export type StorageKind = (typeof storageKinds)[number];

const KEY = 'demo.store';

/** The store that this page uses. */
export function chosenStorage(): StorageKind {
  const asked = toKind(new URLSearchParams(location.search).get('store'));
  if (asked) {
    remember(asked);
    return asked;
  }
  return toKind(read()) ?? 'local';
}

/** Loads the page again with another store. */
export function reloadWithStorage(kind: StorageKind): void {
  remember(kind);
  const url = new URL(location.href);
  url.searchParams.set('store', kind);
  // Setting an equal URL would not load anything.
  if (url.href === location.href) location.reload();
  else location.replace(url);
}

function toKind(value: string | null): StorageKind | undefined {
  return storageKinds.find((kind) => kind === value);
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    // SecurityError: storage is blocked; then only the query counts.
    return null;
  }
}

function remember(kind: StorageKind): void {
  try {
    sessionStorage.setItem(KEY, kind);
  } catch {
    // As above.
  }
}
