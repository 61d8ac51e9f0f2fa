// The session of this tab: checked tokens, their generation, and their expiry.

import type { CognitoRefreshToken } from '../tokens/cognito-tokens';
import type { CognitoUserSession } from '../tokens/cognito-user-session';

/** Tokens as Cognito answers them: the members of `AuthenticationResultType` that a session has. */
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
   * not secret.
   */
  readonly generation: string;
  /**
   * Counts the refreshes of a generation, so that no clock is needed to find the newer of two
   * sessions.
   */
  readonly revision: number;
  /** The user's id. */
  readonly sub: string;
  /** When the tokens were issued, by this device's wall clock, in milliseconds since the epoch. */
  readonly issuedAt: number;
  /** When the first of the two tokens expires, by the monotonic clock, in milliseconds. */
  readonly expiresAtMonotonic: number;
}

/**
 * Makes a new generation. `crypto.randomUUID` exists in secure contexts only, `getRandomValues`
 * everywhere.
 */
export function newGeneration(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');
}

/** The generation and the revision of a session. */
export type SessionPlace = Pick<ActiveSession, 'generation' | 'revision'>;

/** The refresh token of an active session, or undefined. */
export function refreshTokenOf(active: ActiveSession): string | undefined {
  return (active.session.getRefreshToken() as CognitoRefreshToken | undefined)?.getToken();
}
