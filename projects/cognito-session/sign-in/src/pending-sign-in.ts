// A sign-in on its way, from its first call to its session. The session's lazily loaded part knows all
// that are, because a sign-out in any tab ends them.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { HeldSession, SessionManager } from './user-pool';

type SignIns = Awaited<ReturnType<SessionManager['upkeep']['load']>>['signIns'];

/** A sign-in on its way; says whether a sign-out has overtaken it. */
export type PendingSignIn = Parameters<SignIns['begin']>[0];

/** Begins a sign-in. A sign-out in any tab ends it, as long as the lazily loaded part is there. */
export function beginSignIn({ upkeep }: SessionManager): PendingSignIn {
  const pending: PendingSignIn = { overtaken: false };
  // Not by a promise: a sign-out that is called right after this must find it.
  upkeep.run(({ signIns }) => signIns.begin(pending));
  return pending;
}

/**
 * Starts the session of a sign-in. Tokens that come to nothing are revoked, because Cognito has given
 * them.
 * @throws {@link SessionError} `NOT_SIGNED_IN` when a sign-out has overtaken it, and what
 *   `SessionManager.start` throws.
 */
export async function completeSignIn(
  manager: SessionManager,
  pending: PendingSignIn,
  tokens: AuthenticationResultType,
): Promise<HeldSession> {
  const start = (): ReturnType<SessionManager['start']> => manager.start(tokens, 'now');
  const upkeep = await manager.upkeep.load().catch(() => undefined);
  return upkeep ? upkeep.signIns.complete(pending, tokens, start) : start();
}
