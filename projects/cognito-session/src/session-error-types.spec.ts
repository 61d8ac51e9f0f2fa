// Tests the types of an error in a catch block. The compiler reads this file with the specs (`npm
// run typecheck`), and fails if a code is `any` or the list is open.

import { SignInError, type SignInErrorCode } from 'ngx-cognito-session/sign-in';
import { SessionError, type SessionErrorCode } from './public-api';

/** `'any'` for `any` alone, which is compatible with every type. */
type IsAny<T> = 0 extends 1 & T ? 'any' : 'typed';

/** As in an app: without a default case, so that a new code is a compiler error. */
function wordsFor(error: unknown): string | undefined {
  if (error instanceof SignInError) {
    const code: SignInErrorCode = error.code;
    'typed' satisfies IsAny<typeof error.code>;
    return code;
  }
  if (!(error instanceof SessionError)) return undefined;
  'typed' satisfies IsAny<typeof error.code>;
  const code: SessionErrorCode = error.code;
  switch (code) {
    case 'NOT_SIGNED_IN':
    case 'SESSION_EXPIRED':
    case 'INVALID_TOKEN':
      return 'Sign in again.';
    case 'REFRESH_UNAVAILABLE':
    case 'STORE_UNAVAILABLE':
      return 'Try again.';
    case 'INVALID_CONFIG':
      return 'Ask the developer.';
    default:
      return code satisfies never;
  }
}

it('G14: a catch block gets the closed list of codes of each class', () => {
  expect(wordsFor(new SessionError('SESSION_EXPIRED', 'x'))).toBe('Sign in again.');
  expect(wordsFor(new SignInError('WRONG_CODE', 'x'))).toBe('WRONG_CODE');
  expect(wordsFor(new Error('x'))).toBeUndefined();
});

it('G14: one handler gets the errors of both classes, and the codes of each stay a list of their own', () => {
  const error = new SignInError('WRONG_CODE', 'x');
  expect(error).toBeInstanceOf(SessionError);
  expect(error.message).toBe('WRONG_CODE: x');
  // @ts-expect-error a SignInError has codes that a SessionError does not know
  expect((error.code satisfies SessionErrorCode).length).toBeGreaterThan(0);
});
