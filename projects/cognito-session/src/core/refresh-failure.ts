// What a failed refresh means. Only a definitive answer of Cognito ends a session; everything else keeps it.

import { SessionError, type SessionErrorCode } from './session-error';

/** A failed refresh, judged. */
export interface RefreshFailure {
  /** `SESSION_EXPIRED` ends the session; the others keep it. */
  readonly code: Extract<
    SessionErrorCode,
    'SESSION_EXPIRED' | 'REFRESH_UNAVAILABLE' | 'INVALID_CONFIG' | 'INVALID_TOKEN'
  >;
  /** Whether another try may succeed within seconds. */
  readonly retry: boolean;
  /** Whether Cognito was not reached at all. */
  readonly offline: boolean;
  /** Whether this is a fault in the page itself (a gateway that throws), which says nothing about Cognito. */
  readonly internal: boolean;
  /** Seconds Cognito asks to wait. */
  readonly retryAfterSeconds: number | undefined;
  /** The AWS name, or the name of the error beneath. */
  readonly name: string;
}

/** An answer without tokens in it: HTML of a captive portal, a cut or empty body. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

const REFUSED = [
  'NotAuthorizedException',
  'RefreshTokenReuseException',
  'UserNotFoundException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
];
const MISCONFIGURED = [
  'ResourceNotFoundException',
  'InvalidParameterException',
  'OperationNotEnabledException',
  'UnsupportedOperationException',
];
const THROTTLED = ['TooManyRequestsException', 'LimitExceededException', 'InternalErrorException'];
/** Names that need no status to be taken for an answer of Cognito. */
const KNOWN = [...REFUSED, ...MISCONFIGURED, ...THROTTLED];
/** What `fetch` rejects with, what an aborted call rejects with, and answers that are not Cognito's. */
const UNREACHED = ['TypeError', 'AbortError', 'TimeoutError', 'NetworkError', 'UnreadableAnswer'];
/** Longest pause that a `Retry-After` can ask for. */
const LONGEST_RETRY_AFTER_SECONDS = 3600;

/**
 * Judges an error of `GetTokensFromRefreshToken` by its AWS name, never by status alone: Cognito sends
 * NotAuthorizedException with 400.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export function judgeRefreshFailure(error: unknown): RefreshFailure {
  const {
    name = 'Error',
    message = '',
    $metadata,
    retryAfterSeconds,
  } = (error ?? {}) as ServiceErrorLike;
  const status = $metadata?.httpStatusCode;
  // A client with a secret answers NotAuthorizedException; the user can do nothing about it.
  const secret = /secret hash|client secret|with secret/i.test(message);
  const known = (names: readonly string[]): boolean => names.includes(name);
  const offline = known(UNREACHED);
  const asked = Number(retryAfterSeconds ?? $metadata?.retryAfterSeconds);
  return {
    name,
    code:
      error instanceof SessionError && error.code === 'INVALID_TOKEN'
        ? 'INVALID_TOKEN'
        : known(MISCONFIGURED) || (known(REFUSED) && secret)
          ? 'INVALID_CONFIG'
          : known(REFUSED)
            ? 'SESSION_EXPIRED'
            : 'REFRESH_UNAVAILABLE',
    retry: known(THROTTLED) || offline || status === 429 || Number(status) >= 500,
    offline,
    internal: status === undefined && !offline && !(error instanceof SessionError) && !known(KNOWN),
    retryAfterSeconds: asked >= 0 ? Math.min(asked, LONGEST_RETRY_AFTER_SECONDS) : undefined,
  };
}

/** The {@link SessionError} that callers get for a judged failure. */
export function refreshError({ code, name }: RefreshFailure, cause: unknown): SessionError {
  const message = {
    SESSION_EXPIRED: 'Cognito refused the refresh; sign in again',
    REFRESH_UNAVAILABLE: 'the session could not be refreshed now; it is kept',
    INVALID_CONFIG: 'the pool or app client does not allow the refresh; the session is kept',
    INVALID_TOKEN: 'the refreshed tokens are not usable; the session is kept',
  }[code];
  return new SessionError(code, `${message} (${name})`, cause);
}

interface ServiceErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly retryAfterSeconds?: number };
}
