// A wall clock that a test can move, for several tabs by the same amount to the millisecond. Timers stay real.

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
