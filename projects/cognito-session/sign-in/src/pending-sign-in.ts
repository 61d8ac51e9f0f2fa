// A sign-in on its way, from its first call to its session. The session's lazily loaded part knows all
// that are, because a sign-out in any tab ends them.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoAccessToken } from 'ngx-cognito-session';
import { newSignInError } from './sign-in-error';
import type { HeldSession, SessionManager, UserPool } from './user-pool';

type SignIns = Awaited<ReturnType<SessionManager['upkeep']['load']>>['signIns'];

/** A sign-in on its way; says whether a sign-out has overtaken it. */
export type PendingSignIn = Parameters<SignIns['begin']>[0] & {
  /** How many sign-outs there had been when it began. */
  readonly signOuts: number;
};

/** Begins a sign-in. A sign-out in any tab ends it. */
export function beginSignIn({ upkeep, signOuts }: SessionManager): PendingSignIn {
  const pending: PendingSignIn = { overtaken: false, signOuts };
  // Not by a promise: a sign-out that is called right after this must find it.
  upkeep.run(({ signIns }) => signIns.begin(pending));
  return pending;
}

/** Whether a sign-out has overtaken it, as far as this page has heard. */
export function isOvertaken({ signOuts }: SessionManager, pending: PendingSignIn): boolean {
  // Also when the part that knows all sign-ins was loaded only after this one had begun.
  if (signOuts > pending.signOuts) pending.overtaken = true;
  return pending.overtaken;
}

/**
 * Does something with the ids of suspended sign-ins, which sign-outs end: at once, or as soon as the part that keeps them is
 * loaded, which this tries once more. A sign-out meanwhile has its turn after it.
 */
export function withSuspended(
  { upkeep }: SessionManager,
  action: (ids: NonNullable<SignIns['suspended']>) => void,
): void {
  upkeep.run(({ signIns: { suspended } }) => suspended && action(suspended));
}

/**
 * Starts the session of a sign-in. Tokens that come to nothing are revoked, because Cognito has given
 * them; without the lazily loaded part that is up to the caller, by {@link giveUp}.
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
  const overtaken = isOvertaken(manager, pending);
  if (upkeep) return upkeep.signIns.complete(pending, tokens, start);
  if (overtaken) throw newSignInError('NOT_SIGNED_IN', 'a sign-out has ended this sign-in');
  return start();
}

/** Revokes tokens that come to nothing, best effort, unless they belong to the sign-in of the session. */
export async function giveUp(pool: UserPool, tokens: AuthenticationResultType): Promise<void> {
  const { upkeep, held } = pool.manager;
  const loaded = await upkeep.load().catch(() => undefined);
  if (loaded) {
    loaded.signIns.giveUp(tokens);
    return;
  }
  const { AccessToken = '', RefreshToken } = tokens;
  const { origin_jti } = new CognitoAccessToken({ AccessToken }).payload;
  if (!RefreshToken || (held && held.session.getAccessToken().payload.origin_jti === origin_jti)) {
    return;
  }
  await pool.send('RevokeToken', { Token: RefreshToken }).catch(() => undefined);
}
