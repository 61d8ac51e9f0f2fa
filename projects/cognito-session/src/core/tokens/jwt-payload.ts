// Decodes the parts of a JWT and names Cognito's claims. No signature is verified anywhere in this
// library: only the API that receives a token can decide whether to trust it.

/** Claims that ID and access tokens of a user pool share; all times in seconds since the epoch. */
export interface CognitoTokenPayload {
  /** The user's id in the pool; never changes. */
  sub?: string;
  /**
   * Issuer, in one of AWS's two forms: `https://cognito-idp.<region>.amazonaws.com/<userPoolId>`,
   * or `https://issuer-cognito-idp.<region>.amazonaws.com/<userPoolId>` where the pool's issuer
   * type is `UPDATED`; other AWS partitions have domains of their own. An emulator may write
   * another one.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html
   */
  iss?: string;
  /** Groups the user is a member of; absent when there are none. */
  'cognito:groups'?: string[];
  /** Ties all tokens of one sign-in together; present while token revocation is enabled. */
  origin_jti?: string;
  jti?: string;
  event_id?: string;
  /** When the user signed in; a refresh keeps it. */
  auth_time?: number;
  /**
   * The level of authentication that the user has reached, such as `urn:cognito:loa:2`; present if
   * a level was requested.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
   */
  acr?: string;
  /**
   * The methods by which the user has signed in, such as `['pwd', 'otp', 'mfa']`; present if a
   * level was requested.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
   */
  amr?: string[];
  iat?: number;
  exp?: number;
  /** Custom and pre-token-generation claims. */
  [claim: string]: unknown;
}

/**
 * Claims of an ID token.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export interface CognitoIdTokenPayload extends CognitoTokenPayload {
  token_use?: 'id';
  /** The app client's id. */
  aud?: string;
  'cognito:username'?: string;
  'cognito:roles'?: string[];
  'cognito:preferred_role'?: string;
  email?: string;
  email_verified?: boolean;
  phone_number?: string;
  phone_number_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
}

/**
 * Claims of an access token.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export interface CognitoAccessTokenPayload extends CognitoTokenPayload {
  token_use?: 'access';
  /** The app client's id. */
  client_id?: string;
  /** Scopes, separated by spaces. */
  scope?: string;
  username?: string;
  /** The device the user signed in on, where the pool tracks devices. */
  device_key?: string;
  /**
   * The API that the token is for, when the sign-in at Cognito's own pages was bound to a resource;
   * other access tokens have no audience.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
   */
  aud?: string | string[];
}

/**
 * Longer tokens are refused before decoding: no HTTP server accepts such a header, and decoding
 * must stay cheap.
 */
export const LONGEST_TOKEN = 262_144;

/**
 * Decodes one part of a JWT (0: header, 1: payload) to the JSON object in it; null if there is
 * none.
 *
 * Accepted: three parts; base64url or base64, with or without padding; valid UTF-8; a JSON object.
 * Everything else (other part counts, white space, a byte-order mark, lone bytes, arrays, numbers,
 * `null` …) gives null.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-3
 */
export function decodeJwtPart(token: string, part: 0 | 1): Record<string, unknown> | null {
  const parts = token.length > LONGEST_TOKEN ? [] : token.split('.', 4);
  const text = parts[part];
  if (parts.length !== 3 || !text || !/^[\w+/-]+={0,2}$/.test(text)) return null;
  try {
    const bytes = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    // `Uint8Array.from` goes through an iterator: it took most of the time of reading a session.
    const utf8 = new Uint8Array(bytes.length).map((_, index) => bytes.charCodeAt(index));
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8),
    );
    return isJsonObject(value) ? value : null;
  } catch {
    // InvalidCharacterError (atob), TypeError (TextDecoder), SyntaxError or RangeError (JSON): not
    // a JWT.
    return null;
  }
}

/** Whether `value` is a JSON object, not null and not an array. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
