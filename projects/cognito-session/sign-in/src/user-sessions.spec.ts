// Tests the user's sessions without a page: the input of every call, to the last member, and the
// results.

import { openAccountTab } from '../../test/support/account-tab';
import { refusal } from '../../test/support/scripted-sign-in';
import { UserSessionsService } from './user-sessions-service';

const at = new Date(1_700_000_000_500);
const open = () => openAccountTab(UserSessionsService);
const revoking = (AccessToken: string | undefined, SessionId: string, linked = 'NONE') => [
  'RevokeUserSession',
  { AccessToken, SessionId, RevokeAssociatedSessions: linked },
];

it('the list has Cognito’s members, and members that Cognito leaves out are undefined', async () => {
  const { service, answer, outcome, calls, AccessToken } = await open();
  const dates = { CreateDate: at, LastActiveDate: 1_700_000_000.5 };
  answer({
    Sessions: [
      {
        SessionId: 'tkn1',
        SessionType: 'TOKEN',
        ClientId: 'c',
        DeviceType: 'Firefox 145 / Linux',
        LastIPAddress: '192.0.2.1',
        LastLocation: { City: 'Sevilla', Country: 'Spain' },
        OriginSessionId: 'sso1',
        IsCurrentSession: true,
        ...dates,
      },
      { SessionId: 'sso1', ...dates },
    ],
  });
  const times = { createdAt: at, lastActiveAt: at };
  expect((await outcome(service.list())).values).toStrictEqual([
    [
      {
        sessionId: 'tkn1',
        type: 'TOKEN',
        current: true,
        clientId: 'c',
        device: 'Firefox 145 / Linux',
        lastIpAddress: '192.0.2.1',
        lastLocation: { city: 'Sevilla', country: 'Spain' },
        originSessionId: 'sso1',
        ...times,
      },
      {
        sessionId: 'sso1',
        type: undefined,
        current: false,
        clientId: undefined,
        device: undefined,
        lastIpAddress: undefined,
        lastLocation: { city: undefined, country: undefined },
        originSessionId: undefined,
        ...times,
      },
    ],
  ]);
  expect(calls()).toStrictEqual([['ListUserSessions', { AccessToken }]]);
});

it.each([
  [undefined, 'NONE'],
  [{}, 'NONE'],
  [{ linked: true }, 'LINKED'],
])('another session is revoked with %j as %s', async (options, linked) => {
  const { service, answer, outcome, calls, AccessToken, tab } = await open();
  answer({ Sessions: [{ SessionId: 'other' }, { SessionId: 'own', IsCurrentSession: true }] }, {});
  const done = await outcome(service.revoke('other', options));
  expect(done).toMatchObject({ values: [undefined], errors: [], completions: 1 });
  expect(calls().slice(1)).toStrictEqual([revoking(AccessToken, 'other', linked)]);
  expect(tab.manager.state.status).toBe('signed-in');
});

it.each([
  [undefined, []],
  [{ linked: true }, ['sso1']],
])('the current session, with %j, ends here; revoked besides: %j', async (options, besides) => {
  const { service, answer, outcome, calls, AccessToken, tab } = await open();
  answer({
    Sessions: [{ SessionId: 'own', OriginSessionId: 'sso1', IsCurrentSession: true }],
  });
  answer(...besides.map(() => ({})));
  const done = await outcome(service.revoke('own', options));
  expect(done).toMatchObject({ values: [undefined], errors: [] });
  expect(calls().slice(1)).toStrictEqual(besides.map((id) => revoking(AccessToken, id)));
  expect(tab.manager.state).toEqual({ status: 'signed-out', reason: 'sign-out' });
});

it('the current session without an SSO session has nothing linked', async () => {
  const { service, answer, outcome, calls } = await open();
  answer({ Sessions: [{ SessionId: 'own', IsCurrentSession: true }] });
  expect((await outcome(service.revoke('own', { linked: true }))).errors).toEqual([]);
  expect(calls()).toHaveLength(1);
});

it('a session that the same user has begun meanwhile is not the one that ends', async () => {
  const { service, answer, outcome, tab } = await open();
  answer({ Sessions: [{ SessionId: 'own', IsCurrentSession: true }] });
  const done = outcome(service.revoke('own'));
  await tab.manager.start(tab.pool.issue(), 'now');
  expect((await done).errors).toEqual([]);
  expect(tab.manager.state.status).toBe('signed-in');
});

it('all others end, except the current one and the SSO session it came from', async () => {
  const { service, answer, outcome, calls, AccessToken } = await open();
  const ids = ['a', 'sso1', 'own', 'b', undefined];
  answer(
    {
      Sessions: ids.map((SessionId) => ({
        SessionId,
        ...(SessionId === 'own' && { OriginSessionId: 'sso1', IsCurrentSession: true }),
      })),
    },
    refusal('ResourceNotFoundException'),
    {},
  );
  expect((await outcome(service.revokeOthers())).errors).toEqual([]);
  expect(calls().slice(1)).toStrictEqual([revoking(AccessToken, 'a'), revoking(AccessToken, 'b')]);
});

it('all end where Cognito does not say which one is current, and the first failure stops it', async () => {
  const { service, answer, outcome, calls } = await open();
  answer({ Sessions: [{ SessionId: 'a' }, { SessionId: 'b' }, { SessionId: 'c' }] }, {});
  answer(refusal('TooManyRequestsException', 'ResourceNotFound'));
  const { errors } = await outcome(service.revokeOthers());
  expect(errors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
  expect(calls()).toHaveLength(3);
});
