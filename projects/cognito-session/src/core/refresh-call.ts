// One refresh as it is asked of Cognito, and what its failure means. Only a definitive answer ends a session;
// everything else keeps it.

import type { Clock } from './clock';
import type { CognitoGateway } from './cognito-gateway';
import type { TokenSet } from './held-session';
import { decodeJwtPart } from './jwt-payload';
import { SessionError, type SessionErrorCode } from './session-error';
import { limitTime } from './time-limit';

/** Limits of the calls, in milliseconds. TRY: one call; then full jitter before the next, with base and cap. */
const MS = { call: 8000, backoff: 500, mostBackoff: 8000 };

/** What is sent to Cognito. */
export interface RefreshInput {
  readonly ClientId: string;
  readonly RefreshToken: string;
  readonly ClientMetadata?: Record<string, string>;
  /** Where the pool tracks devices: without it Cognito answers "Invalid Refresh Token". */
  readonly DeviceKey?: string;
}

/**
 * Asks Cognito for new tokens, with pauses between tries when a failure may pass. `GetTokensFromRefreshToken` works with
 * refresh-token rotation on and off; `REFRESH_TOKEN_AUTH` is refused when it is on.
 *
 * @param limits at most that many calls, none of them running past `deadline` on the monotonic clock (milliseconds).
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export async function askForTokens(
  input: RefreshInput,
  gateway: CognitoGateway,
  clock: Clock,
  limits: { calls: number; deadline: number },
): Promise<TokenSet> {
  /** The last failure that Cognito itself answered: it says more than a later call that was cut off. */
  let answered: unknown;
  for (let call = 1; ; call++) {
    try {
      const { AuthenticationResult: tokens } = await limitTime(
        Math.min(MS.call, limits.deadline - clock.monotonic()),
        clock,
        (signal) => gateway.send('GetTokensFromRefreshToken', input, { signal }),
      );
      if (!tokens?.IdToken || !tokens.AccessToken) throw new UnreadableAnswer('no tokens in it');
      if (![tokens.IdToken, tokens.AccessToken].every((jwt) => decodeJwtPart(jwt, 1))) {
        throw new MalformedTokens('INVALID_TOKEN', 'the answer holds tokens that are no JWTs');
      }
      return tokens;
    } catch (error) {
      const { retry, offline, retryAfterSeconds = 0 } = judgeRefreshFailure(error);
      if (!offline) answered = error;
      const jitter = Math.random() * Math.min(MS.mostBackoff, MS.backoff * 2 ** call);
      const pause = Math.max(jitter, retryAfterSeconds * 1000);
      if (!retry || call >= limits.calls || clock.monotonic() + pause >= limits.deadline)
        throw answered ?? error;
      await clock.delay(pause);
    }
  }
}

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
  /** Whether this says nothing about Cognito (a gateway that throws, a broken answer): no pause follows. */
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

/** Tokens that cannot even be decoded: something on the way broke this one answer, and the next may be whole. */
class MalformedTokens extends SessionError {}

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
const UNREACHED = [
  'TypeError',
  'AbortError',
  'TimeoutError',
  'NetworkError',
  'UnreadableAnswer',
  // Captive portals redirect as well as they answer in HTML.
  'UnexpectedRedirect',
];
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
  // A name's letter case says nothing: whatever stands before Cognito may write it in its own.
  const lowerCaseName = name.toLowerCase();
  const status = $metadata?.httpStatusCode;
  // A client with a secret answers NotAuthorizedException in several wordings; the user can do nothing about it.
  const secret = /secret/i.test(message);
  const known = (names: readonly string[]): boolean =>
    names.some((each) => each.toLowerCase() === lowerCaseName);
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
    internal:
      error instanceof MalformedTokens ||
      (status === undefined && !offline && !(error instanceof SessionError) && !known(KNOWN)),
    retryAfterSeconds: asked >= 0 ? Math.min(asked, LONGEST_RETRY_AFTER_SECONDS) : undefined,
  };
}

function refreshError({ code, name }: RefreshFailure, cause: unknown): SessionError {
  const message = {
    SESSION_EXPIRED: 'Cognito refused the refresh; sign in again',
    REFRESH_UNAVAILABLE: 'the session could not be refreshed now; it is kept',
    INVALID_CONFIG: 'the pool or app client does not allow the refresh; the session is kept',
    INVALID_TOKEN: 'the refreshed tokens are not usable; the session is kept',
  }[code];
  return new SessionError(code, `${message} (${name})`, cause);
}

/** A judged failure with its error, as an outcome of the refresh. */
export interface RefreshFailed {
  readonly kind: 'failed';
  readonly error: SessionError;
  readonly failure: RefreshFailure;
}

/** Judges `error` and makes the outcome of it. */
export function refreshFailed(error: unknown): RefreshFailed {
  const failure = judgeRefreshFailure(error);
  return { kind: 'failed', failure, error: refreshError(failure, error) };
}

interface ServiceErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly retryAfterSeconds?: number };
}
