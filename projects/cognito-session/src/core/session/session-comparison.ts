// Compares sessions: which of two is newer, and which tokens belong to one sign-in. Loaded with the
// runtime only.

import type { ActiveSession, TokenSet } from './active-session';
import { decodeJwtPart } from '../tokens/jwt-payload';

/**
 * Whether `other`, of the same generation, is newer than `active`. If both have the same revision
 * (two tabs refreshed without a lock), the stored one wins, and that is `other`.
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
 * Whether tokens and a session come from the same sign-in. Revoking one refresh token of a sign-in
 * revokes all.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
export function isFamily({ session }: ActiveSession, { AccessToken }: TokenSet): boolean {
  const { origin_jti } = session.getAccessToken().payload;
  return (
    origin_jti !== undefined && decodeJwtPart(AccessToken ?? '', 1)?.['origin_jti'] === origin_jti
  );
}
