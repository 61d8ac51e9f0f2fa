// Computes how long a session is still valid, by two clocks, and whether that is enough for the
// margin.

import type { Clock } from '../clock';
import type { CheckedConfig } from '../config/session-config';
import { invalid } from '../config/setting-forms';
import type { CognitoUserSession } from '../tokens/cognito-user-session';
import { type ActiveSession, refreshTokenOf } from './active-session';

/**
 * The seconds for which an active session is still valid: the smaller result of both clocks,
 * because each can be wrong.
 */
export function remainingSeconds(active: ActiveSession, clock: Clock): number {
  const { session, issuedAt, expiresAtMonotonic } = active;
  const byWallClock = issuedAt + lifetimeSeconds(session) * 1000 - clock.now();
  return Math.min(byWallClock, expiresAtMonotonic - clock.monotonic()) / 1000;
}

/**
 * Whether a session is valid for the margin, which is never more than half the tokens' lifetime.
 */
export function isFresh(active: ActiveSession, config: CheckedConfig, clock: Clock): boolean {
  const lifetime = lifetimeSeconds(active.session);
  const wanted = config.refreshMarginSeconds ?? Math.min(60, lifetime / 5);
  // Tokens that cannot be renewed are valid until they expire.
  const margin = refreshTokenOf(active) ? Math.min(wanted, lifetime / 2) : 0;
  return remainingSeconds(active, clock) > margin;
}

/** The seconds from the earlier issue to the earlier expiry of both tokens. */
function lifetimeSeconds(session: CognitoUserSession): number {
  const tokens = [session.getIdToken(), session.getAccessToken()];
  return (
    Math.min(...tokens.map((token) => token.getExpiration())) -
    Math.min(...tokens.map((token) => token.getIssuedAt()))
  );
}

/**
 * Refuses a margin as long as the tokens' lifetime, which would mean a refresh for every request.
 * @throws {@link SessionError} `INVALID_CONFIG`
 */
export function checkMargin(
  { session }: ActiveSession,
  { refreshMarginSeconds }: CheckedConfig,
): void {
  const lifetime = lifetimeSeconds(session);
  if ((refreshMarginSeconds ?? 0) < lifetime) return;
  const expected = `shorter than the tokens' lifetime of ${lifetime} seconds`;
  throw invalid('refreshMarginSeconds', expected, refreshMarginSeconds);
}
