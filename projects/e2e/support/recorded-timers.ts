// Records the timers that a page sets and those that fired.

/** One timer. */
export interface RecordedTimer {
  readonly delay: number;
  /** `'pending'` until it fires or is cancelled; an interval stays pending. */
  state: 'pending' | 'fired' | 'cancelled';
}

declare global {
  interface Window {
    recordedTimers: RecordedTimer[];
  }
}

/** Runs in a page before the app. */
export function recordTimers(): void {
  const all: RecordedTimer[] = (window.recordedTimers = []);
  const byId = new Map<number, RecordedTimer>();
  const setTimeout = window.setTimeout.bind(window);
  const setInterval = window.setInterval.bind(window);
  const clearTimeout = window.clearTimeout.bind(window);
  const record = (delay: number | undefined): RecordedTimer => {
    const timer: RecordedTimer = { delay: delay ?? 0, state: 'pending' };
    all.push(timer);
    return timer;
  };
  window.setTimeout = ((
    callback: (...args: unknown[]) => void,
    delay?: number,
    ...args: unknown[]
  ) => {
    const timer = record(delay);
    const id = setTimeout(() => {
      timer.state = 'fired';
      callback(...args);
    }, delay);
    byId.set(id, timer);
    return id;
  }) as typeof window.setTimeout;
  window.setInterval = ((callback: () => void, delay?: number) => {
    const id = setInterval(callback, delay);
    byId.set(id, record(delay));
    return id;
  }) as typeof window.setInterval;
  window.clearTimeout = window.clearInterval = (id) => {
    const timer = byId.get(Number(id));
    if (timer?.state === 'pending') timer.state = 'cancelled';
    clearTimeout(id);
  };
}
