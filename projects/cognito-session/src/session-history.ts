// What happened to the session lately, for people who ask "why was I signed out?": made of events$
// alone, bounded, and fit for an error report.

import { inject, Injectable, InjectionToken, type Signal, signal } from '@angular/core';
import type { SessionErrorCode } from './core/session-error';
import type { SessionEvent } from './core/session/session-state';
import type { SignedOutReason } from './core/signed-out-reason';
import { SessionScope } from './session-scope';
import { SessionService } from './session-service';

/** One event of the session without its error object; plain JSON, never a token. */
export interface SessionHistoryEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: SessionEvent['type'];
  /** Why the session ended. */
  readonly reason?: SignedOutReason;
  /** Which `SessionError` it was. */
  readonly code?: SessionErrorCode;
  /**
   * What lay beneath it: the AWS name, such as `NotAuthorizedException`, or the name of another
   * error.
   */
  readonly error?: string;
  /**
   * What Cognito wrote when it refused, such as `Refresh Token has been revoked`; long words are
   * cut out.
   */
  readonly text?: string;
}

/** How many entries are kept; see `withHistory`. */
export const HISTORY_ENTRIES = new InjectionToken<number>('HISTORY_ENTRIES');

/** Longest text kept of an answer, and longest word in it: tokens are long words. */
const MOST_CHARACTERS = 120;
const LONG_WORD = /\S{20,}/g;

/**
 * The latest events of the nearest session of this page. `withHistory` keeps them from the
 * session's start on and says how many; without it the history begins when it is first injected,
 * with 100 entries. Attach `toString()` or `entries()` to error reports.
 */
@Injectable({ providedIn: SessionScope })
export class SessionHistory {
  /** Oldest first; at most as many as `withHistory` says. */
  readonly entries: Signal<readonly SessionHistoryEntry[]>;

  constructor() {
    // Of this session alone; 100 is the default of `withHistory`.
    const most = inject(HISTORY_ENTRIES, { optional: true, self: true }) ?? 100;
    const entries = signal<readonly SessionHistoryEntry[]>([]);
    this.entries = entries.asReadonly();
    inject(SessionService).events$.subscribe((event) => {
      entries.update((before) => [...before, toEntry(event)].slice(-most));
    });
  }

  /**
   * Why the session last ended, with what led to it, oldest first; empty when it has not ended
   * since the app's start.
   */
  whySignedOut(): readonly SessionHistoryEntry[] {
    const entries = this.entries();
    const end = entries.map(({ type }) => type).lastIndexOf('signed-out') + 1;
    const story = entries.slice(0, end).reverse();
    // What came since the session was last all right is the story of its end.
    const wellBefore = story.findIndex(({ type }) => !BAD.includes(type));
    return story.slice(0, wellBefore < 0 ? end : wellBefore).reverse();
  }

  /** One line for each entry: time (ISO 8601, UTC), type and details. */
  toString(): string {
    return this.entries().map(toLine).join('\n');
  }
}

const BAD: readonly SessionEvent['type'][] = [
  'signed-out',
  'refresh-failed',
  'store-failed',
  'device-unconfirmed',
];

function toEntry(event: SessionEvent): SessionHistoryEntry {
  const { at, type } = event;
  if (type === 'signed-out') return { at, type, reason: event.reason };
  if (!('error' in event)) return { at, type };
  const { code, cause } = event.error;
  const { name, message }: Partial<Error> = cause ?? {};
  return {
    at,
    type,
    code,
    ...(name && { error: name }),
    // Only Cognito's own words: a Lambda trigger or a store may write whatever it likes.
    ...(code === 'SESSION_EXPIRED' && message && { text: shorten(message) }),
  };
}

function shorten(message: string): string {
  return message.replace(LONG_WORD, '…').slice(0, MOST_CHARACTERS);
}

function toLine({ at, type, ...details }: SessionHistoryEntry): string {
  return [new Date(at).toISOString(), type, ...Object.values(details)].join(' ');
}
