// The error class of the session. An app can branch on `code`, and an error reporter can print the
// error: no field ever holds a token or a password.

/**
 * Codes of {@link SessionError}; the list is closed.
 *
 * - `NOT_SIGNED_IN`: there is no session, or the session of the call has ended meanwhile.
 * - `SESSION_EXPIRED`: Cognito refused the refresh (expired, revoked, disabled …); the session was
 *   cleared.
 * - `REFRESH_UNAVAILABLE`: Cognito could not be asked (network, throttling, 5xx); the session was
 *   kept.
 * - `INVALID_TOKEN`: tokens are malformed or belong to another pool, client, user or use.
 * - `INVALID_CONFIG`: a setting is wrong, here or at the app client in Cognito; the message names
 *   the field.
 * - `STORE_UNAVAILABLE`: the session store cannot be read or written; the session lives on in
 *   memory.
 */
export type SessionErrorCode =
  | 'NOT_SIGNED_IN'
  | 'SESSION_EXPIRED'
  | 'REFRESH_UNAVAILABLE'
  | 'INVALID_TOKEN'
  | 'INVALID_CONFIG'
  | 'STORE_UNAVAILABLE';

/**
 * An error of the session. `code` says what happened. `cause` is the error that led to it; for an
 * answer of Cognito, its `name` is the AWS name, such as `NotAuthorizedException`.
 *
 * The class has no type parameter: after `instanceof`, the parameter and `code` would be `any`. The
 * entry `ngx-cognito-session/sign-in` has further codes and a class of its own for them: check for
 * `SignInError` first.
 */
export class SessionError extends Error {
  override readonly name: string = 'SessionError';

  constructor(
    readonly code: SessionErrorCode,
    message: string,
    cause?: unknown,
  ) {
    // A `cause` in the options is not enumerable, so reporters that walk an error's own keys do not
    // copy it.
    super(`${code}: ${message}`, cause === undefined ? undefined : { cause });
  }
}

/**
 * The error of a call without a session, or whose session ended or became another user's before the
 * answer.
 */
export function sessionEnded(): SessionError {
  return new SessionError('NOT_SIGNED_IN', 'there is no session, or it ended meanwhile');
}
