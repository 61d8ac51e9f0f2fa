// Tests the user and the gateway of a call: neither another user who signs in meanwhile, nor a
// gateway that failed to load.

import type { CognitoGateway, ɵGatewayChoice as GatewayChoice } from 'ngx-cognito-session';
import { FakeClock, settle } from '../../test/support/fake-clock';
import { FakeStore } from '../../test/support/fake-store';
import {
  EXPIRED_MS,
  type ManagerTab,
  type ManagerTabOptions,
  openManagerTab,
} from '../../test/support/manager-tab';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { RememberedDevices } from './remembered-devices';
import { UserPool } from './user-pool';

interface Opened {
  readonly tab: ManagerTab;
  readonly gateway: ScriptedGateway;
  readonly pool: UserPool;
}

function open(options: ManagerTabOptions = {}, create?: GatewayChoice): Opened {
  const tab = openManagerTab(options);
  const gateway = new ScriptedGateway();
  const devices = new RememberedDevices(new FakeStore(), tab.config);
  return { tab, gateway, pool: new UserPool(tab.manager, devices, create ?? (() => gateway)) };
}
const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('the session of a call', () => {
  it('is not that of another user who signs in during its refresh', async () => {
    const { tab, gateway, pool } = open();
    await tab.manager.start(tab.pool.issue(), 'now');
    await tab.clock.advance(EXPIRED_MS);
    const called = failure(pool.sendAsUser('DeleteUser', {}));
    await tab.clock.advance(1);
    await tab.manager.start(tab.pool.issue({ sub: 'somebody-else' }), 'now');
    await tab.clock.advance(60_000);
    expect(await called).toMatchObject({ name: 'SignInError', code: 'NOT_SIGNED_IN' });
    expect(gateway.calls).toEqual([]);
  });

  it('is that of the user who is found in the store', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const { tab, gateway, pool } = open({ clock, store, stored: (core) => core.hold() });
    expect(tab.manager.active).toBeFalsy();
    void pool.sendAsUser('GetUser', {});
    await clock.advance(100);
    const AccessToken = tab.manager.active?.session.getAccessToken().getJwtToken();
    expect(AccessToken).toBeDefined();
    expect(gateway.calls).toMatchObject([{ operation: 'GetUser', input: { AccessToken } }]);
  });
});

describe('the gateway', () => {
  it('is made with the pool, of its config, and once', async () => {
    const create = jest.fn(() => new ScriptedGateway());
    const { tab, pool } = open({}, create);
    await settle();
    expect(create.mock.calls).toEqual([[tab.config]]);
    await pool.call('GetUser', {});
    await pool.call('GetUser', {});
    expect(create).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => CognitoGateway | Promise<CognitoGateway>]>([
    ['rejects', () => Promise.reject(new TypeError('chunk'))],
    [
      'throws',
      () => {
        throw new TypeError('chunk');
      },
    ],
  ])('whose creation %s is created anew at the next call, which reports it', async (_how, fail) => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const create = jest.fn<CognitoGateway | Promise<CognitoGateway>, []>(fail);
    const { pool } = open({}, create);
    await settle();
    await settle();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(create).toHaveBeenCalledTimes(1);
    expect(await failure(pool.call('GetUser', {}))).toMatchObject({
      code: 'UNAVAILABLE',
      cause: { message: 'chunk' },
    });
    expect(create).toHaveBeenCalledTimes(2);
    create.mockImplementation(() => new ScriptedGateway());
    expect(await pool.call('GetUser', {})).toEqual({});
    expect(create).toHaveBeenCalledTimes(3);
  });

  it('gets no undefined member', async () => {
    const { gateway, pool, tab } = open();
    await pool.send('SignUp', { Username: 'maria', Password: undefined });
    const input = { ClientId: tab.config.clientId, Username: 'maria' };
    expect(gateway.calls[0]?.input).toStrictEqual(input);
  });
});
