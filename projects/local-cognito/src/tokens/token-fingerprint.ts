// Names a token in logs without showing it.

import { createHash } from 'node:crypto';

/**
 * First 8 hex digits of the token's SHA-256: enough to distinguish tokens, and useless as a token.
 */
export function tokenFingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 8);
}
