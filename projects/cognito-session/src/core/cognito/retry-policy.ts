// The retry policy of calls to Cognito: which failures are tried again, how often, and after which
// pauses.

import type { Clock } from '../clock';
import { delay, limitTime } from '../time-limit';

/** Full jitter before the next call, with base and cap, in milliseconds. */
const MS = { backoff: 500, mostBackoff: 8000 };

/** Limits of all calls together. */
export interface CallLimits {
  /** At most that many. */
  readonly calls: number;
  /** None of them runs past it, on the monotonic clock, in milliseconds. */
  readonly deadline: number;
  /** Longest wait for the answer of one, in milliseconds. */
  readonly callMs: number;
  /** A further call that would have less time than this is not made, in milliseconds. */
  readonly leastMs: number;
}

/** The part of a judged failure that says whether there is a next call. */
export interface PassingFailure {
  /** Whether another call may succeed within seconds. */
  readonly retry: boolean;
  /** Whether Cognito was not reached at all. */
  readonly offline: boolean;
  /** Seconds Cognito asks to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * The answer of `call`, which is made again as long as `judge` says that its failure may pass.
 * Rejects with the last failure that Cognito itself answered, or the last one of all.
 */
export async function callRepeatedly<T>(
  call: (signal: AbortSignal) => Promise<T>,
  judge: (error: unknown) => PassingFailure,
  clock: Clock,
  limits: CallLimits,
): Promise<T> {
  /** It says more than a later call that was cut off. */
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
