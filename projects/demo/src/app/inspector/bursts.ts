// Sorts calls and events by time and splits them where nothing happens for a while, so that one
// click and all its effects are together.

import type { SessionEvent } from 'ngx-cognito-session';
import type { Call } from './call';
import { describeCalls } from './call-story';

export type Moment =
  | { readonly lane: 'session'; readonly at: number; readonly event: SessionEvent }
  | { readonly lane: 'api' | 'pool'; readonly at: number; readonly call: Call };

/** The effects of one action. */
export interface Burst {
  /** When it began; no two bursts begin together. */
  readonly at: number;
  readonly moments: readonly Moment[];
  /** For example `10 requests → 10 × 401 → 1 refresh → 10 replays → 10 × 200`. */
  readonly story: string;
}

/**
 * Longer than the 2 s for which the session, after a refusal, waits for a newer session of another
 * tab.
 */
const QUIET_MS = 2500;

/** Newest first. */
export function toBursts(calls: readonly Call[], events: readonly SessionEvent[]): Burst[] {
  const moments: Moment[] = [
    ...calls.map((call) => ({ lane: call.server, at: call.at, call })),
    ...events.map((event) => ({ lane: 'session' as const, at: event.at, event })),
  ].sort((one, other) => one.at - other.at);

  const groups: Moment[][] = [];
  let last = -Infinity;
  for (const moment of moments) {
    if (moment.at - last > QUIET_MS) groups.push([]);
    groups.at(-1)?.push(moment);
    last = moment.at;
  }
  return groups.map(toBurst).reverse();
}

function toBurst(moments: readonly Moment[]): Burst {
  const calls = moments.flatMap((moment) => (moment.lane === 'session' ? [] : [moment.call]));
  const events = moments.flatMap((moment) => (moment.lane === 'session' ? [moment.event] : []));
  const story = [describeCalls(calls), ...tellingEvents(events, calls).map(describeEvent)]
    .filter(Boolean)
    .join(' → ');
  return { at: moments[0]?.at ?? 0, moments, story };
}

/**
 * The events that the calls do not show: a call to a pool that is offline reaches nothing, so the
 * log lacks it.
 */
function tellingEvents(
  events: readonly SessionEvent[],
  calls: readonly Call[],
): readonly SessionEvent[] {
  if (calls.length === 0) return events;
  const ends = events.filter(({ type }) => type === 'signed-out');
  return ends.length > 0 ? ends : events.filter(({ type }) => type === 'refresh-failed');
}

/** For example `signed out (refused)`. */
export function describeEvent(event: SessionEvent): string {
  const detail = 'reason' in event ? event.reason : 'code' in event ? event.code : '';
  return event.type.replace('-', ' ') + (detail ? ` (${detail})` : '');
}
