// A sign-in from its first call to its session. The lazily loaded part of the session has a list of
// them, because a sign-out in any tab ends them.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoAccessToken } from 'ngx-cognito-session';
import { newSignInError } from './sign-in-error';
import type { ActiveSession, SessionManager, UserPool } from './user-pool';

type SignIns = Awaited<ReturnType<SessionManager['runtime']['load']>>['signIns'];

/** A sign-in before its session; `overtaken` says whether a sign-out has ended it. */
export type PendingSignIn = Parameters<SignIns['begin']>[0] & {
  /** The number of sign-outs before it began. */
  readonly signOuts: number;
};

/** Begins a sign-in. A sign-out in any tab ends it. */
export function beginSignIn({ runtime, signOuts }: SessionManager): PendingSignIn {
  const pending: PendingSignIn = { overtaken: false, signOuts };
  // Without awaiting anything: a sign-out that is called right after this must find the sign-in.
  runtime.run(({ signIns }) => signIns.begin(pending));
  return pending;
}

/** Whether a sign-out has ended the sign-in, as far as this page knows. */
export function isOvertaken({ signOuts }: SessionManager, pending: PendingSignIn): boolean {
  // The part with the list of sign-ins may have been loaded only after this one had begun.
  if (signOuts > pending.signOuts) pending.overtaken = true;
  return pending.overtaken;
}

/**
 * Changes the list of suspended sign-ins, which sign-outs end. It does so at once, or as soon as
 * the part of the library with the list is loaded; the download is tried once more. A sign-out that
 * is called meanwhile comes after the change.
 */
export function withSuspended(
  { runtime }: SessionManager,
  action: (ids: NonNullable<SignIns['suspended']>) => void,
): void {
  runtime.run(({ signIns: { suspended } }) => suspended && action(suspended));
}

/**
 * Starts the session of a sign-in. If it does not start, its tokens are revoked, because Cognito
 * has issued them; without the lazily loaded part, the caller does that with {@link giveUp}.
 * @throws {@link SessionError} `NOT_SIGNED_IN` if a sign-out has overtaken the sign-in, and the
 *   errors of `SessionManager.start`.
 */
export async function completeSignIn(
  manager: SessionManager,
  pending: PendingSignIn,
  tokens: AuthenticationResultType,
): Promise<ActiveSession> {
  const start = (): ReturnType<SessionManager['start']> => manager.start(tokens, 'now');
  const runtime = await manager.runtime.load().catch(() => undefined);
  const overtaken = isOvertaken(manager, pending);
  if (runtime) return runtime.signIns.complete(pending, tokens, start);
  if (overtaken) throw newSignInError('NOT_SIGNED_IN', 'a sign-out has ended this sign-in');
  return start();
}

/**
 * Revokes tokens that no session uses, best effort, unless they belong to the sign-in of the
 * current session.
 */
export async function giveUp(pool: UserPool, tokens: AuthenticationResultType): Promise<void> {
  const { runtime, active } = pool.manager;
  const loaded = await runtime.load().catch(() => undefined);
  if (loaded) {
    loaded.signIns.giveUp(tokens);
    return;
  }
  const { AccessToken = '', RefreshToken } = tokens;
  const { origin_jti } = new CognitoAccessToken({ AccessToken }).payload;
  if (
    !RefreshToken ||
    (active && active.session.getAccessToken().payload.origin_jti === origin_jti)
  ) {
    return;
  }
  await pool.send('RevokeToken', { Token: RefreshToken }).catch(() => undefined);
}
