// One user's three tokens, and the drift of this device's clock. Immutable: a refresh makes a new
// session.

import type { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from './cognito-tokens';
import { SessionError } from '../session-error';

/** The argument of {@link CognitoUserSession}; its keys are those of amazon-cognito-identity-js. */
export interface ICognitoUserSessionData {
  IdToken: CognitoIdToken;
  AccessToken: CognitoAccessToken;
  RefreshToken?: CognitoRefreshToken | undefined;
  /**
   * Whole seconds that this device's clock is ahead of Cognito's; default: computed from the
   * tokens.
   */
  ClockDrift?: number | undefined;
}

/**
 * The latest valid `exp`, in seconds: the end of the year 9999. Larger values are milliseconds or
 * nonsense.
 */
export const LATEST_EXPIRATION_SECONDS = 253_402_300_799;

/**
 * A set of tokens of one signed-in user, with the API of amazon-cognito-identity-js.
 *
 * @see https://github.com/aws-amplify/amplify-js/blob/amazon-cognito-identity-js%406.3.12/packages/amazon-cognito-identity-js/src/CognitoUserSession.js
 */
export class CognitoUserSession {
  readonly #idToken: CognitoIdToken;
  readonly #accessToken: CognitoAccessToken;
  readonly #refreshToken: CognitoRefreshToken | undefined;
  readonly #clockDrift: number;

  /** @throws {@link SessionError} `INVALID_TOKEN` when the ID or the access token is missing. */
  constructor(data: ICognitoUserSessionData);
  constructor(data?: Partial<ICognitoUserSessionData> | null) {
    const { IdToken, AccessToken, RefreshToken, ClockDrift } = data ?? {};
    if (!IdToken || !AccessToken) {
      throw new SessionError('INVALID_TOKEN', 'IdToken and AccessToken must be present');
    }
    this.#idToken = IdToken;
    this.#accessToken = AccessToken;
    this.#refreshToken = RefreshToken;
    this.#clockDrift = ClockDrift ?? this.calculateClockDrift();
  }

  getIdToken(): CognitoIdToken {
    return this.#idToken;
  }

  getAccessToken(): CognitoAccessToken {
    return this.#accessToken;
  }

  /** The refresh token; `undefined` at run time if the session was made without one. */
  getRefreshToken(): CognitoRefreshToken;
  getRefreshToken(): CognitoRefreshToken | undefined {
    return this.#refreshToken;
  }

  /** Whole seconds that this device's clock is ahead of Cognito's; negative when it is behind. */
  getClockDrift(): number {
    return this.#clockDrift;
  }

  /**
   * The drift if the tokens were issued just now: whole seconds, now − min(iat); NaN for a
   * malformed token.
   */
  calculateClockDrift(): number {
    return wholeSeconds() - Math.min(this.#accessToken.getIssuedAt(), this.#idToken.getIssuedAt());
  }

  /**
   * Whether both the ID token and the access token are unexpired, by this device's clock minus the
   * drift.
   *
   * A malformed token, or an `exp` that is no number or lies past the year 9999, makes the session
   * invalid.
   */
  isValid(): boolean {
    const now = wholeSeconds() - this.#clockDrift;
    return [this.#accessToken, this.#idToken].every((token) => {
      const exp: unknown = token.getExpiration();
      return typeof exp === 'number' && now < exp && exp <= LATEST_EXPIRATION_SECONDS;
    });
  }
}

function wholeSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
