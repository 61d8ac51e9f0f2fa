// The pending faults: their kinds, their fields and the checks of both.

import type { TokenUse } from '../tokens/signing-keys';

/** The kind of failure; the README's table shows its effect on the client. */
export type FaultKind =
  | 'delay'
  | 'late-work'
  | 'drop'
  | 'status'
  | 'throttle'
  | 'waf'
  | 'html'
  | 'lose-answer'
  | 'empty'
  | 'cut'
  | 'redirect'
  | 'broken-tokens';

const kinds: readonly string[] = [
  'delay',
  'late-work',
  'drop',
  'status',
  'throttle',
  'waf',
  'html',
  'lose-answer',
  'empty',
  'cut',
  'redirect',
  'broken-tokens',
] satisfies FaultKind[];

/** Statuses of `redirect`; a load balancer answers no POST with 300 or 303. */
const redirectStatuses: readonly number[] = [301, 302, 307, 308];

/** A fault for the next calls of an operation or path. */
export interface Fault {
  /** A pool operation (`InitiateAuth`), a path (`/orders`: also everything below it), or `*`. */
  readonly on: string;
  readonly kind: FaultKind;
  /** The number of calls that it affects; default 1. */
  readonly times?: number | 'forever';
  /**
   * Milliseconds. `delay` works at once and holds the ANSWER this long, default 1000. Every other
   * kind holds the CALL this long before the work: `late-work` default 1000, else 0.
   */
  readonly ms?: number;
  /** HTTP status of `status` (default 500), `html` (default 200) and `redirect` (default 307). */
  readonly status?: number;
  /** `__type` of `status` at the pool; default `InternalErrorException`. */
  readonly errorType?: string;
  /** Message of `status`. */
  readonly message?: string;
  /** The target of `redirect`: an absolute URL, or a path of the same server. */
  readonly location?: string;
  /**
   * Claims that `broken-tokens` puts into the tokens, for example `{ exp: 'soon' }` or
   * `{ sub: 'somebody-else' }`; null removes a claim. Without claims the tokens are undecodable.
   */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The token that `broken-tokens` breaks; default both. */
  readonly token?: TokenUse | 'both';
}

interface Pending {
  readonly fault: Fault;
  left: number;
}

/** The pending faults, in the order in which they were set. */
export class Faults {
  private pending: Pending[] = [];

  /** Throws a `RangeError` that names the wrong field. */
  add(fault: Fault): void {
    check('on', fault.on !== '', 'an operation, a path or *');
    check('kind', kinds.includes(fault.kind), kinds.join(', '));
    const times = fault.times ?? 1;
    check('times', times === 'forever' || isCount(times, 1), 'a whole number from 1, or forever');
    check('ms', isCount(fault.ms ?? 0, 0), 'a whole number from 0');
    checkStatus(fault);
    check('location', fault.kind !== 'redirect' || isLocation(fault.location), 'a URL or a path');
    check('token', ['id', 'access', 'both'].includes(fault.token ?? 'both'), 'id, access or both');
    this.pending.push({ fault, left: times === 'forever' ? Infinity : times });
  }

  /** The fault of this call, if any: only the first that matches. */
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

/** Milliseconds from the arrival of a call to the work, and from the work to the answer. */
export function waitsOf(fault: Fault | null): { readonly work: number; readonly answer: number } {
  if (fault === null) {
    return { work: 0, answer: 0 };
  }
  switch (fault.kind) {
    case 'delay':
      return { work: 0, answer: fault.ms ?? 1000 };
    case 'late-work':
      return { work: fault.ms ?? 1000, answer: 0 };
    default:
      return { work: fault.ms ?? 0, answer: 0 };
  }
}

function matches(on: string, operation: string | null, path: string): boolean {
  return on === '*' || on === operation || on === path || path.startsWith(`${on}/`);
}

function checkStatus({ kind, status }: Fault): void {
  if (kind === 'redirect') {
    check('status', redirectStatuses.includes(status ?? 307), redirectStatuses.join(', '));
  } else {
    const given = status ?? 500;
    check('status', isCount(given, 200) && given <= 599, 'an HTTP status from 200 to 599');
  }
}

function isLocation(location: string | undefined): boolean {
  return location !== undefined && URL.canParse(location, 'http://localhost');
}

function isCount(value: number, minimum: number): boolean {
  return Number.isInteger(value) && value >= minimum;
}

function check(field: string, good: boolean, expected: string): void {
  if (!good) {
    throw new RangeError(`${field} must be ${expected}`);
  }
}
