// Runs in every page before the app. The query of the URL says what is different in this page: a
// clock that can be moved, a storage that throws or is late, answers that do not arrive, a browser
// without Web Locks.

declare global {
  interface Window {
    /** How far this page's wall clock is ahead of the real one, in milliseconds. */
    clockOffset: number;
    /** Errors and rejections that nobody caught. */
    uncaught: string[];
    /** Warnings and errors on the console. */
    warnings: string[];
    /** How often a late storage showed an old value. */
    staleReads: number;
  }
}

const pageOptions = new URLSearchParams(location.search);

window.uncaught = [];
addEventListener('error', ({ message }) => window.uncaught.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.uncaught.push(String(reason)));

window.warnings = [];
for (const level of ['warn', 'error'] as const) {
  const write = console[level].bind(console);
  console[level] = (...data: unknown[]) => {
    window.warnings.push(data.join(' '));
    write(...data);
  };
}

const realNow = Date.now.bind(Date);
window.clockOffset = 0;
Date.now = () => realNow() + window.clockOffset;

if (pageOptions.get('locks') === 'none') {
  Object.defineProperty(navigator, 'locks', { value: undefined });
}

/** The ways in which localStorage fails; browsers really do each of them. */
const storages: Readonly<Record<string, () => void>> = {
  denied: () =>
    replaceStorage(() => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    }),
  missing: () => replaceStorage(() => null),
  full: () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  },
  late: () => showLate(Number(pageOptions.get('ms'))),
};
storages[pageOptions.get('storage') ?? '']?.();

function replaceStorage(get: () => unknown): void {
  Object.defineProperty(window, 'localStorage', { get });
}

/**
 * Other tabs' writes are seen `ms` milliseconds after the first look that could have shown them.
 */
function showLate(ms: number): void {
  const getItem = Reflect.get(Storage.prototype, 'getItem');
  const setItem = Reflect.get(Storage.prototype, 'setItem');
  const shown = new Map<string, string | null>();
  const changedAt = new Map<string, number>();
  window.staleReads = 0;
  Storage.prototype.getItem = function (key) {
    const value = getItem.call(this, key);
    const old = shown.get(key);
    if (old !== undefined && old !== value) {
      const since = changedAt.get(key) ?? performance.now();
      changedAt.set(key, since);
      if (performance.now() - since < ms) {
        window.staleReads++;
        return old;
      }
    }
    changedAt.delete(key);
    shown.set(key, value);
    return value;
  };
  Storage.prototype.setItem = function (key, value) {
    setItem.call(this, key, value);
    changedAt.delete(key);
    shown.set(key, value);
  };
}

if (pageOptions.get('answers') === 'held') {
  const realFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const answer = await realFetch(input, init);
    // Cognito has done its work, and this page will not live to hear of it.
    return init?.method === 'POST' ? new Promise<Response>(() => undefined) : answer;
  };
}

export {};
