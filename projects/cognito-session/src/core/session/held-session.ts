// A session as this tab holds it: the tokens after their check, the generation they belong to, and how long they
// are good for by two clocks. Also its written form, one JSON record.

import type { Clock } from '../clock';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from '../tokens/cognito-tokens';
import { CognitoUserSession, LATEST_EXPIRATION_SECONDS } from '../tokens/cognito-user-session';
import { decodeJwtPart, isJsonObject, LONGEST_TOKEN } from '../tokens/jwt-payload';
import type { CheckedConfig } from '../config/session-config';
import { SessionError } from '../session-error';
import { invalid } from '../config/setting-forms';

/** Tokens as Cognito answers them: the part of `AuthenticationResultType` that a session is made of. */
export interface TokenSet {
  IdToken?: string | undefined;
  AccessToken?: string | undefined;
  RefreshToken?: string | undefined;
}

/** A checked session with its generation and its expiry. */
export interface HeldSession {
  readonly session: CognitoUserSession;
  /** Changes at every sign-in, sign-out and user switch; a refresh keeps it. Random, never reused, no secret. */
  readonly generation: string;
  /** Counts the refreshes of a generation, so that no clock has to say which of two sessions is newer. */
  readonly revision: number;
  /** The user. */
  readonly sub: string;
  /** When the tokens were issued, by this device's wall clock, in milliseconds since the epoch. */
  readonly issuedAt: number;
  /** When the first of the two tokens expires, by the monotonic clock, in milliseconds. */
  readonly expiresAtMonotonic: number;
}

/** The version of the stored record; a release counts it up when older ones could not read what it writes. */
const RECORD_VERSION = 1;

/** What the store holds: one record, so that one write replaces the whole session. */
interface SessionRecord {
  readonly v: typeof RECORD_VERSION;
  readonly generation: string;
  readonly revision: number;
  readonly issuedAt: number;
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
}

/** A new generation. `crypto.randomUUID` exists on secure pages only, `getRandomValues` everywhere. */
export function newGeneration(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');
}

/** Where a session stands: in which generation, after how many refreshes. */
export type SessionPlace = Pick<HeldSession, 'generation' | 'revision'>;

/** A record's time of issue may lie that far ahead, in milliseconds: tabs are processes, and their clocks differ. */
const CLOCK_TOLERANCE_MS = 5000;

/**
 * Checks tokens against the configured pool and client and makes a held session of them.
 *
 * @param issuedAt when they were issued by this device's clock, in milliseconds. `'now'`: they come straight from
 *   Cognito, so the clock's drift is known. `'unknown'`: they may be old, so a device clock that is ahead cannot be
 *   told from age, and the tokens count as expired rather than too long.
 * @throws {@link SessionError} `INVALID_TOKEN`, naming the claim and what was expected.
 */
export function holdSession(
  tokens: TokenSet,
  { generation, revision }: SessionPlace,
  issuedAt: number | 'now' | 'unknown',
  config: CheckedConfig,
  clock: Clock,
): HeldSession {
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
  // A time of issue that is no number or lies well ahead says that the clock was set since: nothing is known any more.
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

/** Seconds that a held session is still good for: the smaller of what both clocks say, since each can be wrong. */
export function remainingSeconds(held: HeldSession, clock: Clock): number {
  const { session, issuedAt, expiresAtMonotonic } = held;
  const byWallClock = issuedAt + lifetimeSeconds(session) * 1000 - clock.now();
  return Math.min(byWallClock, expiresAtMonotonic - clock.monotonic()) / 1000;
}

/** Whether a session is good for the margin; the margin is never more than half the tokens' lifetime. */
export function isFresh(held: HeldSession, config: CheckedConfig, clock: Clock): boolean {
  const lifetime = lifetimeSeconds(held.session);
  const wanted = config.refreshMarginSeconds ?? Math.min(60, lifetime / 5);
  // Tokens that cannot be renewed are good until they expire.
  const margin = refreshTokenOf(held) ? Math.min(wanted, lifetime / 2) : 0;
  return remainingSeconds(held, clock) > margin;
}

/** Seconds from issue to expiry of the token that lives shorter. */
function lifetimeSeconds(session: CognitoUserSession): number {
  const tokens = [session.getIdToken(), session.getAccessToken()];
  return (
    Math.min(...tokens.map((token) => token.getExpiration())) -
    Math.min(...tokens.map((token) => token.getIssuedAt()))
  );
}

/**
 * Refuses a margin as long as the tokens live, which would mean a refresh for every request.
 * @throws {@link SessionError} `INVALID_CONFIG`
 */
export function checkMargin(
  { session }: HeldSession,
  { refreshMarginSeconds }: CheckedConfig,
): void {
  const lifetime = lifetimeSeconds(session);
  if ((refreshMarginSeconds ?? 0) < lifetime) return;
  const expected = `shorter than the tokens' lifetime of ${lifetime} seconds`;
  throw invalid('refreshMarginSeconds', expected, refreshMarginSeconds);
}

/** The refresh token of a held session, or undefined. */
export function refreshTokenOf(held: HeldSession): string | undefined {
  return (held.session.getRefreshToken() as CognitoRefreshToken | undefined)?.getToken();
}

/** The record to store for a held session. */
export function serializeSession(held: HeldSession): string {
  const record: SessionRecord = {
    v: RECORD_VERSION,
    generation: held.generation,
    revision: held.revision,
    issuedAt: held.issuedAt,
    idToken: held.session.getIdToken().getJwtToken(),
    accessToken: held.session.getAccessToken().getJwtToken(),
    refreshToken: refreshTokenOf(held),
  };
  return JSON.stringify(record);
}

/**
 * The session in a stored record, or null when it holds none that this pool and client could have
 * made. `'newer'`: a newer version of the library wrote it, so it is not this one's to read, clean
 * or overwrite.
 */
export function parseSession(
  raw: string,
  config: CheckedConfig,
  clock: Clock,
): HeldSession | 'newer' | null {
  try {
    const value: unknown = JSON.parse(raw);
    if (!isJsonObject(value)) return null;
    const { v } = value;
    if (typeof v === 'number' && v > RECORD_VERSION) return 'newer';
    if (v !== RECORD_VERSION || typeof value['generation'] !== 'string') return null;
    const record = value as unknown as SessionRecord;
    return holdSession(
      {
        IdToken: record.idToken,
        AccessToken: record.accessToken,
        RefreshToken: record.refreshToken,
      },
      { generation: record.generation, revision: Number(value['revision']) || 0 },
      // Anything but a number compares as "ahead of now" and so counts as unknown.
      typeof record.issuedAt === 'number' ? record.issuedAt : NaN,
      config,
      clock,
    );
  } catch {
    // SyntaxError: not JSON. SessionError: tokens that are not this pool's. Either way no session of ours.
    return null;
  }
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
  // Three non-empty base64url parts: nothing that could break out of a header, and no unsigned token. The length comes first,
  // because on megabytes the regular expression runs out of stack; the header is decoded last, because `RegExp.$_` shows
  // every script of the page what was matched last.
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
