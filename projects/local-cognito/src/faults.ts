/** What goes wrong; the README's table says what the client sees. */
export type FaultKind =
  'delay' | 'drop' | 'status' | 'throttle' | 'waf' | 'html' | 'lose-answer' | 'empty' | 'cut';

const kinds: readonly string[] = [
  'delay',
  'drop',
  'status',
  'throttle',
  'waf',
  'html',
  'lose-answer',
  'empty',
  'cut',
] satisfies FaultKind[];

/** A fault for the next calls of an operation or path. */
export interface Fault {
  /** A pool operation (`InitiateAuth`), a path (`/orders`: also everything below it), or `*`. */
  readonly on: string;
  readonly kind: FaultKind;
  /** How many calls it hits; default 1. */
  readonly times?: number | 'forever';
  /** Hold the call this many milliseconds first; default 0, for `delay` 1000. */
  readonly ms?: number;
  /** HTTP status of `status` (default 500) and `html` (default 200), 200 to 599. */
  readonly status?: number;
  /** `__type` of `status` at the pool; default `InternalErrorException`. */
  readonly errorType?: string;
  /** Message of `status`. */
  readonly message?: string;
}

interface Pending {
  readonly fault: Fault;
  left: number;
}

/** The faults that wait for calls, in the order in which they were set. */
export class Faults {
  private pending: Pending[] = [];

  /** Throws a `RangeError` that names the wrong field. */
  add(fault: Fault): void {
    check('on', fault.on !== '', 'an operation, a path or *');
    check('kind', kinds.includes(fault.kind), kinds.join(', '));
    const times = fault.times ?? 1;
    check('times', times === 'forever' || isCount(times, 1), 'a whole number from 1, or forever');
    check('ms', isCount(fault.ms ?? 0, 0), 'a whole number from 0');
    const status = fault.status ?? 500;
    check('status', isCount(status, 200) && status <= 599, 'an HTTP status from 200 to 599');
    this.pending.push({ fault, left: times === 'forever' ? Infinity : times });
  }

  /** The fault that this call meets, if any: the first that matches, and never more than one. */
  take(operation: string | null, path: string): Fault | null {
    const hit = this.pending.find(({ fault }) => matches(fault.on, operation, path));
    if (hit === undefined) {
      return null;
    }
    hit.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return hit.fault;
  }

  clear(): void {
    this.pending = [];
  }
}

function matches(on: string, operation: string | null, path: string): boolean {
  return on === '*' || on === operation || on === path || path.startsWith(`${on}/`);
}

function isCount(value: number, minimum: number): boolean {
  return Number.isInteger(value) && value >= minimum;
}

function check(field: string, good: boolean, expected: string): void {
  if (!good) {
    throw new RangeError(`${field} must be ${expected}`);
  }
}
