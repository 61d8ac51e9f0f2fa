// The latest events of the session, to answer "why was I signed out?". The history takes them from
// events$ alone, has a limit, and can go into an error report.

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
  /** The code of the `SessionError`. */
  readonly code?: SessionErrorCode;
  /**
   * The name of the cause: the AWS name, such as `NotAuthorizedException`, or that of another
   * error.
   */
  readonly error?: string;
  /**
   * Cognito's text when it refused the refresh, such as `Refresh Token has been revoked`, without
   * long words.
   */
  readonly text?: string;
}

/** The number of entries to keep; see `withHistory`. */
export const HISTORY_ENTRIES = new InjectionToken<number>('HISTORY_ENTRIES');

/** The longest text that an entry keeps, and the longest word in it: tokens are long words. */
const MOST_CHARACTERS = 120;
const LONG_WORD = /\S{20,}/g;

/**
 * The latest events of the nearest session of this page. With `withHistory`, it records them from
 * the session's start on, as many as that feature says. Without the feature, it begins when it is
 * first injected, and keeps 100 entries. Attach `toString()` or `entries()` to error reports.
 */
@Injectable({ providedIn: SessionScope })
export class SessionHistory {
  /** The events, oldest first; `withHistory` sets the limit. */
  readonly entries: Signal<readonly SessionHistoryEntry[]>;

  constructor() {
    // Only this session's own feature counts. The default is that of `withHistory`.
    const most = inject(HISTORY_ENTRIES, { optional: true, self: true }) ?? 100;
    const entries = signal<readonly SessionHistoryEntry[]>([]);
    this.entries = entries.asReadonly();
    inject(SessionService).events$.subscribe((event) => {
      entries.update((before) => [...before, toEntry(event)].slice(-most));
    });
  }

  /**
   * The last end of the session and the failures that led to it, oldest first; empty if the session
   * has not ended since the app's start.
   */
  whySignedOut(): readonly SessionHistoryEntry[] {
    const entries = this.entries();
    const end = entries.map(({ type }) => type).lastIndexOf('signed-out') + 1;
    const story = entries.slice(0, end).reverse();
    // Keep the end and the failures directly before it.
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
    // Only Cognito's own text: the text of a Lambda trigger or a store may hold anything.
    ...(code === 'SESSION_EXPIRED' && message && { text: shorten(message) }),
  };
}

function shorten(message: string): string {
  return message.replace(LONG_WORD, '…').slice(0, MOST_CHARACTERS);
}

function toLine({ at, type, ...details }: SessionHistoryEntry): string {
  return [new Date(at).toISOString(), type, ...Object.values(details)].join(' ');
}
