// The session of this tab: checked tokens, the generation they belong to, and until when they are
// good.

import type { CognitoRefreshToken } from '../tokens/cognito-tokens';
import type { CognitoUserSession } from '../tokens/cognito-user-session';

/**
 * Tokens as Cognito answers them: the part of `AuthenticationResultType` that a session is made of.
 */
export interface TokenSet {
  IdToken?: string | undefined;
  AccessToken?: string | undefined;
  RefreshToken?: string | undefined;
}

/** A checked session with its generation and its expiry. */
export interface ActiveSession {
  readonly session: CognitoUserSession;
  /**
   * Changes at every sign-in, sign-out and user switch; a refresh keeps it. Random, never reused,
   * no secret.
   */
  readonly generation: string;
  /**
   * Counts the refreshes of a generation, so that no clock has to say which of two sessions is
   * newer.
   */
  readonly revision: number;
  /** The user. */
  readonly sub: string;
  /** When the tokens were issued, by this device's wall clock, in milliseconds since the epoch. */
  readonly issuedAt: number;
  /** When the first of the two tokens expires, by the monotonic clock, in milliseconds. */
  readonly expiresAtMonotonic: number;
}

/**
 * A new generation. `crypto.randomUUID` exists on secure pages only, `getRandomValues` everywhere.
 */
export function newGeneration(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');
}

/** Where a session stands: in which generation, after how many refreshes. */
export type SessionPlace = Pick<ActiveSession, 'generation' | 'revision'>;

/** The refresh token of a active session, or undefined. */
export function refreshTokenOf(active: ActiveSession): string | undefined {
  return (active.session.getRefreshToken() as CognitoRefreshToken | undefined)?.getToken();
}
