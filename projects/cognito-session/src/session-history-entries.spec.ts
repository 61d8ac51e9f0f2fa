// Tests the history's entry for each event, and the entries that explain the end of a session.

import { Subject } from 'rxjs';
import { SessionError } from './core/session-error';
import type { SessionEvent } from './core/session/session-state';
import { HISTORY_ENTRIES, SessionHistory } from './session-history';
import { SessionService } from './session-service';
import { injectorOf } from '../test/support/adapters';

const AT = Date.UTC(2026, 0, 15, 12);

function open(most = 10): { history: SessionHistory; tell: (...events: SessionEvent[]) => void } {
  const events$ = new Subject<SessionEvent>();
  const injector = injectorOf(
    { provide: HISTORY_ENTRIES, useValue: most },
    { provide: SessionService, useValue: { events$ } },
    SessionHistory,
  );
  const history = injector.get(SessionHistory);
  return { history, tell: (...events) => events.forEach((event) => events$.next(event)) };
}

const plain = (type: 'signed-in' | 'refreshed' | 'adopted' | 'user-changed'): SessionEvent => ({
  at: AT,
  type,
});
const ended = (reason: 'sign-out' | 'refused'): SessionEvent => ({
  at: AT,
  type: 'signed-out',
  reason,
});
const failed = (
  code: 'SESSION_EXPIRED' | 'REFRESH_UNAVAILABLE',
  cause?: unknown,
): SessionEvent => ({
  at: AT,
  type: 'refresh-failed',
  code,
  error: new SessionError(code, 'x', cause),
});
const caused = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name });

describe('an entry', () => {
  it('of most events is time and type', () => {
    const { history, tell } = open();
    tell(plain('signed-in'), plain('adopted'));
    expect(history.entries()).toEqual([
      { at: AT, type: 'signed-in' },
      { at: AT, type: 'adopted' },
    ]);
  });

  it('of the session’s end has the reason', () => {
    const { history, tell } = open();
    tell(ended('refused'));
    expect(history.entries()).toEqual([{ at: AT, type: 'signed-out', reason: 'refused' }]);
  });

  it("of a refusal has Cognito's name and text", () => {
    const { history, tell } = open();
    tell(
      failed('SESSION_EXPIRED', caused('NotAuthorizedException', 'Refresh Token has been revoked')),
    );
    expect(history.entries()).toEqual([
      {
        at: AT,
        type: 'refresh-failed',
        code: 'SESSION_EXPIRED',
        error: 'NotAuthorizedException',
        text: 'Refresh Token has been revoked',
      },
    ]);
  });

  it.each([
    [
      caused('UserLambdaValidationException', 'words of a trigger'),
      { error: 'UserLambdaValidationException' },
    ],
    [undefined, {}],
    [null, {}],
    [caused('', 'x'), {}],
  ])('of another failure has no text: %p', (cause, details) => {
    const { history, tell } = open();
    tell(failed('REFRESH_UNAVAILABLE', cause));
    expect(history.entries()).toEqual([
      { at: AT, type: 'refresh-failed', code: 'REFRESH_UNAVAILABLE', ...details },
    ]);
  });

  it('of a store that fails has the name of its error', () => {
    const { history, tell } = open();
    const error = new SessionError('STORE_UNAVAILABLE', 'x', caused('QuotaExceededError', 'y'));
    tell({ at: AT, type: 'store-failed', error });
    expect(history.entries()).toEqual([
      { at: AT, type: 'store-failed', code: 'STORE_UNAVAILABLE', error: 'QuotaExceededError' },
    ]);
  });

  it('keeps no empty text, and no long word', () => {
    const { history, tell } = open();
    const word = 'x'.repeat(19);
    tell(failed('SESSION_EXPIRED', caused('A', '')));
    tell(failed('SESSION_EXPIRED', caused('A', `${word} ${word}x ${word}xx end`)));
    expect(history.entries().map(({ text }) => text)).toEqual([undefined, `${word} … … end`]);
    expect(history.entries()[0]).not.toHaveProperty('text');
  });

  it('keeps 120 characters at most', () => {
    const { history, tell } = open();
    tell(failed('SESSION_EXPIRED', caused('A', 'ab '.repeat(100))));
    expect(history.entries()[0]?.text).toBe('ab '.repeat(40));
  });
});

describe('the history', () => {
  it('keeps the latest entries, up to its limit', () => {
    const { history, tell } = open(2);
    tell(plain('signed-in'), plain('refreshed'), plain('adopted'));
    expect(history.entries().map(({ type }) => type)).toEqual(['refreshed', 'adopted']);
  });

  it('has one line for each entry', () => {
    const { history, tell } = open();
    expect(history.toString()).toBe('');
    tell(plain('signed-in'), ended('sign-out'));
    expect(history.toString()).toBe(
      '2026-01-15T12:00:00.000Z signed-in\n2026-01-15T12:00:00.000Z signed-out sign-out',
    );
  });
});

describe('why the session ended', () => {
  const types = (history: SessionHistory): string[] =>
    history.whySignedOut().map(({ type }) => type);

  it('is empty while it has not ended', () => {
    const { history, tell } = open();
    tell(plain('signed-in'), failed('REFRESH_UNAVAILABLE'));
    expect(types(history)).toEqual([]);
  });

  it('has the end and the failures directly before it', () => {
    const { history, tell } = open();
    const error = new SessionError('STORE_UNAVAILABLE', 'x');
    tell(failed('REFRESH_UNAVAILABLE'), plain('refreshed'), {
      at: AT,
      type: 'store-failed',
      error,
    });
    tell(failed('SESSION_EXPIRED'), ended('refused'), plain('signed-in'));
    expect(types(history)).toEqual(['store-failed', 'refresh-failed', 'signed-out']);
  });

  it('has all entries when they are all failures', () => {
    const { history, tell } = open();
    tell(failed('SESSION_EXPIRED'), ended('refused'));
    expect(types(history)).toEqual(['refresh-failed', 'signed-out']);
  });

  it('is about the last end', () => {
    const { history, tell } = open();
    tell(ended('refused'), plain('signed-in'), ended('sign-out'));
    expect(history.whySignedOut()).toEqual([{ at: AT, type: 'signed-out', reason: 'sign-out' }]);
  });
});
