// The retry policy of calls to Cognito: how often a call is repeated, and after which pauses.

import type { Clock } from '../clock';
import { delay, limitTime } from '../time-limit';

/** Base and cap of the full jitter before the next call, in milliseconds. */
const MS = { backoff: 500, mostBackoff: 8000 };

/** Limits of all calls together. */
export interface CallLimits {
  /** The largest number of calls. */
  readonly calls: number;
  /** The end of all calls, by the monotonic clock, in milliseconds. */
  readonly deadline: number;
  /** The longest wait for the answer to one call, in milliseconds. */
  readonly callMs: number;
  /** The least time that a further call must have, in milliseconds; otherwise it is not made. */
  readonly leastMs: number;
}

/** The members of a judged failure that decide whether the call is repeated. */
export interface PassingFailure {
  /** Whether another call may succeed within seconds. */
  readonly retry: boolean;
  /** Whether Cognito was not reached at all. */
  readonly offline: boolean;
  /** The seconds that Cognito asks to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Resolves with the answer to `call`, which is repeated while `judge` says that its failure may
 * pass. Rejects with the last failure that Cognito itself answered, or else with the last failure.
 */
export async function callRepeatedly<T>(
  call: (signal: AbortSignal) => Promise<T>,
  judge: (error: unknown) => PassingFailure,
  clock: Clock,
  limits: CallLimits,
): Promise<T> {
  /** The last failure that Cognito answered. It says more than a later call that timed out. */
  let answered: unknown;
  for (let made = 1; ; made++) {
    try {
      const ms = Math.min(limits.callMs, limits.deadline - clock.monotonic());
      return await limitTime(ms, clock, call);
    } catch (error) {
      const { retry, offline, retryAfterSeconds = 0 } = judge(error);
      if (!offline) answered = error;
      const jitter = Math.random() * Math.min(MS.mostBackoff, MS.backoff * 2 ** made);
      const pause = Math.max(jitter, retryAfterSeconds * 1000);
      const fits = clock.monotonic() + pause + limits.leastMs <= limits.deadline;
      if (!retry || made >= limits.calls || !fits) throw answered ?? error;
      await delay(pause, clock);
    }
  }
}
