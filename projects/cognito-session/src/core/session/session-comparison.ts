// Which of two sessions is newer, and which tokens belong to one sign-in: for refreshes and tabs,
// not for a start.

import type { ActiveSession, TokenSet } from './active-session';
import { decodeJwtPart } from '../tokens/jwt-payload';

/**
 * Whether `other`, of the same generation, is newer than `active`. Of two with the same revision
 * (tabs that refreshed without a lock) the one in the store counts, and that is `other`.
 */
export function isNewer(other: ActiveSession, active: ActiveSession): boolean {
  const [theirs, ours] = [other, active].map(({ session }) =>
    session.getAccessToken().getJwtToken(),
  );
  return (
    other.revision > active.revision || (other.revision === active.revision && theirs !== ours)
  );
}

/**
 * Whether tokens come from the sign-in that a session comes from: revoking one of its refresh
 * tokens ends all.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
export function isFamily({ session }: ActiveSession, { AccessToken }: TokenSet): boolean {
  const { origin_jti } = session.getAccessToken().payload;
  return (
    origin_jti !== undefined && decodeJwtPart(AccessToken ?? '', 1)?.['origin_jti'] === origin_jti
  );
}
