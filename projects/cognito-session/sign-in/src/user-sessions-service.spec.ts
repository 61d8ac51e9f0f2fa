// Tests the user's sessions on all devices: the calls to Cognito, the results, and the session of
// this page.

import {
  type AccountHarness,
  describeCommands,
  openAccountHarness,
} from '../../test/support/account-harness';
import { serviceError } from '../../test/support/fake-pool';
import { observe } from '../../test/support/observed';
import { UserSessionsService } from './user-sessions-service';

const HERE = 'tknb8c4d0e6f2g8h4j0k6m2n8p4q';
const PHONE = 'tknm5k9p2q7r4s8t1v6w3x0y5z2b';
const COOKIE = 'ssoa1b2c3d4e5f6g7h8j9k0m1n2p';

describeCommands(UserSessionsService, [
  {
    name: 'list',
    run: (service) => service.list(),
    operation: 'ListUserSessions',
    input: {},
    asUser: true,
    answer: {
      Sessions: [
        {
          SessionId: HERE,
          SessionType: 'TOKEN',
          ClientId: 'client',
          CreateDate: 1_700_000_000,
          LastActiveDate: 1_700_000_001.25,
          DeviceType: 'Firefox 145 / Linux',
          LastIPAddress: '192.0.2.1',
          LastLocation: { City: 'Sevilla', Country: 'Spain' },
          OriginSessionId: COOKIE,
          IsCurrentSession: true,
        },
      ],
    },
    result: [
      {
        sessionId: HERE,
        type: 'TOKEN',
        current: true,
        clientId: 'client',
        createdAt: new Date(1_700_000_000_000),
        lastActiveAt: new Date(1_700_000_001_250),
        device: 'Firefox 145 / Linux',
        lastIpAddress: '192.0.2.1',
        lastLocation: { city: 'Sevilla', country: 'Spain' },
        originSessionId: COOKIE,
      },
    ],
  },
  {
    name: 'list of a pool that says little',
    run: (service) => service.list(),
    operation: 'ListUserSessions',
    input: {},
    asUser: true,
    answer: { Sessions: [{ SessionId: PHONE, CreateDate: 1, LastActiveDate: 2 }] },
    result: [
      {
        sessionId: PHONE,
        type: undefined,
        current: false,
        clientId: undefined,
        createdAt: new Date(1000),
        lastActiveAt: new Date(2000),
        device: undefined,
        lastIpAddress: undefined,
        lastLocation: { city: undefined, country: undefined },
        originSessionId: undefined,
      },
    ],
  },
]);

describe('UserSessionsService', () => {
  let harness: AccountHarness<UserSessionsService>;
  beforeEach(async () => {
    harness = await openAccountHarness(UserSessionsService);
  });
  const listed = (...Sessions: object[]): void => harness.answer('ListUserSessions', { Sessions });
  const revoked = (): unknown[] =>
    harness.app.pool.calls
      .filter(({ operation }) => operation === 'RevokeUserSession')
      .map(({ input }) => [input['SessionId'], input['RevokeAssociatedSessions']]);
  const here = { SessionId: HERE, OriginSessionId: COOKIE, IsCurrentSession: true };
  const phone = { SessionId: PHONE, IsCurrentSession: false };
  const cookie = { SessionId: COOKIE, SessionType: 'SSO', IsCurrentSession: false };

  it('lists all pages in their order', async () => {
    harness.answer(
      'ListUserSessions',
      { Sessions: [here], NextToken: 'a' },
      { NextToken: 'b' },
      { Sessions: [phone] },
    );
    const { values } = await harness.finish(harness.service.list());
    expect(values[0]?.map(({ sessionId, current }) => [sessionId, current])).toEqual([
      [HERE, true],
      [PHONE, false],
    ]);
    const { AccessToken } = harness.tokens;
    expect(harness.inputsOf('ListUserSessions')).toEqual([
      { AccessToken },
      { AccessToken, NextToken: 'a' },
      { AccessToken, NextToken: 'b' },
    ]);
  });

  it.each([
    ['nothing else', undefined, 'NONE'],
    ['{ linked: false }', { linked: false }, 'NONE'],
    ['{ linked: true }', { linked: true }, 'LINKED'],
  ])('revokes another session, with %s, and the one here goes on', async (_, options, linked) => {
    listed(here, phone);
    harness.answer('RevokeUserSession', {});
    const { values, errors, completions } = await harness.finish(
      harness.service.revoke(PHONE, options),
    );
    expect({ values, errors, completions }).toEqual({
      values: [undefined],
      errors: [],
      completions: 1,
    });
    expect(harness.inputsOf('RevokeUserSession')).toEqual([
      {
        AccessToken: harness.tokens.AccessToken,
        SessionId: PHONE,
        RevokeAssociatedSessions: linked,
      },
    ]);
    expect(harness.app.session.isAuthenticated()).toBe(true);
  });

  it('revokes when called, subscribed or not', async () => {
    listed(here, phone);
    harness.answer('RevokeUserSession', {});
    harness.service.revoke(PHONE);
    await harness.app.clock.advance(1000);
    expect(revoked()).toEqual([[PHONE, 'NONE']]);
  });

  it('treats a session that is over already as revoked', async () => {
    listed(here, phone);
    harness.refuse('RevokeUserSession', 'ResourceNotFoundException', 'Session does not exist.');
    expect((await harness.finish(harness.service.revoke(PHONE))).errors).toEqual([]);
  });

  it('revoking the current session signs out here, without asking Cognito for what it refuses', async () => {
    listed(phone, here);
    const events = observe(harness.app.session.events$);
    const { values, errors } = await harness.finish(harness.service.revoke(HERE));
    expect([values, errors]).toEqual([[undefined], []]);
    expect(revoked()).toEqual([]);
    expect(harness.app.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    expect(events.values).toMatchObject([{ type: 'signed-out', reason: 'sign-out' }]);
    expect([...harness.store.items]).toEqual([]);
    expect(harness.app.pool.count('RevokeToken')).toBe(1);
  });

  it('revoking the current session with linked ones ends the SSO session first', async () => {
    listed(here, cookie);
    harness.answer('RevokeUserSession', {});
    await harness.finish(harness.service.revoke(HERE, { linked: true }));
    expect(revoked()).toEqual([[COOKIE, 'NONE']]);
    expect(harness.app.session.isAuthenticated()).toBe(false);
  });

  it('revoking the current session keeps the one of another user who signs in meanwhile', async () => {
    listed(here);
    const done = observe(harness.service.revoke(HERE));
    await harness.app.clock.advance(1);
    void harness.app.signIn(harness.app.pool.issue({ sub: 'somebody-else' }));
    await harness.app.clock.advance(1000);
    expect(done.errors).toMatchObject([]);
    expect(harness.app.session.user()?.sub).toBe('somebody-else');
  });

  it('revokes all others, one after the other, except the cookie of the current one', async () => {
    listed(phone, here, cookie, { SessionId: 'tkn-tv' });
    harness.answer('RevokeUserSession', {}, {});
    const { values, errors } = await harness.finish(harness.service.revokeOthers());
    expect([values, errors]).toEqual([[undefined], []]);
    expect(revoked()).toEqual([
      [PHONE, 'NONE'],
      ['tkn-tv', 'NONE'],
    ]);
    expect(harness.app.session.isAuthenticated()).toBe(true);
  });

  it('revokes no session of another user who signs in meanwhile', async () => {
    listed(phone, here);
    const done = observe(harness.service.revokeOthers());
    await harness.app.clock.advance(1);
    void harness.app.signIn(harness.app.pool.issue({ sub: 'somebody-else' }));
    await harness.app.clock.advance(1000);
    expect(done.errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
    expect(revoked()).toEqual([]);
  });

  it('stops at the first session that cannot be revoked, past those that are over', async () => {
    listed(phone, { SessionId: 'tkn-tv' }, { SessionId: 'tkn-car' });
    harness.refuse('RevokeUserSession', 'ResourceNotFoundException');
    harness.refuse('RevokeUserSession', 'TooManyRequestsException');
    const { errors } = await harness.finish(harness.service.revokeOthers());
    expect(errors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
    expect(revoked()).toEqual([PHONE, 'tkn-tv'].map((id) => [id, 'NONE']));
  });

  it.each([
    ['OperationNotEnabledException', 'INVALID_CONFIG'],
    ['FeatureUnavailableInTierException', 'INVALID_CONFIG'],
    ['TooManyRequestsException', 'TOO_MANY_ATTEMPTS'],
    ['ConcurrentModificationException', 'UNAVAILABLE'],
  ])('errors typed when the list is refused with %s, and revokes nothing', async (name, code) => {
    const commands = [
      () => harness.service.list(),
      () => harness.service.revoke(PHONE),
      () => harness.service.revokeOthers(),
    ];
    for (const command of commands) {
      harness.refuse('ListUserSessions', name);
      expect((await harness.finish<unknown>(command())).errors).toMatchObject([
        { name: 'SignInError', code, cause: { name } },
      ]);
    }
    expect(revoked()).toEqual([]);
    expect(harness.app.session.isAuthenticated()).toBe(true);
  });

  it('errors with NOT_SIGNED_IN without a session, and makes no call', async () => {
    harness = await openAccountHarness(UserSessionsService, { signedIn: false });
    for (const command of [
      () => harness.service.revoke(PHONE),
      () => harness.service.revokeOthers(),
    ]) {
      expect((await harness.finish(command())).errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
    }
    expect(harness.app.pool.calls).toEqual([]);
  });

  it('errors with NOT_SIGNED_IN when another device has ended this session', async () => {
    harness.app.pool.next('ListUserSessions', () =>
      serviceError('NotAuthorizedException', 400, 'Access Token has been revoked'),
    );
    harness.app.pool.next('GetTokensFromRefreshToken', () =>
      serviceError('NotAuthorizedException', 400, 'Refresh Token has been revoked'),
    );
    const { errors } = await harness.finish(harness.service.list());
    expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
  });
});
