// Tests pools that remember devices: a new device is confirmed, a known one is proved, and a
// forgotten one is dropped.

import { FakeClock } from '../../test/support/fake-clock';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { CLIENT_ID, POOL_ID } from '../../test/support/fake-tokens';
import {
  type AskedInput,
  challenge,
  openScriptedSignIn,
  outcomeOf,
  PASSWORD,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { offerWebCrypto, withdrawWebCrypto } from '../../test/support/web-crypto';
import { RememberedDevices } from './remembered-devices';
import type { CodeStep, SignedInStep, SignInRequest } from './sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

const DEVICE = { deviceKey: 'eu-west-1_d1', deviceGroupKey: '-group', password: 'device-secret' };
const NEW_DEVICE = { NewDeviceMetadata: { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' } };
const KEY = `${STORE_KEY}.device.`;
const CONFIG = { userPoolId: POOL_ID, clientId: CLIENT_ID };

async function openWith(username?: string, alias = username, store = new FakeStore()) {
  const devices = new RememberedDevices(store, CONFIG);
  for (const name of [username, alias]) if (name) await devices.keep(name, DEVICE);
  return { scripted: openScriptedSignIn({ store }), store };
}
const operations = ({ asked }: ScriptedSignIn): string[] =>
  asked.map(({ operation, input }) => input.ChallengeName ?? input.AuthFlow ?? operation);
const deviceKeys = ({ asked }: ScriptedSignIn): unknown[] =>
  asked.map(
    ({ input }) => (input.AuthParameters ?? input.ChallengeResponses)?.['DEVICE_KEY'] ?? null,
  );

describe('a device the pool begins to track', () => {
  const tracked = (scripted: ScriptedSignIn, claims = {}): object =>
    tokensOf(scripted.tab, { 'cognito:username': 'u-1', ...claims }, NEW_DEVICE);

  it('is confirmed with a verifier of a secret that stays here', async () => {
    const { scripted, store } = await openWith();
    scripted.script(tracked(scripted), {});
    expect(await scripted.signIn()).toMatchObject({
      status: 'signed-in',
      deviceConfirmationNecessary: false,
      deviceConfirmationFailed: false,
    });
    const { operation, input } = scripted.asked[1]!;
    expect(operation).toBe('ConfirmDevice');
    expect(input).toEqual({
      AccessToken: scripted.tab.manager.active?.session.getAccessToken().getJwtToken(),
      DeviceKey: 'eu-west-1_d1',
      DeviceName: navigator.userAgent,
      DeviceSecretVerifierConfig: {
        PasswordVerifier: expect.stringMatching(/^[\w+/]+=*$/) as string,
        Salt: expect.stringMatching(/^[\w+/]+=*$/) as string,
      },
    });
    const kept = JSON.parse(store.items.get(`${KEY}u-1`)!) as { password: string };
    expect(kept).toMatchObject({ deviceKey: 'eu-west-1_d1', deviceGroupKey: '-group' });
    expect(JSON.stringify(scripted.asked)).not.toContain(kept.password);
  });

  it('is stored when the form gets the signed-in step', async () => {
    const { scripted, store } = await openWith();
    scripted.script(tracked(scripted), {});
    const kept: boolean[] = [];
    const step$ = scripted.service.signIn({
      username: 'maría',
      password: PASSWORD,
      flow: 'USER_AUTH',
    });
    step$.subscribe(() => kept.push(store.items.has(`${KEY}u-1`)));
    await outcomeOf(step$);
    expect(kept).toEqual([true]);
  });

  it.each([true, false, undefined])('has deviceConfirmationNecessary: %p', async (necessary) => {
    const { scripted } = await openWith();
    scripted.script(tracked(scripted), { UserConfirmationNecessary: necessary });
    const step = (await scripted.signIn()) as SignedInStep;
    expect(step.deviceConfirmationNecessary).toBe(necessary ?? false);
  });

  it('is not tracked on a page without WebCrypto, which signs in all the same', async () => {
    withdrawWebCrypto();
    const { scripted } = await openWith();
    scripted.script(tracked(scripted));
    expect(await scripted.signIn()).toMatchObject({
      status: 'signed-in',
      deviceConfirmationFailed: true,
    });
    expect(scripted.asked).toHaveLength(1);
    expect(scripted.tab.events.values).toMatchObject([
      { type: 'signed-in' },
      { type: 'device-unconfirmed', error: { code: 'INVALID_CONFIG' } },
    ]);
  });

  it.each([{}, { DeviceKey: 'x' }, { DeviceGroupKey: 'x' }])(
    'named by %j alone is none',
    async (NewDeviceMetadata) => {
      const { scripted } = await openWith();
      scripted.script(tokensOf(scripted.tab, {}, { NewDeviceMetadata }));
      expect(await scripted.signIn()).toMatchObject({
        deviceConfirmationNecessary: false,
        deviceConfirmationFailed: false,
      });
      expect(scripted.asked).toHaveLength(1);
    },
  );

  it('starts no session with tokens of another pool', async () => {
    const { scripted } = await openWith();
    scripted.script(tracked(scripted, { iss: 'https://evil.com' }), {});
    expect(await scripted.signIn()).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(scripted.tab.manager.active).toBeNull();
  });

  it('can be proved at the next sign-in, by the user name and by the alias', async () => {
    const { scripted, store } = await openWith();
    let config = { PasswordVerifier: '', Salt: '' };
    scripted.script(tracked(scripted), (input: AskedInput) => {
      config = input['DeviceSecretVerifierConfig'] as typeof config;
      return {};
    });
    await scripted.signIn({ username: 'm@example.com' });
    const number = (base64: string): bigint =>
      BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`);
    for (const username of ['u-1', 'm@example.com']) {
      const next = openScriptedSignIn({ store });
      const user = new SrpCognito(userAccount('u-1', PASSWORD));
      const device = new SrpCognito(
        {
          group: '-group',
          user: 'eu-west-1_d1',
          verifier: number(config.PasswordVerifier),
          salt: number(config.Salt),
        },
        'DEVICE_PASSWORD_VERIFIER',
        { USERNAME: 'u-1', DEVICE_KEY: 'eu-west-1_d1' },
      );
      next.script(user.ask, user.check(challenge('DEVICE_SRP_AUTH', {}, { Session: 'session-2' })));
      next.script(device.ask, device.check(tokensOf(next.tab)));
      const step = await next.signIn({ username, flow: 'USER_SRP_AUTH' });
      expect(step).toMatchObject({ status: 'signed-in', deviceConfirmationNecessary: false });
      expect(operations(next)).toEqual([
        'USER_SRP_AUTH',
        'PASSWORD_VERIFIER',
        'DEVICE_SRP_AUTH',
        'DEVICE_PASSWORD_VERIFIER',
      ]);
      // No record is kept under an alias: the device is found when Cognito has sent the user name.
      const first = username === 'u-1' ? 'eu-west-1_d1' : null;
      expect(deviceKeys(next)).toEqual([first, ...Array<string>(3).fill('eu-west-1_d1')]);
      const [, , srp, proof] = next.asked;
      const [, , , sent] = next.asked.map(({ input }) => input.ChallengeResponses);
      expect(srp?.input).toEqual({
        ClientId: CLIENT_ID,
        ChallengeName: 'DEVICE_SRP_AUTH',
        ChallengeResponses: {
          USERNAME: 'u-1',
          DEVICE_KEY: 'eu-west-1_d1',
          SRP_A: expect.stringMatching(/^[\da-f]{700,}$/) as string,
        },
        Session: 'session-2',
      });
      expect(proof?.input.Session).toBe('session-srp');
      expect(Object.keys(sent!).sort()).toEqual([
        'DEVICE_KEY',
        'PASSWORD_CLAIM_SECRET_BLOCK',
        'PASSWORD_CLAIM_SIGNATURE',
        'TIMESTAMP',
        'USERNAME',
      ]);
    }
  });
});

describe('a device that is kept', () => {
  it.each<Partial<SignInRequest>>([
    { flow: 'USER_PASSWORD_AUTH' },
    { flow: 'USER_SRP_AUTH' },
    { flow: 'CUSTOM_AUTH' },
    { flow: 'USER_AUTH', password: '' },
  ])('is named from the first call on: %j', async (request) => {
    const { scripted } = await openWith('maría');
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'), request);
    await outcomeOf(step.respond({ code: '1' }));
    expect(deviceKeys(scripted)).toEqual(['eu-west-1_d1', 'eu-west-1_d1']);
  });

  it('of another user is not named', async () => {
    const { scripted } = await openWith('somebody');
    await scripted.signIn();
    expect(deviceKeys(scripted)).toEqual([null]);
  });

  it('is found when Cognito has sent the user name', async () => {
    const { scripted } = await openWith('u-1');
    const srp = new SrpCognito(userAccount('u-1', PASSWORD));
    scripted.script(srp.ask, srp.check(tokensOf(scripted.tab)));
    const step = await scripted.signIn({ username: 'new@example.com', flow: 'USER_SRP_AUTH' });
    expect(step).toMatchObject({ status: 'signed-in' });
    expect(deviceKeys(scripted)).toEqual([null, 'eu-west-1_d1']);
  });

  it.each([
    ['throws', () => new FakeStore()],
    ['answers late', () => new FakeStore({ delay: { clock: new FakeClock(), ms: 0 } })],
  ])('in a store that %s makes or mars no sign-in', async (_name, open) => {
    const { scripted, store } = await openWith('maría', 'maría', open());
    if (_name === 'throws') {
      store.before = () => {
        throw new DOMException('blocked', 'SecurityError');
      };
    }
    scripted.script(tokensOf(scripted.tab, {}, NEW_DEVICE), {});
    expect(await scripted.signIn()).toMatchObject({ status: 'signed-in' });
    expect(deviceKeys(scripted)[0]).toBe(_name === 'throws' ? null : 'eu-west-1_d1');
  });
});
