// ListUserSessions and RevokeUserSession, by which a user manages their own sessions.

import { accountRefusals } from '../pool/account-refusals';
import type { AuthenticatedUser } from '../tokens/access-token-check';
import type { JsonObject } from '../pool/json-object';
import { required, type Operation, type OperationGroup } from '../pool/operation';
import { pageOf } from '../pool/pagination';
import type { PoolParts } from '../state/pool-parts';
import type { TokenFamily, TrackedSession } from '../tokens/refresh-tokens';
import { deviceType } from '../pool/user-agent';

const associated = ['NONE', 'LINKED'];

/**
 * Token sessions only: the emulator has no managed login, so no SSO session and no linked one.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-user-sessions.html
 */
export class UserSessionOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    ListUserSessions: async (input) => this.list(await this.authenticate(input), input),
    RevokeUserSession: async (input) => this.revoke(await this.authenticate(input), input),
  };

  constructor(private readonly parts: PoolParts) {}

  /** The latest activity comes first, 20 sessions to a page; both are not confirmed. */
  private list({ user, family: current }: AuthenticatedUser, input: JsonObject): object {
    const sessions = this.sessionsOf(user.username).sort(
      (a, b) => b.session.lastActiveAt - a.session.lastActiveAt,
    );
    const members = { limit: 'MaxResults', token: 'NextToken', maximum: 20 };
    const { items, next } = pageOf(sessions, ({ session }) => session.id, input, members);
    return {
      Sessions: items.map(({ family, session }) => describe(family, session, family === current)),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  /** The session and its tokens end at once. */
  private revoke({ user, family: current }: AuthenticatedUser, input: JsonObject): object {
    const id = required(input, 'SessionId');
    if (!associated.includes(input.text('RevokeAssociatedSessions') ?? 'NONE')) {
      throw accountRefusals.notOneOf('revokeAssociatedSessions', associated);
    }
    const found = this.sessionsOf(user.username).find(({ session }) => session.id === id);
    if (found === undefined) {
      throw accountRefusals.sessionNotFound();
    }
    if (found.family === current) {
      throw accountRefusals.currentSession();
    }
    found.family.revoked = true;
    return {};
  }

  private sessionsOf(username: string) {
    return this.parts.refreshTokens
      .activeFamilies(username)
      .flatMap((family) => (family.session === null ? [] : [{ family, session: family.session }]));
  }

  private async authenticate(input: JsonObject): Promise<AuthenticatedUser> {
    const authenticated = await this.parts.accessTokens.authenticate(
      required(input, 'AccessToken'),
    );
    if (!this.parts.settings.value.sessionTracking) {
      throw accountRefusals.sessionsNotTracked();
    }
    return authenticated;
  }
}

/** `SessionDescriptionType`; times are in seconds since epoch. */
function describe(family: TokenFamily, session: TrackedSession, isCurrent: boolean): object {
  return {
    SessionId: session.id,
    SessionType: 'TOKEN',
    ClientId: family.clientId,
    CreateDate: session.createdAt / 1000,
    LastActiveDate: session.lastActiveAt / 1000,
    DeviceType: deviceType(session.lastOrigin.userAgent),
    LastIPAddress: session.lastOrigin.ipAddress,
    LastLocation: { Country: 'unknown' },
    IsCurrentSession: isCurrent,
  };
}
