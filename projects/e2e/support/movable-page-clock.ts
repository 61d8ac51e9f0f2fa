// A wall clock that a test can move, for several tabs by the same amount to the millisecond. Timers
// stay real.

declare global {
  interface Window {
    /** How far this page's wall clock is ahead of the real one, in milliseconds. */
    clockOffset: number;
  }
}

/** Runs in a page before the app. */
export function makeClockMovable(): void {
  const real = Date.now.bind(Date);
  window.clockOffset = 0;
  Date.now = () => real() + window.clockOffset;
}

/**
 * The same for a page that was hidden but not asleep: its monotonic clock went on, too. Runs in a
 * page before the app.
 */
export function makeClocksMovable(): void {
  const now = Date.now.bind(Date);
  const monotonic = performance.now.bind(performance);
  window.clockOffset = 0;
  Date.now = () => now() + window.clockOffset;
  performance.now = () => monotonic() + window.clockOffset;
}
