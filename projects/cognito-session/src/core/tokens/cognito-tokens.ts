// The three token classes, with the API of amazon-cognito-identity-js. Token strings are in private
// fields, so that JSON.stringify, the json pipe and error reporters cannot print them. Mirrors
// https://github.com/aws-amplify/amplify-js/tree/amazon-cognito-identity-js%406.3.12/packages/amazon-cognito-identity-js/src

import {
  type CognitoAccessTokenPayload,
  type CognitoIdTokenPayload,
  type CognitoTokenPayload,
  decodeJwtPart,
} from './jwt-payload';

/** The common base of ID and access tokens. */
abstract class CognitoJwtToken<Payload extends CognitoTokenPayload> {
  /**
   * Decoded claims; `{}` when the token is malformed. Not verified: see
   * {@link CognitoJwtToken.decodePayload}.
   */
  readonly payload: Payload;
  readonly #jwtToken: string;

  constructor(token: string | undefined) {
    // Callers without type checks may pass undefined, which the original library treats as an empty
    // token.
    this.#jwtToken = typeof token === 'string' ? token : '';
    this.payload = this.decodePayload();
  }

  /** The encoded token, as it goes into an `Authorization` header. */
  getJwtToken(): string {
    return this.#jwtToken;
  }

  /**
   * When the token expires, in seconds since the epoch; `undefined` at run time if the token is
   * malformed.
   */
  getExpiration(): number;
  getExpiration(): number | undefined {
    return this.payload.exp;
  }

  /**
   * When the token was issued, in seconds since the epoch; `undefined` at run time if the token is
   * malformed.
   */
  getIssuedAt(): number;
  getIssuedAt(): number | undefined {
    return this.payload.iat;
  }

  /**
   * Decodes the claims anew; `{}` when the token is malformed.
   *
   * The signature is not verified. Use claims to display data; the API decides what a user may do.
   */
  decodePayload(): Payload;
  decodePayload(): Record<string, unknown> {
    return decodeJwtPart(this.#jwtToken, 1) ?? {};
  }
}

/** ID token: who the user is. API Gateway's Cognito authorizer takes it unless scopes are set. */
export class CognitoIdToken extends CognitoJwtToken<CognitoIdTokenPayload> {
  constructor(data: { IdToken: string });
  constructor(data?: { IdToken: string }) {
    super(data?.IdToken);
  }
}

/**
 * Access token: what the user may do, by scopes and groups; also opens Cognito's own user
 * operations.
 */
export class CognitoAccessToken extends CognitoJwtToken<CognitoAccessTokenPayload> {
  constructor(data: { AccessToken: string });
  constructor(data?: { AccessToken: string }) {
    super(data?.AccessToken);
  }
}

/** Refresh token: opaque; goes nowhere but to Cognito. */
export class CognitoRefreshToken {
  readonly #token: string;

  constructor(data: { RefreshToken: string });
  constructor(data?: { RefreshToken: string }) {
    const token = data?.RefreshToken;
    this.#token = typeof token === 'string' ? token : '';
  }

  /** The opaque token string. */
  getToken(): string {
    return this.#token;
  }
}
