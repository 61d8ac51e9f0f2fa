// Tests answers that do not fit the call, challenges with similar names, and the place of the
// password.

import { FakeStore } from '../../test/support/fake-store';
import { CLIENT_ID, POOL_ID } from '../../test/support/fake-tokens';
import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { offerWebCrypto } from '../../test/support/web-crypto';
import { RememberedDevices } from './remembered-devices';
import { SignInAttempt } from './sign-in-attempt';
import type { SignInError } from './sign-in-error';
import type { CodeStep, UnknownChallengeStep } from './sign-in-step';
import type { UserPool } from './user-pool';

offerWebCrypto();

const DEVICE = { deviceKey: 'eu-west-1_d1', deviceGroupKey: '-group', password: 'device-secret' };

/** A page that keeps a device of the user. */
async function openWithDevice(): Promise<{
  scripted: ScriptedSignIn;
  kept: () => Promise<boolean>;
}> {
  const store = new FakeStore();
  const devices = new RememberedDevices(store, { userPoolId: POOL_ID, clientId: CLIENT_ID });
  await devices.keep('maría', DEVICE);
  return {
    scripted: openScriptedSignIn({ store }),
    kept: async () => !!(await devices.find('maría')),
  };
}

it('the password is kept in one place only', () => {
  const request = { username: 'maría', password: 'Canary' };
  const pool: unknown = { manager: { runtime: { run: () => undefined } } };
  const scripted = new SignInAttempt(request, pool as UserPool, jest.fn());
  const holders = Object.entries(scripted).filter(([, value]: [string, unknown]) => {
    return JSON.stringify({ value }).includes('Canary');
  });
  expect(holders.map(([name]) => name)).toEqual(['password']);
  expect(scripted.password).toBe('Canary');
  expect(request.password).toBe('Canary');
});

it.each(['PASSWORD_VERIFIER', 'DEVICE_PASSWORD_VERIFIER'])(
  '%s, where nothing was sent to prove, is UNAVAILABLE without an accident',
  async (name) => {
    const { scripted } = await openWithDevice();
    scripted.script(challenge(name, { SRP_B: '1', SALT: '1', SECRET_BLOCK: 'YQ==' }));
    const error = await scripted.signIn();
    expect(error).toMatchObject({ code: 'UNAVAILABLE' });
    expect((error as SignInError).cause).toBeUndefined();
    expect(scripted.asked).toHaveLength(1);
  },
);

it.each(['PASSWORD_VERIFIER', 'DEVICE_PASSWORD_VERIFIER'])(
  '%s without any parameters is UNAVAILABLE',
  async (name) => {
    const { scripted } = await openWithDevice();
    if (name === 'DEVICE_PASSWORD_VERIFIER') scripted.script(challenge('DEVICE_SRP_AUTH'));
    scripted.script({ ChallengeName: name, Session: 'session-1' });
    const error = await scripted.signIn({ flow: 'USER_SRP_AUTH' });
    expect(error).toMatchObject({ code: 'UNAVAILABLE' });
    expect((error as SignInError).cause).toBeUndefined();
  },
);

it.each(['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER', 'PASSWORD_VERIFIER'])(
  '%s is left to the app where there is no device and no password',
  async (name) => {
    const request = { flow: 'CUSTOM_AUTH', password: '' } as const;
    const step = await openScriptedSignIn().challenged<UnknownChallengeStep>(
      challenge(name),
      request,
    );
    expect(step).toMatchObject({ status: 'challenge', challenge: 'UNKNOWN', name });
  },
);

it('a challenge with DEVICE in its name somewhere says nothing of the device', async () => {
  const { scripted, kept } = await openWithDevice();
  const step = await scripted.challenged<UnknownChallengeStep>(challenge('CUSTOM_DEVICE_QUESTION'));
  scripted.script(refusal('NotAuthorizedException', 'Incorrect username or password.'));
  expect(await outcomeOf(step.respond({ responses: { ANSWER: 'x' } }))).toMatchObject({
    code: 'WRONG_CREDENTIALS',
  });
  expect(scripted.asked).toHaveLength(2);
  expect(await kept()).toBe(true);
});

it('a device that is forgotten after a code ends the challenge, and the form begins again', async () => {
  const { scripted, kept } = await openWithDevice();
  const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'), { flow: 'USER_SRP_AUTH' });
  scripted.script(challenge('DEVICE_SRP_AUTH'), refusal('NotAuthorizedException', 'Incorrect.'));
  expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({
    code: 'CHALLENGE_EXPIRED',
  });
  expect(scripted.asked).toHaveLength(3);
  expect(await kept()).toBe(false);
});

it('a first factor that only sounds like a password needs none', async () => {
  const scripted = openScriptedSignIn();
  const preferredChallenge = 'BYPASS_LINK' as 'EMAIL_OTP';
  await scripted.signIn({ flow: 'USER_AUTH', password: '', preferredChallenge });
  expect(scripted.asked[0]?.input.AuthParameters).toEqual({
    USERNAME: 'maría',
    PREFERRED_CHALLENGE: 'BYPASS_LINK',
  });
});

it.each<[string, object]>([
  ['is refused', refusal('InvalidParameterException')],
  ['cannot be made, since its group is none', { DeviceGroupKey: '' }],
])('a device whose confirmation %s is not for the user to decide about', async (_name, what) => {
  const scripted = openScriptedSignIn();
  const refused = what instanceof Error;
  const metadata = { DeviceKey: 'eu-west-1_d2', DeviceGroupKey: '-group', ...(!refused && what) };
  scripted.script(tokensOf(scripted.tab, {}, { NewDeviceMetadata: metadata }));
  if (refused) scripted.script(what);
  const step = await scripted.signIn();
  expect(step).toHaveProperty('deviceConfirmationNecessary', false);
  expect(scripted.asked).toHaveLength(refused ? 2 : 1);
});
