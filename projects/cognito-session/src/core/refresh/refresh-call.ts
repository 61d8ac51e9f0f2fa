// Sends one refresh to Cognito and judges its failure. Only a definitive refusal ends a session;
// any other failure keeps it.

import type { Clock } from '../clock';
import type { CognitoGateway } from '../cognito/cognito-gateway';
import type { ActiveSession, TokenSet } from '../session/active-session';
import { decodeJwtPart } from '../tokens/jwt-payload';
import { type CallLimits, callRepeatedly } from '../cognito/retry-policy';
import { SessionError, type SessionErrorCode } from '../session-error';

/**
 * TRY: the longest wait for one call, in milliseconds. Cognito calls a trigger up to three times, 5
 * s each.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
 */
const CALL_MS = 16_000;
/** The least time for a further call, in milliseconds: that of a trigger's three tries. */
const LEAST_MS = 15_000;

/** The least time for the first call, in milliseconds: that of one try of a trigger. */
const LEAST_FOR_FIRST_MS = 5000;

/** The input of the call to Cognito. */
export interface RefreshInput {
  readonly ClientId: string;
  readonly RefreshToken: string;
  readonly ClientMetadata?: Record<string, string>;
  /** Required if the pool tracks devices: without it, Cognito answers "Invalid Refresh Token". */
  readonly DeviceKey?: string;
}

/**
 * Asks Cognito for new tokens, with pauses between tries if a failure may pass.
 * `GetTokensFromRefreshToken` works with and without refresh-token rotation; with rotation, Cognito
 * refuses `REFRESH_TOKEN_AUTH`.
 *
 * A further call needs the time of Cognito's longest answer: if it timed out, Cognito could still
 * rotate the token. The first call needs the time of a usual answer. After a call without an
 * answer, no other follows. The result has both tokens, or at least a rotated refresh token, which
 * must not be lost.
 *
 * @param limits the largest number of calls, and the end of all calls by the monotonic clock
 *   (milliseconds).
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export async function requestTokens(
  input: RefreshInput,
  gateway: CognitoGateway,
  clock: Clock,
  limits: Pick<CallLimits, 'calls' | 'deadline'>,
): Promise<TokenSet> {
  if (limits.deadline - clock.monotonic() < LEAST_FOR_FIRST_MS) {
    // The store has answered late, or the page was frozen. Another tab may have the lock by now.
    throw new Error('no call was made: what came before it has taken all the time there is');
  }
  return callRepeatedly(
    async (signal) => {
      // An app's own gateway may resolve with nothing.
      const output = (await gateway.send('GetTokensFromRefreshToken', input, { signal })) as
        { readonly AuthenticationResult?: TokenSet } | undefined;
      const answer = output?.AuthenticationResult ?? {};
      if (!rotatedIn(answer, input.RefreshToken)) requireTokens(answer);
      return answer;
    },
    judgeRefreshFailure,
    clock,
    { ...limits, callMs: CALL_MS, leastMs: LEAST_MS },
  );
}

/** The refresh token that replaces the used one, if an answer has one. */
export function rotatedIn({ RefreshToken: given }: TokenSet, used: string): string | undefined {
  return typeof given === 'string' && given !== '' && given !== used ? given : undefined;
}

/**
 * Checks that an answer has an ID token and an access token.
 * @throws {@link UnreadableAnswer}, or `SessionError` `INVALID_TOKEN` for tokens that are no JWTs.
 */
export function requireTokens({ IdToken, AccessToken }: TokenSet): void {
  if (!IdToken || !AccessToken) throw new UnreadableAnswer('no tokens in it');
  const jwts: readonly unknown[] = [IdToken, AccessToken];
  if (!jwts.every((jwt) => typeof jwt === 'string' && decodeJwtPart(jwt, 1))) {
    throw new MalformedTokens('INVALID_TOKEN', 'the answer holds tokens that are no JWTs');
  }
}

/** The codes of a failed refresh. */
type RefreshFailureCode = Extract<
  SessionErrorCode,
  'SESSION_EXPIRED' | 'REFRESH_UNAVAILABLE' | 'INVALID_CONFIG' | 'INVALID_TOKEN'
>;

/** A failed refresh, judged. */
export interface RefreshFailure {
  /** `SESSION_EXPIRED` ends the session; the others keep it. */
  readonly code: RefreshFailureCode;
  /** Whether another call may succeed within seconds. */
  readonly retry: boolean;
  /** Whether Cognito was not reached at all. */
  readonly offline: boolean;
  /**
   * Whether the failure says nothing about Cognito (a gateway that throws, a broken answer). Then
   * no cooldown follows.
   */
  readonly internal: boolean;
  /** The seconds that Cognito asks to wait. */
  readonly retryAfterSeconds: number | undefined;
  /** The AWS name, or the name of another error. */
  readonly name: string;
}

/** An answer without tokens in it: HTML of a captive portal, a cut or empty body. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** The pool gave tokens of another user for the session's refresh token. */
export class AnotherUser extends SessionError {
  constructor(cause: unknown) {
    super('SESSION_EXPIRED', 'the refresh gave tokens of another user; sign in again', cause);
  }
}

/**
 * The tokens cannot be decoded: something between Cognito and the page damaged this answer, and the
 * next may be good.
 */
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
/**
 * The third is common to all of AWS:
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
const THROTTLED = [
  'TooManyRequestsException',
  'LimitExceededException',
  'ThrottlingException',
  'InternalErrorException',
];
/** Statuses below 500 that may pass: request timeout, and too many requests. */
const PASSING = [408, 429];
/** Names that count as an answer of Cognito even without a status. */
const KNOWN = [...REFUSED, ...MISCONFIGURED, ...THROTTLED];
/** The errors of `fetch`, of an aborted call, and of an answer that is not Cognito's. */
const UNREACHED = [
  'TypeError',
  'AbortError',
  'TimeoutError',
  'NetworkError',
  'UnreadableAnswer',
  // A captive portal redirects, or answers in HTML.
  'UnexpectedRedirect',
];
/**
 * No answer came in time. Cognito may still be at work, and the next call would use the same token.
 */
const UNANSWERED = ['AbortError', 'TimeoutError'];
/** The longest pause that a `Retry-After` can cause. */
const LONGEST_RETRY_AFTER_SECONDS = 3600;

/**
 * Judges an error of `GetTokensFromRefreshToken` by its AWS name, never by status alone: Cognito
 * sends NotAuthorizedException with 400.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export function judgeRefreshFailure(error: unknown): RefreshFailure {
  const {
    name = 'Error',
    message = '',
    $metadata,
    retryAfterSeconds,
  }: ServiceErrorLike = error ?? {};
  // Compares names in any letter case: a proxy before Cognito may change it.
  const lowerCaseName = name.toLowerCase();
  const status = $metadata?.httpStatusCode;
  // For a client with a secret, Cognito answers NotAuthorizedException in several wordings; the
  // user can do nothing about it.
  const secret = /secret/i.test(message);
  const known = (names: readonly string[]): boolean =>
    names.some((each) => each.toLowerCase() === lowerCaseName);
  const offline = known(UNREACHED);
  const asked = Number(retryAfterSeconds ?? $metadata?.retryAfterSeconds);
  return {
    name,
    code:
      ownCode(error) ??
      (known(MISCONFIGURED) || (known(REFUSED) && secret)
        ? 'INVALID_CONFIG'
        : known(REFUSED)
          ? 'SESSION_EXPIRED'
          : 'REFRESH_UNAVAILABLE'),
    retry:
      !known(UNANSWERED) &&
      (known(THROTTLED) || offline || PASSING.includes(Number(status)) || Number(status) >= 500),
    offline,
    internal:
      error instanceof MalformedTokens ||
      ownCode(error) === 'INVALID_CONFIG' ||
      (status === undefined && !offline && !(error instanceof SessionError) && !known(KNOWN)),
    retryAfterSeconds: asked >= 0 ? Math.min(asked, LONGEST_RETRY_AFTER_SECONDS) : undefined,
  };
}

/** The code of an error that this library made before or after the call. */
function ownCode(error: unknown): RefreshFailureCode | undefined {
  const code = error instanceof SessionError ? error.code : undefined;
  const own = ['INVALID_TOKEN', 'INVALID_CONFIG', 'SESSION_EXPIRED'] as const;
  return own.find((each) => each === code);
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

/** The outcome of a failed refresh. */
export interface RefreshFailed {
  readonly kind: 'failed';
  readonly error: SessionError;
  readonly failure: RefreshFailure;
  /** The session with the rotated refresh token of an answer that is otherwise unusable. */
  readonly active?: ActiveSession | undefined;
}

/** Judges `error` and makes the outcome. */
export function refreshFailed(error: unknown): RefreshFailed {
  const failure = judgeRefreshFailure(error);
  // The message of these errors says more than the general one.
  const isOwn = error instanceof AnotherUser || ownCode(error) === 'INVALID_CONFIG';
  const own = isOwn ? (error as SessionError) : refreshError(failure, error);
  return { kind: 'failed', failure, error: own };
}

interface ServiceErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly retryAfterSeconds?: number };
}
