// G13: a device whose confirmation fails at the sign-in. If another try may help, the library tries
// again and keeps the device for later; it emits an event.

import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import {
  type AskedInput,
  openScriptedSignIn,
  refusal,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { offerWebCrypto } from '../../test/support/web-crypto';
import { RememberedDevices } from './remembered-devices';
import type { SignInStep } from './sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' };
const RECORD = `${STORE_KEY}.device.u-1`;
const hang = (): Promise<never> => new Promise(() => undefined);
const PASSING = [
  ['a drop', new TypeError('Failed to fetch'), 'TypeError'],
  ['a throttle', refusal('TooManyRequestsException'), 'TooManyRequestsException'],
  ['a 500', refusal('InternalErrorException', 'no', 500), 'InternalErrorException'],
  ['a time-out', hang, 'TimeoutError'],
] as const;

interface SignedIn {
  readonly scripted: ScriptedSignIn;
  readonly store: FakeStore;
  readonly step: SignInStep;
  /** The duration of the sign-in, in milliseconds. */
  readonly ms: number;
  readonly record: Record<string, unknown> | undefined;
}

/** A sign-in with these answers to ConfirmDevice. */
async function signIn(...answers: Parameters<ScriptedSignIn['script']>): Promise<SignedIn> {
  const store = new FakeStore();
  const scripted = openScriptedSignIn({ store });
  const claims = { 'cognito:username': 'u-1' };
  scripted.script(tokensOf(scripted.tab, claims, { NewDeviceMetadata }), ...answers);
  const start = scripted.clock.monotonic();
  let ms = 0;
  let step: SignInStep | undefined;
  const signedIn = scripted.signIn().then((outcome) => {
    ms = scripted.clock.monotonic() - start;
    step = outcome as SignInStep;
  });
  // WebCrypto works in real time: the fake clock waits until the device is being confirmed.
  while (!step && scripted.asked.length < 2) await scripted.clock.advance(0);
  await scripted.clock.advance(20_000);
  await signedIn;
  const json = store.items.get(RECORD);
  const record = json === undefined ? json : (JSON.parse(json) as Record<string, unknown>);
  return { scripted, store, step: step!, ms, record };
}
const confirmations = ({ asked }: ScriptedSignIn): AskedInput[] =>
  asked.filter(({ operation }) => operation === 'ConfirmDevice').map(({ input }) => input);

describe('G13 a confirmation that meets', () => {
  it.each(PASSING)('%s once succeeds at the second call', async (_name, fault) => {
    const { scripted, step, record } = await signIn(fault, { UserConfirmationNecessary: true });
    expect(step).toMatchObject({
      status: 'signed-in',
      deviceConfirmationNecessary: true,
      deviceConfirmationFailed: false,
    });
    const [first, second, ...more] = confirmations(scripted);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
    expect(Object.keys(record!)).toEqual(['v', 'deviceKey', 'deviceGroupKey', 'password']);
    expect(scripted.tab.events.values).toMatchObject([{ type: 'signed-in' }]);
  });

  it.each(PASSING)(
    '%s always emits an event, and the device is kept for later',
    async (_name, fault, name) => {
      const { scripted, step, ms, record, store } = await signIn(fault, fault, fault);
      expect(step).toMatchObject({
        status: 'signed-in',
        deviceConfirmationNecessary: false,
        deviceConfirmationFailed: true,
      });
      expect(ms).toBeLessThanOrEqual(10_000);
      expect(scripted.tab.events.values).toMatchObject([
        { type: 'signed-in' },
        { type: 'device-unconfirmed', error: { code: 'REFRESH_UNAVAILABLE', cause: { name } } },
      ]);
      const sent = confirmations(scripted)[0]!;
      expect(record).toMatchObject({
        deviceKey: 'eu-west-1_d1',
        deviceGroupKey: '-group',
        unconfirmed: {
          deviceName: navigator.userAgent,
          verifier: sent['DeviceSecretVerifierConfig'],
        },
      });
      // It proves nothing yet, and Cognito does not know it.
      const { config } = scripted.tab;
      expect(await new RememberedDevices(store, config).find('u-1')).toBeUndefined();
    },
  );

  it.each([
    ['InvalidParameterException', 'INVALID_CONFIG'],
    ['ResourceNotFoundException', 'INVALID_CONFIG'],
    ['NotAuthorizedException', 'NOT_SIGNED_IN'],
  ])('%s is told at once, and not kept', async (name, code) => {
    const { scripted, step, ms, record } = await signIn(refusal(name));
    expect(step).toMatchObject({ status: 'signed-in', deviceConfirmationFailed: true });
    expect(ms).toBe(0);
    expect(confirmations(scripted)).toHaveLength(1);
    expect(record).toBeUndefined();
    expect(scripted.tab.events.values).toMatchObject([
      { type: 'signed-in' },
      { type: 'device-unconfirmed', error: { code } },
    ]);
  });

  it('an answer that is lost: the device exists at the second call, and is confirmed', async () => {
    const { step, record } = await signIn(
      new TypeError('Failed to fetch'),
      refusal('DeviceKeyExistsException'),
    );
    expect(step).toMatchObject({ deviceConfirmationFailed: false });
    expect(record).not.toHaveProperty('unconfirmed');
  });
});

it('G13 a device that fails, with tokens that are no session, has no event and is not kept', async () => {
  const store = new FakeStore();
  const scripted = openScriptedSignIn({ store });
  const claims = { iss: 'https://evil.com' };
  scripted.script(
    tokensOf(scripted.tab, claims, { NewDeviceMetadata }),
    refusal('ForbiddenException'),
  );
  expect(await scripted.signIn()).toMatchObject({ code: 'INVALID_TOKEN' });
  expect(store.items.size).toBe(0);
  expect(scripted.tab.events.values).toEqual([]);
});
