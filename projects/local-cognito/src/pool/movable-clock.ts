/**
 * The emulator's clock: real time plus an offset, so that a test can let tokens expire without
 * waiting.
 */
export class MovableClock {
  private offsetMs = 0;

  /** Milliseconds since epoch. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Whole seconds since epoch, as JWT claims want them. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Adds `seconds` (fractions and negative values allowed) to the clock. */
  move(seconds: number): void {
    if (!Number.isFinite(seconds)) {
      throw new RangeError('seconds must be a finite number');
    }
    this.offsetMs += seconds * 1000;
  }

  /** Returns to real time. */
  reset(): void {
    this.offsetMs = 0;
  }
}
