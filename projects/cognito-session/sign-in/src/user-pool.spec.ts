// Tests calls of the app client and of the signed-in user.

import type { CognitoGateway } from 'ngx-cognito-session';
import { FakeStore } from '../../test/support/fake-store';
import { unreachable, serviceError } from '../../test/support/fake-pool';
import { EXPIRED_MS, type ManagerTab, openManagerTab } from '../../test/support/manager-tab';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { refusal } from '../../test/support/scripted-sign-in';
import { RememberedDevices } from './remembered-devices';
import { SignInError, toSignInError } from './sign-in-error';
import { UserPool } from './user-pool';

const REVOKED = refusal('NotAuthorizedException', 'Access Token has been revoked');

interface Opened {
  readonly tab: ManagerTab;
  readonly gateway: ScriptedGateway;
  readonly pool: UserPool;
}

async function open(signedIn = true): Promise<Opened> {
  const tab = openManagerTab();
  if (signedIn) await tab.manager.start(tab.pool.issue(), 'now');
  const gateway = new ScriptedGateway();
  const devices = new RememberedDevices(new FakeStore(), tab.config);
  return { tab, gateway, pool: new UserPool(tab.manager, devices, () => gateway) };
}
const tokens = ({ gateway }: Opened): unknown[] =>
  gateway.calls.map(({ input }) => (input as { AccessToken?: string }).AccessToken);
const active = ({ tab }: Opened): string | undefined =>
  tab.manager.active?.session.getAccessToken().getJwtToken();
/** The outcome of a call, with time for a refresh; an error as the form gets it. */
async function outcome(opened: Opened, call = opened.pool.sendAsUser('GetUser', {})) {
  const settled = call.then(
    (answer: unknown) => ({ answer }),
    (error: unknown) => ({ error: toSignInError(error) }),
  );
  await opened.tab.clock.advance(30_000);
  return settled;
}

describe('a call of the app client', () => {
  it('has its id, and needs no session', async () => {
    const { pool, gateway, tab } = await open(false);
    gateway.answer = () => ({ UserSub: 'x' });
    expect(await pool.send('SignUp', { Username: 'maria', Password: 'pw' })).toEqual({
      UserSub: 'x',
    });
    expect(gateway.calls).toMatchObject([
      {
        operation: 'SignUp',
        input: { ClientId: tab.config.clientId, Username: 'maria', Password: 'pw' },
      },
    ]);
  });

  it('that fails rejects with its meaning, and without its input', async () => {
    const { pool, gateway } = await open(false);
    gateway.answer = () => Promise.reject(refusal('InvalidPasswordException', 'pa55 is weak'));
    const error: unknown = await pool
      .send('SignUp', { Username: 'maria', Password: 'pa55' })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code: 'WEAK_PASSWORD', reason: '*** is weak' });
  });

  it('fails typed where the gateway throws at once', async () => {
    const tab = openManagerTab();
    const gateway: unknown = {
      send: () => {
        throw new TypeError('broken');
      },
    };
    const devices = new RememberedDevices(new FakeStore(), tab.config);
    const pool = new UserPool(tab.manager, devices, () => gateway as CognitoGateway);
    await expect(pool.send('SignUp', { Username: 'maria' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      cause: { message: 'broken' },
    });
  });
});

describe('a call of the signed-in user', () => {
  it('has the access token', async () => {
    const opened = await open();
    opened.gateway.answer = () => ({ Username: 'maria' });
    const call = opened.pool.sendAsUser('VerifyUserAttribute', {
      AttributeName: 'email',
      Code: '1',
    });
    expect(await outcome(opened, call as never)).toEqual({ answer: { Username: 'maria' } });
    expect(opened.gateway.calls).toMatchObject([
      {
        operation: 'VerifyUserAttribute',
        input: { AccessToken: active(opened), AttributeName: 'email', Code: '1' },
      },
    ]);
  });

  it('is refused without a session, and sends nothing', async () => {
    const opened = await open(false);
    expect(await outcome(opened)).toMatchObject({
      error: { name: 'SignInError', code: 'NOT_SIGNED_IN' },
    });
    expect(opened.gateway.calls).toEqual([]);
  });

  it('has a token that was refreshed first, where it had expired', async () => {
    const opened = await open();
    const before = active(opened);
    await opened.tab.clock.advance(EXPIRED_MS);
    await outcome(opened);
    expect(opened.tab.pool.refreshes).toBe(1);
    expect(tokens(opened)).toEqual([active(opened)]);
    expect(active(opened)).not.toBe(before);
  });

  it.each([
    [unreachable(), 'UNAVAILABLE'],
    [() => serviceError('NotAuthorizedException'), 'NOT_SIGNED_IN'],
  ])('fails when that refresh fails: case %#', async (answer, code) => {
    const opened = await open();
    await opened.tab.clock.advance(EXPIRED_MS);
    opened.tab.pool.always('GetTokensFromRefreshToken', answer);
    expect(await outcome(opened)).toMatchObject({ error: { code } });
    expect(opened.gateway.calls).toEqual([]);
  });

  it.each([
    REVOKED,
    refusal('UserNotFoundException', 'User does not exist.'),
    refusal('NotAuthorizedException', 'User is disabled.'),
  ])(
    'G14: that is refused with %p is sent once, and the session is over before it fails',
    async (refused) => {
      const opened = await open();
      opened.gateway.answer = () => Promise.reject(refused);
      opened.tab.pool.always('GetTokensFromRefreshToken', () =>
        serviceError('NotAuthorizedException', 400, 'Refresh Token has been revoked'),
      );
      const call = opened.pool.sendAsUser('GetUser', {}).catch((error: unknown) => ({
        error,
        status: opened.tab.manager.state.status,
      }));
      expect(await outcome(opened, call as never)).toMatchObject({
        answer: { error: { code: 'NOT_SIGNED_IN', cause: refused }, status: 'signed-out' },
      });
      expect(opened.tab.manager.state).toEqual({ status: 'signed-out', reason: 'refused' });
      expect(opened.gateway.calls).toHaveLength(1);
      expect(opened.tab.pool.refreshes).toBe(1);
    },
  );

  it.each([
    refusal('NotAuthorizedException', 'Incorrect username or password.'),
    refusal('LimitExceededException'),
    new TypeError('Failed to fetch'),
  ])('is sent once where it failed for another reason: %p', async (error) => {
    const opened = await open();
    opened.gateway.answer = () => Promise.reject(error);
    const call = opened.pool.sendAsUser('ChangePassword', { ProposedPassword: 'x' });
    expect(await outcome(opened, call as never)).toMatchObject({ error: { cause: error } });
    expect(opened.gateway.calls).toHaveLength(1);
    expect(opened.tab.pool.refreshes).toBe(0);
  });

  it('does not change the session of another user who signed in meanwhile', async () => {
    const opened = await open();
    opened.gateway.answer = async () => {
      await opened.tab.manager.start(opened.tab.pool.issue({ sub: 'somebody-else' }), 'now');
      throw REVOKED;
    };
    expect(await outcome(opened)).toMatchObject({
      error: { code: 'NOT_SIGNED_IN', cause: REVOKED },
    });
    expect(opened.gateway.calls).toHaveLength(1);
    expect(opened.tab.pool.refreshes).toBe(0);
    expect(opened.tab.manager.active?.sub).toBe('somebody-else');
  });
});

describe('the limit of a call', () => {
  it('is 20 s', async () => {
    const abort = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(abort.signal);
    const opened = await open();
    opened.gateway.answer = () =>
      new Promise((_, reject) => {
        abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error));
      });
    const call = opened.pool.call('GetUser', { AccessToken: 'x' });
    await opened.tab.clock.advance(0);
    expect(timeout.mock.calls).toEqual([[20_000]]);
    expect(opened.gateway.calls[0]?.signal).toBe(abort.signal);
    const reason = new DOMException('too late', 'TimeoutError');
    abort.abort(reason);
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE', cause: reason });
    timeout.mockRestore();
  });
});

describe('G14: the time at Cognito', () => {
  const NOW = Date.UTC(2026, 10, 30, 12);
  beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(NOW));
  afterEach(() => void jest.restoreAllMocks());

  it.each([-16, 16])(
    'is taken from the latest answer, where the device is %d minutes off',
    async (off) => {
      const { pool, gateway } = await open(false);
      const atCognito = NOW - off * 60_000;
      gateway.answer = ({ onServerTime }) => {
        onServerTime?.(NOW);
        onServerTime?.(atCognito);
        return {};
      };
      await pool.call('InitiateAuth', {});
      jest.mocked(Date.now).mockReturnValue(NOW + 5000);
      expect(pool.now()).toBe(atCognito + 5000);
    },
  );

  it("is the device's own when no answer has it", async () => {
    const { pool } = await open(false);
    await pool.call('InitiateAuth', {});
    expect(pool.now()).toBe(NOW);
  });
});
