// Tests the error class: the members that a reporter prints.

import { SessionError, sessionEnded } from './session-error';

describe('SessionError', () => {
  it('has its code before the message, and its own name', () => {
    const error = new SessionError('INVALID_TOKEN', 'no JWT');
    expect(String(error)).toBe('SessionError: INVALID_TOKEN: no JWT');
    expect(error.code).toBe('INVALID_TOKEN');
  });

  it('has a cause only when it is given one', () => {
    expect(new SessionError('INVALID_TOKEN', 'no JWT')).not.toHaveProperty('cause');
    const cause = new Error('beneath');
    expect(new SessionError('INVALID_TOKEN', 'no JWT', cause).cause).toBe(cause);
  });

  it('does not list its cause among its own keys, which reporters copy', () => {
    const error = new SessionError('REFRESH_UNAVAILABLE', 'x', new Error('beneath'));
    expect(Object.keys(error)).not.toContain('cause');
  });
});

it('has one message for a missing and an ended session', () => {
  const { code, message } = sessionEnded();
  expect(code).toBe('NOT_SIGNED_IN');
  expect(message).toBe('NOT_SIGNED_IN: there is no session, or it ended meanwhile');
});
