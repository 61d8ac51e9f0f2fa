// One refresh as it is asked of Cognito, and what its failure means. Only a definitive answer ends
// a session; everything else keeps it.

import type { Clock } from '../clock';
import type { CognitoGateway } from '../cognito/cognito-gateway';
import type { ActiveSession, TokenSet } from '../session/active-session';
import { decodeJwtPart } from '../tokens/jwt-payload';
import { type CallLimits, callRepeatedly } from '../cognito/retry-policy';
import { SessionError, type SessionErrorCode } from '../session-error';

/**
 * TRY: longest wait for one call, in milliseconds, since Cognito gives each of a trigger's three
 * tries 5 s.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
 */
const CALL_MS = 16_000;
/**
 * What a further call must have left: as long as the trigger's three tries may take, in
 * milliseconds.
 */
const LEAST_MS = 15_000;

/**
 * What the first call must have left, as long as one of the trigger's tries may take, in
 * milliseconds.
 */
const LEAST_FOR_FIRST_MS = 5000;

/** What is sent to Cognito. */
export interface RefreshInput {
  readonly ClientId: string;
  readonly RefreshToken: string;
  readonly ClientMetadata?: Record<string, string>;
  /** Where the pool tracks devices: without it Cognito answers "Invalid Refresh Token". */
  readonly DeviceKey?: string;
}

/**
 * Asks Cognito for new tokens, with pauses between tries when a failure may pass.
 * `GetTokensFromRefreshToken` works with refresh-token rotation on and off; `REFRESH_TOKEN_AUTH` is
 * refused when it is on.
 *
 * No further call begins that would be cut off while Cognito may still be at work, since it may
 * rotate the token and answer late; no first one without the time that answers usually take; and
 * none follows one that nobody answered. What comes back has both tokens, or at least a rotated
 * refresh token, which is not to be lost.
 *
 * @param limits at most that many calls, none of them running past `deadline` on the monotonic
 *   clock (milliseconds).
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export async function requestTokens(
  input: RefreshInput,
  gateway: CognitoGateway,
  clock: Clock,
  limits: Pick<CallLimits, 'calls' | 'deadline'>,
): Promise<TokenSet> {
  if (limits.deadline - clock.monotonic() < LEAST_FOR_FIRST_MS) {
    // Such as a store that answers late, or a page that was frozen. Another tab may have the lock
    // by now.
    throw new Error('no call was made: what came before it has taken all the time there is');
  }
  return callRepeatedly(
    async (signal) => {
      const answer = tokensIn(await gateway.send('GetTokensFromRefreshToken', input, { signal }));
      if (!rotatedIn(answer, input.RefreshToken)) requireTokens(answer);
      return answer;
    },
    judgeRefreshFailure,
    clock,
    { ...limits, callMs: CALL_MS, leastMs: LEAST_MS },
  );
}

/** The tokens of an answer. An app's own gateway may resolve with nothing. */
function tokensIn(
  output: { readonly AuthenticationResult?: TokenSet | undefined } | undefined,
): TokenSet {
  return output?.AuthenticationResult ?? {};
}

/** The refresh token that replaces the one that was used, when an answer holds one. */
export function rotatedIn({ RefreshToken: given }: TokenSet, used: string): string | undefined {
  return typeof given === 'string' && given !== '' && given !== used ? given : undefined;
}

/**
 * Checks that an answer holds ID and access token.
 * @throws {@link UnreadableAnswer}, or `SessionError` `INVALID_TOKEN` for tokens that are no JWTs.
 */
export function requireTokens({ IdToken, AccessToken }: TokenSet): void {
  if (!IdToken || !AccessToken) throw new UnreadableAnswer('no tokens in it');
  const jwts: readonly unknown[] = [IdToken, AccessToken];
  if (!jwts.every((jwt) => typeof jwt === 'string' && decodeJwtPart(jwt, 1))) {
    throw new MalformedTokens('INVALID_TOKEN', 'the answer holds tokens that are no JWTs');
  }
}

/** The codes that a refresh can fail with. */
type RefreshFailureCode = Extract<
  SessionErrorCode,
  'SESSION_EXPIRED' | 'REFRESH_UNAVAILABLE' | 'INVALID_CONFIG' | 'INVALID_TOKEN'
>;

/** A failed refresh, judged. */
export interface RefreshFailure {
  /** `SESSION_EXPIRED` ends the session; the others keep it. */
  readonly code: RefreshFailureCode;
  /** Whether another try may succeed within seconds. */
  readonly retry: boolean;
  /** Whether Cognito was not reached at all. */
  readonly offline: boolean;
  /**
   * Whether this says nothing about Cognito (a gateway that throws, a broken answer): no pause
   * follows.
   */
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

/**
 * Tokens of another user than the session's: the pool gave them for this session's refresh token.
 */
export class AnotherUser extends SessionError {
  constructor(cause: unknown) {
    super('SESSION_EXPIRED', 'the refresh gave tokens of another user; sign in again', cause);
  }
}

/**
 * Tokens that cannot even be decoded: something on the way broke this one answer, and the next may
 * be whole.
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
/**
 * Statuses below 500 that may pass: a request that was not received in time, and too many of them.
 */
const PASSING = [408, 429];
/** Names that need no status to be taken for an answer of Cognito. */
const KNOWN = [...REFUSED, ...MISCONFIGURED, ...THROTTLED];
/**
 * What `fetch` rejects with, what an aborted call rejects with, and answers that are not Cognito's.
 */
const UNREACHED = [
  'TypeError',
  'AbortError',
  'TimeoutError',
  'NetworkError',
  'UnreadableAnswer',
  // Captive portals redirect as well as they answer in HTML.
  'UnexpectedRedirect',
];
/**
 * Nobody answered in time: Cognito may still be at work, and the next call would use the same
 * token.
 */
const UNANSWERED = ['AbortError', 'TimeoutError'];
/** Longest pause that a `Retry-After` can ask for. */
const LONGEST_RETRY_AFTER_SECONDS = 3600;

/**
 * Judges an error of `GetTokensFromRefreshToken` by its AWS name, never by status alone: Cognito
 * sends NotAuthorizedException with 400.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export function judgeRefreshFailure(error: unknown): RefreshFailure {
  const failure: ServiceErrorLike = error ?? {};
  const { name = 'Error', message = '', $metadata, retryAfterSeconds } = failure;
  // A name's letter case says nothing: whatever stands before Cognito may write it in its own.
  const lowerCaseName = name.toLowerCase();
  const status = $metadata?.httpStatusCode;
  // A client with a secret answers NotAuthorizedException in several wordings; the user can do
  // nothing about it.
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

/** A judged failure with its error, as an outcome of the refresh. */
export interface RefreshFailed {
  readonly kind: 'failed';
  readonly error: SessionError;
  readonly failure: RefreshFailure;
  /** The session with a refresh token that came with an answer which is otherwise no good. */
  readonly active?: ActiveSession | undefined;
}

/** Judges `error` and makes the outcome of it. */
export function refreshFailed(error: unknown): RefreshFailed {
  const failure = judgeRefreshFailure(error);
  // Its own words say more than those for what Cognito answers.
  const isOwn =
    error instanceof SessionError &&
    (error instanceof AnotherUser || error.code === 'INVALID_CONFIG');
  return { kind: 'failed', failure, error: isOwn ? error : refreshError(failure, error) };
}

interface ServiceErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly retryAfterSeconds?: number };
}
