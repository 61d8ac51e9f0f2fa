// Which of two sessions is newer, and which tokens belong to one sign-in: for refreshes and tabs, not for a start.

import type { HeldSession, TokenSet } from './held-session';
import { decodeJwtPart } from '../tokens/jwt-payload';

/**
 * Whether `other`, of the same generation, is newer than `held`. Of two with the same revision (tabs that refreshed
 * without a lock) the one in the store counts, and that is `other`.
 */
export function isNewer(other: HeldSession, held: HeldSession): boolean {
  const [theirs, ours] = [other, held].map(({ session }) => session.getAccessToken().getJwtToken());
  return other.revision > held.revision || (other.revision === held.revision && theirs !== ours);
}

/**
 * Whether tokens come from the sign-in that a session comes from: revoking one of its refresh tokens ends all.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
export function isFamily({ session }: HeldSession, { AccessToken }: TokenSet): boolean {
  const { origin_jti } = session.getAccessToken().payload;
  return (
    origin_jti !== undefined && decodeJwtPart(AccessToken ?? '', 1)?.['origin_jti'] === origin_jti
  );
}
