// The types of the session's states and events.

import type { CognitoUserSession } from '../tokens/cognito-user-session';
import type { SessionError, SessionErrorCode } from '../session-error';
import type { SignedOutReason } from '../signed-out-reason';

/** The session's state. `'restoring'` until the store (and an asynchronous config) has answered. */
export type SessionState =
  | { readonly status: 'restoring' }
  | { readonly status: 'signed-in'; readonly session: CognitoUserSession }
  | { readonly status: 'signed-out'; readonly reason: SignedOutReason };

/** An event of the session, at `at` milliseconds since the epoch; never holds a token. */
export type SessionEvent = { readonly at: number } & SessionEventBody;

/** A {@link SessionEvent} without its time. */
export type SessionEventBody =
  | { readonly type: 'signed-in' | 'refreshed' | 'adopted' | 'user-changed' }
  | {
      readonly type: 'refresh-failed';
      readonly code: SessionErrorCode;
      readonly error: SessionError;
    }
  | { readonly type: 'signed-out'; readonly reason: SignedOutReason }
  | { readonly type: 'store-failed'; readonly error: SessionError }
  /**
   * A part of the library did not load, for example because a deployment has removed it; a reload
   * of the page helps.
   */
  | { readonly type: 'reload-needed'; readonly error: SessionError }
  /**
   * The pool tracks devices, and Cognito has not confirmed this one: it will refuse to refresh the
   * session. Emitted at the sign-in, and at each refresh before which the confirmation fails again.
   * `error.code` is `REFRESH_UNAVAILABLE` if the library tries again before the next refresh
   * (network, throttling, 5xx), and `INVALID_CONFIG` or `NOT_SIGNED_IN` if not.
   */
  | { readonly type: 'device-unconfirmed'; readonly error: SessionError };

/**
 * The outcome of a sign-out's calls to Cognito; in this browser the session is over in any case.
 */
export interface SignOutResult {
  /**
   * Whether Cognito has revoked the refresh token; false if it could not be reached within 3 s, or
   * if there was none.
   */
  readonly revoked: boolean;
  /** Whether Cognito has ended the user's sessions on all devices; false unless requested. */
  readonly everywhere: boolean;
}
