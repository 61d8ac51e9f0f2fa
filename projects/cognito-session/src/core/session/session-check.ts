// Checks tokens against the configured pool and client, and makes an active session of them.

import type { Clock } from '../clock';
import type { CheckedConfig } from '../config/session-config';
import { SessionError } from '../session-error';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from '../tokens/cognito-tokens';
import { CognitoUserSession, LATEST_EXPIRATION_SECONDS } from '../tokens/cognito-user-session';
import { decodeJwtPart, LONGEST_TOKEN } from '../tokens/jwt-payload';
import type { ActiveSession, SessionPlace, TokenSet } from './active-session';

/**
 * A record's time of issue may be this far in the future, in milliseconds: the clocks of two tabs
 * (processes) differ.
 */
const CLOCK_TOLERANCE_MS = 5000;

/**
 * Checks tokens against the configured pool and client and makes an active session of them.
 *
 * @param issuedAt when the tokens were issued by this device's clock, in milliseconds. `'now'`:
 *   they come straight from Cognito, so the clock's drift is known. `'unknown'`: they may be old. A
 *   clock that is ahead then looks like age, and the tokens count as expired too early rather than
 *   too late.
 * @throws {@link SessionError} `INVALID_TOKEN`, naming the claim and what was expected.
 */
export function toActiveSession(
  tokens: TokenSet,
  { generation, revision }: SessionPlace,
  issuedAt: number | 'now' | 'unknown',
  config: CheckedConfig,
  clock: Clock,
): ActiveSession {
  const IdToken = new CognitoIdToken({ IdToken: tokens.IdToken ?? '' });
  const AccessToken = new CognitoAccessToken({ AccessToken: tokens.AccessToken ?? '' });
  const { RefreshToken } = tokens;
  const sub = checkToken('IdToken', IdToken, 'id', 'aud', config);
  if (checkToken('AccessToken', AccessToken, 'access', 'client_id', config) !== sub) {
    throw new SessionError('INVALID_TOKEN', 'AccessToken: sub must be that of the IdToken');
  }
  if (RefreshToken !== undefined && (typeof RefreshToken !== 'string' || !RefreshToken)) {
    throw new SessionError('INVALID_TOKEN', 'RefreshToken must be a string that is not empty');
  }
  const iat = Math.min(IdToken.getIssuedAt(), AccessToken.getIssuedAt());
  const exp = Math.min(IdToken.getExpiration(), AccessToken.getExpiration());
  const now = clock.now();
  const claimed =
    issuedAt === 'now' ? now : issuedAt === 'unknown' ? Math.min(now, iat * 1000) : issuedAt;
  const issued = Math.min(claimed, now);
  // If the time of issue is no number or is far in the future, the clock has been set since, and
  // the age is unknown.
  const known = claimed - now <= CLOCK_TOLERANCE_MS;
  const remaining = known ? (exp - iat) * 1000 - (now - issued) : 0;
  return {
    session: new CognitoUserSession({
      IdToken,
      AccessToken,
      RefreshToken:
        RefreshToken === undefined ? undefined : new CognitoRefreshToken({ RefreshToken }),
      ClockDrift: known ? Math.floor(issued / 1000) - iat : 0,
    }),
    generation,
    revision,
    sub,
    issuedAt: known ? issued : 0,
    expiresAtMonotonic: clock.monotonic() + remaining,
  };
}

/** Checks one token and returns its `sub`. */
function checkToken(
  field: string,
  token: CognitoIdToken | CognitoAccessToken,
  use: 'id' | 'access',
  clientClaim: 'aud' | 'client_id',
  config: CheckedConfig,
): string {
  const { payload } = token;
  const jwt = token.getJwtToken();
  const check = (ok: boolean, what: string, expected: string): void => {
    if (!ok) throw new SessionError('INVALID_TOKEN', `${field}: ${what} must be ${expected}`);
  };
  // Three non-empty base64url parts: no characters that could break out of a header, and no
  // unsigned token. The length comes first, because the regular expression overflows the stack on
  // megabytes. The header is decoded last, because `RegExp.$_` shows the last matched text to every
  // script of the page.
  const formed = jwt.length <= LONGEST_TOKEN && /^([\w-]+\.){2}[\w-]+$/.test(jwt);
  const algorithm = formed && decodeJwtPart(jwt, 0)?.['alg'];
  const { token_use, iss = '', sub, iat, exp } = payload;
  const signed = typeof algorithm === 'string' && algorithm.toLowerCase() !== 'none';
  check(signed, 'it', 'a signed JWT');
  check(token_use === use, 'token_use', `"${use}"`);
  check(config.issuers.includes(iss), 'iss', 'the configured user pool');
  check(payload[clientClaim] === config.clientId, clientClaim, 'the configured clientId');
  check(!!sub && typeof sub === 'string', 'sub', 'a string');
  const times: readonly unknown[] = [0, iat, exp, LATEST_EXPIRATION_SECONDS];
  const inOrder = times.every(
    (time, i) => typeof time === 'number' && (!i || time > Number(times[i - 1])),
  );
  check(inOrder, 'exp', 'a time in seconds after iat');
  return sub ?? '';
}
