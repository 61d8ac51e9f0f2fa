// `UserSessionsService`: lists and ends the sessions of the signed-in user, on all devices.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type {
  SessionDescriptionType,
  SessionTypeType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Observable } from 'rxjs';
import { readPages, timeOf } from './result-pages';
import type { SignInError } from './sign-in-error';
import type { UserPool } from './user-pool';
import { UserPoolCommands } from './user-pool-commands';

/**
 * One session of the user, in any app of the pool. Cognito takes device and location from the
 * latest request of the session.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SessionDescriptionType.html
 */
export interface UserSession {
  readonly sessionId: string;
  /**
   * `'TOKEN'` for the tokens of one sign-in, `'SSO'` for the cookie of Cognito's own sign-in pages.
   */
  readonly type: SessionTypeType | undefined;
  /** Whether it is the session of this page. */
  readonly current: boolean;
  /** The app client that the user has signed in to. */
  readonly clientId: string | undefined;
  readonly createdAt: Date;
  /** When it was last refreshed. For `'SSO'`, also when it last signed the user in to an app. */
  readonly lastActiveAt: Date;
  /** Browser and system, such as `Firefox 145 / Linux`; may be `unknown`. */
  readonly device: string | undefined;
  readonly lastIpAddress: string | undefined;
  /**
   * Derived from the IP address, in English; Cognito does not know the location of every address.
   */
  readonly lastLocation: {
    readonly city: string | undefined;
    readonly country: string | undefined;
  };
  /**
   * `sessionId` of the SSO session that this one came from; undefined if the user signed in by the
   * API.
   */
  readonly originSessionId: string | undefined;
}

/**
 * Lists and ends the user's sessions, if the pool tracks them. Each method runs when called,
 * subscribed or not, and emits once or errors with `SignInError`: `NOT_SIGNED_IN` without a
 * session, `INVALID_CONFIG` if the pool does not track sessions (`OperationNotEnabledException`),
 * `UNAVAILABLE` or `TOO_MANY_ATTEMPTS` if it is worth another try.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-user-sessions.html
 */
@Injectable({ providedIn: SessionScope })
export class UserSessionsService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Lists all sessions of the user, in Cognito's order. A session that began in the last seconds
   * may be missing.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
   */
  list(): Observable<readonly UserSession[]> {
    return this.#commands.run(async (pool) => {
      const { sub } = await pool.requireSession();
      return (await sessionsOf(pool, sub)).map(userSession);
    });
  }

  /**
   * Ends one session: its tokens cannot be refreshed any more, and Cognito refuses them. APIs that
   * only verify a token's signature accept the access token until it expires. It is no error if the
   * session is over already.
   *
   * The current session ends in all tabs, as by `SessionService.signOut`; Cognito itself would
   * refuse to revoke it.
   * @param options `linked`: also ends the SSO session that it came from, or, if it is an SSO
   *   session, all sessions that came from it; default false.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
   */
  revoke(
    sessionId: string,
    options: { readonly linked?: boolean | undefined } = {},
  ): Observable<void> {
    return this.#commands.run(async (pool) => {
      const { sub, generation } = await pool.requireSession();
      const current = currentOf(await sessionsOf(pool, sub));
      if (sessionId !== current?.SessionId) {
        await revoke(pool, sub, sessionId, options.linked);
        return;
      }
      if (options.linked && current.OriginSessionId) {
        await revoke(pool, sub, current.OriginSessionId);
      }
      // If the user has signed in anew meanwhile, the new session stays.
      if (pool.manager.generation === generation) await pool.manager.signOut();
    });
  }

  /**
   * Ends all sessions except the current one, one after the other, in all apps of the pool. The SSO
   * session that the current one came from stays. If the call errors, some sessions may have ended:
   * call it again for the others.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
   */
  revokeOthers(): Observable<void> {
    return this.#commands.run(async (pool) => {
      const { sub } = await pool.requireSession();
      const all = await sessionsOf(pool, sub);
      const { SessionId, OriginSessionId } = currentOf(all) ?? {};
      for (const { SessionId: other } of all) {
        if (other && other !== SessionId && other !== OriginSessionId) {
          await revoke(pool, sub, other);
        }
      }
    });
  }
}

function sessionsOf(pool: UserPool, sub: string): Promise<SessionDescriptionType[]> {
  return readPages(pool, 'ListUserSessions', 'Sessions', 'NextToken', sub);
}

function currentOf(all: readonly SessionDescriptionType[]): SessionDescriptionType | undefined {
  return all.find(({ IsCurrentSession }) => IsCurrentSession);
}

async function revoke(
  pool: UserPool,
  sub: string,
  SessionId: string,
  linked = false,
): Promise<void> {
  const RevokeAssociatedSessions = linked ? 'LINKED' : 'NONE';
  try {
    await pool.sendAsUser('RevokeUserSession', { SessionId, RevokeAssociatedSessions }, sub);
  } catch (error) {
    // The session has ended since it was listed, so there is nothing left to do.
    if (!/^ResourceNotFound/.test(String((error as SignInError).cause))) throw error;
  }
}

function userSession(session: SessionDescriptionType): UserSession {
  return {
    sessionId: session.SessionId as string,
    type: session.SessionType,
    current: !!session.IsCurrentSession,
    clientId: session.ClientId,
    createdAt: timeOf(session.CreateDate),
    lastActiveAt: timeOf(session.LastActiveDate),
    device: session.DeviceType,
    lastIpAddress: session.LastIPAddress,
    lastLocation: { city: session.LastLocation?.City, country: session.LastLocation?.Country },
    originSessionId: session.OriginSessionId,
  };
}
