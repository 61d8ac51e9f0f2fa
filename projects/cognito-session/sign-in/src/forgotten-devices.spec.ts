// Tests devices that Cognito has forgotten: the record is removed, and the sign-in starts again
// without it, once.

import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { CLIENT_ID, POOL_ID } from '../../test/support/fake-tokens';
import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  PASSWORD,
  refusal,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { offerWebCrypto } from '../../test/support/web-crypto';
import { RememberedDevices } from './remembered-devices';
import type { CodeStep } from './sign-in-step';

offerWebCrypto();

const DEVICE = { deviceKey: 'eu-west-1_d1', deviceGroupKey: '-group', password: 'device-secret' };
const KEY = `${STORE_KEY}.device.`;
const FORGOTTEN = refusal('ResourceNotFoundException', 'Device does not exist.');
const CONFIG = { userPoolId: POOL_ID, clientId: CLIENT_ID };
/** More answers than any sign-in needs, so that an endless one fails. */
const MOST_CALLS = 12;

async function openWith(username: string): Promise<{ scripted: ScriptedSignIn; store: FakeStore }> {
  const store = new FakeStore();
  await new RememberedDevices(store, CONFIG).keep(username, DEVICE);
  return { scripted: openScriptedSignIn({ store }), store };
}
const devices = ({ asked }: ScriptedSignIn): string[] =>
  asked.map(({ input }) => {
    const { DEVICE_KEY } = input.AuthParameters ?? input.ChallengeResponses ?? {};
    return `${input.ChallengeName ?? 'begin'}${DEVICE_KEY ? ' with device' : ''}`;
  });

it('at the first call', async () => {
  const { scripted, store } = await openWith('maría');
  scripted.script(FORGOTTEN, tokensOf(scripted.tab));
  expect(await scripted.signIn({ clientMetadata: { a: 'b' } })).toMatchObject({
    status: 'signed-in',
  });
  expect(devices(scripted)).toEqual(['begin with device', 'begin']);
  expect(scripted.asked[1]?.input).toEqual({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: CLIENT_ID,
    AuthParameters: { USERNAME: 'maría', PASSWORD },
    ClientMetadata: { a: 'b' },
  });
  expect(store.items.has(`${KEY}maría`)).toBe(false);
});

it('when the password has been proved: the same answer goes again without it', async () => {
  const { scripted, store } = await openWith('u-1');
  const srp = new SrpCognito(userAccount('u-1', PASSWORD));
  scripted.script(srp.ask, () => Promise.reject(FORGOTTEN), srp.check(tokensOf(scripted.tab)));
  const step = await scripted.signIn({ username: 'm@example.com', flow: 'USER_SRP_AUTH' });
  expect(step).toMatchObject({ status: 'signed-in' });
  expect(devices(scripted)).toEqual([
    'begin',
    'PASSWORD_VERIFIER with device',
    'PASSWORD_VERIFIER',
  ]);
  expect(scripted.asked[2]?.input.Session).toBe(scripted.asked[1]?.input.Session);
  expect(store.items.has(`${KEY}u-1`)).toBe(false);
});

it.each(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'])(
  'when its proof is refused: %s',
  async (name) => {
    const { scripted, store } = await openWith('maría');
    const device = new SrpCognito(
      { group: '-group', user: 'eu-west-1_d1', password: 'of another time' },
      'DEVICE_PASSWORD_VERIFIER',
      {},
    );
    const refused = refusal('NotAuthorizedException', 'Incorrect username or password.');
    scripted.script(challenge('DEVICE_SRP_AUTH'));
    if (name === 'DEVICE_SRP_AUTH') scripted.script(refused);
    else scripted.script(device.ask, device.check(tokensOf(scripted.tab)));
    scripted.script(tokensOf(scripted.tab));
    expect(await scripted.signIn()).toMatchObject({ status: 'signed-in' });
    expect(devices(scripted).at(-1)).toBe('begin');
    expect(devices(scripted)).toHaveLength(name === 'DEVICE_SRP_AUTH' ? 3 : 4);
    expect(store.items.has(`${KEY}maría`)).toBe(false);
  },
);

it('is replaced by the one the pool tracks from now on', async () => {
  const { scripted, store } = await openWith('maria');
  const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d2', DeviceGroupKey: '-group' };
  scripted.script(FORGOTTEN, tokensOf(scripted.tab, {}, { NewDeviceMetadata }), {});
  await scripted.signIn({ username: 'maria' });
  expect(JSON.parse(store.items.get(`${KEY}maria`)!)).toMatchObject({ deviceKey: 'eu-west-1_d2' });
});

it.each([
  ['goes without it once, though the record cannot be removed', 'remove'],
  ['goes without it once, when Cognito refuses that, too', 'none'],
])('%s', async (_name, failing) => {
  const { scripted, store } = await openWith('maría');
  store.before = ({ kind }) => {
    if (kind === failing) throw new DOMException('blocked', 'SecurityError');
  };
  const srp = new SrpCognito(userAccount('maría', PASSWORD));
  const forgotten = (): Promise<never> => Promise.reject(FORGOTTEN);
  scripted.script(srp.ask, ...Array<typeof forgotten>(MOST_CALLS).fill(forgotten));
  expect(await scripted.signIn({ flow: 'USER_SRP_AUTH' })).toMatchObject({
    code: 'INVALID_CONFIG',
    cause: { name: 'ResourceNotFoundException' },
  });
  expect(devices(scripted)).toEqual([
    'begin with device',
    'PASSWORD_VERIFIER with device',
    'PASSWORD_VERIFIER',
  ]);
});

it('after a code, does not blame the password, which is forgotten by then', async () => {
  const { scripted } = await openWith('maría');
  const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'), { flow: 'USER_SRP_AUTH' });
  const refused = refusal('NotAuthorizedException', 'Incorrect username or password.');
  scripted.script(challenge('DEVICE_SRP_AUTH'), refused, challenge('SMS_MFA'));
  expect(await outcomeOf(step.respond({ code: '1' }))).not.toMatchObject({
    code: 'WRONG_CREDENTIALS',
  });
});

describe('is no reason to forget one:', () => {
  it.each([
    ['a wrong password', refusal('NotAuthorizedException', 'Incorrect username or password.')],
    [
      'a pool that is gone',
      refusal('ResourceNotFoundException', 'User pool client x does not exist.'),
    ],
    ['no network', new TypeError('Failed to fetch')],
    ['another error about a device', refusal('InvalidParameterException', 'device')],
    ['a wrong code', refusal('CodeMismatchException', 'device')],
  ])('%s', async (_name, error) => {
    const { scripted, store } = await openWith('maría');
    scripted.script(error);
    expect(await scripted.signIn()).toHaveProperty('code');
    expect(scripted.asked).toHaveLength(1);
    expect(store.items.has(`${KEY}maría`)).toBe(true);
  });

  it('a proof that got lost', async () => {
    const { scripted, store } = await openWith('maría');
    scripted.script(challenge('DEVICE_SRP_AUTH'), new TypeError('Failed to fetch'));
    expect(await scripted.signIn()).toMatchObject({ code: 'UNAVAILABLE' });
    expect(store.items.has(`${KEY}maría`)).toBe(true);
  });

  it('a challenge that took too long', async () => {
    const { scripted, store } = await openWith('maría');
    const expired = refusal('NotAuthorizedException', 'Invalid session for the user.');
    scripted.script(challenge('DEVICE_SRP_AUTH'), expired);
    expect(await scripted.signIn()).toMatchObject({ code: 'CHALLENGE_EXPIRED' });
    expect(store.items.has(`${KEY}maría`)).toBe(true);
  });
});

it('there is none to forget: the error stays the same', async () => {
  const scripted = openScriptedSignIn();
  scripted.script(FORGOTTEN);
  expect(await scripted.signIn()).toMatchObject({ code: 'INVALID_CONFIG' });
  expect(scripted.asked).toHaveLength(1);
});
