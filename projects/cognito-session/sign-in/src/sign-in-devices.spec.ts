// Tests pools that remember devices: a new device is confirmed, a known one is proved, and a
// forgotten one is dropped.

import { FakeClock } from '../../test/support/fake-clock';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { CLIENT_ID, POOL_ID } from '../../test/support/fake-tokens';
import {
  type AskedInput,
  challenge,
  openTalk,
  outcomeOf,
  PASSWORD,
  type Talk,
  tokensOf,
} from '../../test/support/sign-in-talk';
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
  return { talk: openTalk({ store }), store };
}
const operations = ({ asked }: Talk): string[] =>
  asked.map(({ operation, input }) => input.ChallengeName ?? input.AuthFlow ?? operation);
const deviceKeys = ({ asked }: Talk): unknown[] =>
  asked.map(
    ({ input }) => (input.AuthParameters ?? input.ChallengeResponses)?.['DEVICE_KEY'] ?? null,
  );

describe('a device the pool begins to track', () => {
  const tracked = (talk: Talk, claims = {}): object =>
    tokensOf(talk.tab, { 'cognito:username': 'u-1', ...claims }, NEW_DEVICE);

  it('is confirmed with a verifier of a secret that stays here', async () => {
    const { talk, store } = await openWith();
    talk.script(tracked(talk), {});
    expect(await talk.signIn()).toMatchObject({
      status: 'signed-in',
      deviceConfirmationNecessary: false,
      deviceConfirmationFailed: false,
    });
    const { operation, input } = talk.asked[1]!;
    expect(operation).toBe('ConfirmDevice');
    expect(input).toEqual({
      AccessToken: talk.tab.manager.active?.session.getAccessToken().getJwtToken(),
      DeviceKey: 'eu-west-1_d1',
      DeviceName: navigator.userAgent,
      DeviceSecretVerifierConfig: {
        PasswordVerifier: expect.stringMatching(/^[\w+/]+=*$/) as string,
        Salt: expect.stringMatching(/^[\w+/]+=*$/) as string,
      },
    });
    const kept = JSON.parse(store.items.get(`${KEY}u-1`)!) as { password: string };
    expect(kept).toMatchObject({ deviceKey: 'eu-west-1_d1', deviceGroupKey: '-group' });
    expect(JSON.stringify(talk.asked)).not.toContain(kept.password);
  });

  it('is stored when the form gets the signed-in step', async () => {
    const { talk, store } = await openWith();
    talk.script(tracked(talk), {});
    const kept: boolean[] = [];
    const step$ = talk.service.signIn({ username: 'maría', password: PASSWORD, flow: 'USER_AUTH' });
    step$.subscribe(() => kept.push(store.items.has(`${KEY}u-1`)));
    await outcomeOf(step$);
    expect(kept).toEqual([true]);
  });

  it.each([true, false, undefined])('has deviceConfirmationNecessary: %p', async (necessary) => {
    const { talk } = await openWith();
    talk.script(tracked(talk), { UserConfirmationNecessary: necessary });
    const step = (await talk.signIn()) as SignedInStep;
    expect(step.deviceConfirmationNecessary).toBe(necessary ?? false);
  });

  it('is not tracked on a page without WebCrypto, which signs in all the same', async () => {
    withdrawWebCrypto();
    const { talk } = await openWith();
    talk.script(tracked(talk));
    expect(await talk.signIn()).toMatchObject({
      status: 'signed-in',
      deviceConfirmationFailed: true,
    });
    expect(talk.asked).toHaveLength(1);
    expect(talk.tab.events.values).toMatchObject([
      { type: 'signed-in' },
      { type: 'device-unconfirmed', error: { code: 'INVALID_CONFIG' } },
    ]);
  });

  it.each([{}, { DeviceKey: 'x' }, { DeviceGroupKey: 'x' }])(
    'named by %j alone is none',
    async (NewDeviceMetadata) => {
      const { talk } = await openWith();
      talk.script(tokensOf(talk.tab, {}, { NewDeviceMetadata }));
      expect(await talk.signIn()).toMatchObject({
        deviceConfirmationNecessary: false,
        deviceConfirmationFailed: false,
      });
      expect(talk.asked).toHaveLength(1);
    },
  );

  it('starts no session with tokens of another pool', async () => {
    const { talk } = await openWith();
    talk.script(tracked(talk, { iss: 'https://evil.com' }), {});
    expect(await talk.signIn()).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(talk.tab.manager.active).toBeNull();
  });

  it('can be proved at the next sign-in, by the user name and by the alias', async () => {
    const { talk, store } = await openWith();
    let config = { PasswordVerifier: '', Salt: '' };
    talk.script(tracked(talk), (input: AskedInput) => {
      config = input['DeviceSecretVerifierConfig'] as typeof config;
      return {};
    });
    await talk.signIn({ username: 'm@example.com' });
    const number = (base64: string): bigint =>
      BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`);
    for (const username of ['u-1', 'm@example.com']) {
      const next = openTalk({ store });
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
    const { talk } = await openWith('maría');
    const step = await talk.challenged<CodeStep>(challenge('SMS_MFA'), request);
    await outcomeOf(step.respond({ code: '1' }));
    expect(deviceKeys(talk)).toEqual(['eu-west-1_d1', 'eu-west-1_d1']);
  });

  it('of another user is not named', async () => {
    const { talk } = await openWith('somebody');
    await talk.signIn();
    expect(deviceKeys(talk)).toEqual([null]);
  });

  it('is found when Cognito has sent the user name', async () => {
    const { talk } = await openWith('u-1');
    const srp = new SrpCognito(userAccount('u-1', PASSWORD));
    talk.script(srp.ask, srp.check(tokensOf(talk.tab)));
    const step = await talk.signIn({ username: 'new@example.com', flow: 'USER_SRP_AUTH' });
    expect(step).toMatchObject({ status: 'signed-in' });
    expect(deviceKeys(talk)).toEqual([null, 'eu-west-1_d1']);
  });

  it.each([
    ['throws', () => new FakeStore()],
    ['answers late', () => new FakeStore({ delay: { clock: new FakeClock(), ms: 0 } })],
  ])('in a store that %s makes or mars no sign-in', async (_name, open) => {
    const { talk, store } = await openWith('maría', 'maría', open());
    if (_name === 'throws') {
      store.before = () => {
        throw new DOMException('blocked', 'SecurityError');
      };
    }
    talk.script(tokensOf(talk.tab, {}, NEW_DEVICE), {});
    expect(await talk.signIn()).toMatchObject({ status: 'signed-in' });
    expect(deviceKeys(talk)[0]).toBe(_name === 'throws' ? null : 'eu-west-1_d1');
  });
});
