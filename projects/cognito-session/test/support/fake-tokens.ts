// Tokens with the claims and the shape of Cognito's, but with a made-up signature: nothing in the
// library verifies one.

import { FAKE_START_MS } from './fake-clock';

/** The pool, client and user of every spec that doesn't need others. */
export const POOL_ID = 'eu-west-1_AbCdEfGhI';
export const CLIENT_ID = '1h57kf5cpq17m0eml12EXAMPLE';
export const USER_SUB = '7f1a3c52-0d2b-4a55-9a1e-2b6c1f3d9e01';

/** Lifetime of the tokens made here, in seconds; Cognito's default. */
export const LIFETIME_SECONDS = 3600;

/** Claims to replace or to add; wrong ones, too. */
export type Claims = Readonly<Record<string, unknown>>;

/** The three tokens of one sign-in, as Cognito's `AuthenticationResult` names them. */
export interface FakeTokens {
  readonly IdToken: string;
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

/** Who issues a pool's tokens. */
export function issuerOf(userPoolId: string): string {
  return `https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;
}

let made = 0;

/** A JWT of these claims; three parts that decode, the last of which signs nothing. */
export function makeJwt(payload: unknown, header: unknown = { kid: 'id+1', alg: 'RS256' }): string {
  const part = (value: unknown): string =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  return [part(header), part(payload), part('no-signature')].join('.');
}

/**
 * An ID token; `claims` replace or add to its own. Issued at the fake clock's start unless `iat` is
 * given, good for {@link LIFETIME_SECONDS} unless `exp` is. No two calls make the same token: `jti`
 * counts up.
 */
export function makeIdToken(claims: Claims = {}): string {
  return makeJwt({
    ...shared('id', claims['iat']),
    aud: CLIENT_ID,
    'cognito:username': 'maria',
    email: 'maria@example.com',
    email_verified: true,
    ...claims,
  });
}

/** An access token; see {@link makeIdToken}. */
export function makeAccessToken(claims: Claims = {}): string {
  return makeJwt(
    {
      ...shared('access', claims['iat']),
      client_id: CLIENT_ID,
      scope: 'aws.cognito.signin.user.admin',
      username: 'maria',
      ...claims,
    },
    { kid: 'access+1', alg: 'RS256' },
  );
}

/** An opaque refresh token, another one at each call. */
export function makeRefreshToken(): string {
  return `refresh-${++made}-${'x'.repeat(40)}`;
}

/**
 * ID, access and refresh token of one sign-in; `claims` go into both JWTs, so keep to those that
 * both may have.
 */
export function makeTokens(claims: Claims = {}): FakeTokens {
  return {
    IdToken: makeIdToken(claims),
    AccessToken: makeAccessToken(claims),
    RefreshToken: makeRefreshToken(),
  };
}

function shared(use: 'id' | 'access', given: unknown): object {
  const iat = typeof given === 'number' ? given : Math.floor(FAKE_START_MS / 1000);
  return {
    sub: USER_SUB,
    iss: issuerOf(POOL_ID),
    origin_jti: '1d5d6d2e-6f0a-4a3a-8a4f-0a1b2c3d4e5f',
    event_id: '9b1f0c8a-2c53-4a3c-b8b6-5d4c3b2a1f0e',
    jti: `jti-${++made}`,
    token_use: use,
    auth_time: iat,
    iat,
    exp: iat + LIFETIME_SECONDS,
  };
}
