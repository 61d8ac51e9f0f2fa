// What the session can be in, and what happens to it. Types only.

import type { CognitoUserSession } from '../tokens/cognito-user-session';
import type { SessionError, SessionErrorCode } from '../session-error';
import type { SignedOutReason } from '../signed-out-reason';

/** The session's state. `'restoring'` until the store (and an asynchronous config) has answered. */
export type SessionState =
  | { readonly status: 'restoring' }
  | { readonly status: 'signed-in'; readonly session: CognitoUserSession }
  | { readonly status: 'signed-out'; readonly reason: SignedOutReason };

/** What happened to the session, at `at` milliseconds since the epoch; never holds a token. */
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
   * A part of the library did not load, as after a deployment that removed it; a reload of the page
   * helps.
   */
  | { readonly type: 'reload-needed'; readonly error: SessionError }
  /**
   * The pool tracks devices, and Cognito has not confirmed this one: it will refuse to refresh the
   * session. Told at the sign-in and at each refresh before which it could not be mended.
   * `error.code` is `REFRESH_UNAVAILABLE` when it is tried again before the next refresh (network,
   * throttling, 5xx), and `INVALID_CONFIG` or `NOT_SIGNED_IN` when not.
   */
  | { readonly type: 'device-unconfirmed'; readonly error: SessionError };

/**
 * What became of a sign-out's calls to Cognito; in this browser the session is over in any case.
 */
export interface SignOutResult {
  /**
   * Whether Cognito revoked the refresh token; false when it could not be reached within 3 s, or
   * there was none.
   */
  readonly revoked: boolean;
  /** Whether Cognito ended the user's sessions on all devices; false unless asked for. */
  readonly everywhere: boolean;
}
