// Everything that comes of one sign-in: its refreshes, and who used which refresh token.

import type { Page } from './page';

/** The users of the pool. */
export type User = 'A' | 'B' | 'C';

/** Everything that came of one sign-in. */
export interface Family {
  readonly user: User;
  readonly id: number;
  revoked: boolean;
  /** The user has signed out of it, or in again. */
  over: boolean;
  /** Refusals that nothing but a revocation or the test itself explains. */
  definitive: number;
  /** Refusals of a refresh token that had been used before, with the call that had used it. */
  readonly reuses: { readonly earlier: RefreshCall; readonly later: RefreshCall }[];
}

/** A refresh on its way. */
export interface RefreshCall {
  readonly page: Page;
  readonly refreshToken: string;
  readonly family: Family | undefined;
  readonly startedAt: number;
  /**
   * Sign-out everywhere asks for an access token to sign out with; nothing is kept of the answer.
   */
  readonly forSignOut: boolean;
  /** Whether the page had given the lock up or lost it when it called. */
  readonly withoutLock: boolean;
  /** When it ended for the page. */
  endedAt?: number;
  /** What the app or its setting wants Cognito's triggers to see. */
  readonly metadata: string | undefined;
  /**
   * Whether the page got what the server gave: a rotated refresh token, if nothing else that is any
   * good.
   */
  answered: boolean;
}
