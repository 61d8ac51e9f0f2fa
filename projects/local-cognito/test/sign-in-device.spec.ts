// Proves how devices are issued, confirmed and recognised at sign-in, and their effect on the
// refresh and on second factors.

import { decodeJwt } from 'jose';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SignInClient, type NewDevice, type Step } from './support/sign-in-client';
import { SrpClient } from './support/srp-client';

interface ConfirmedDevice extends NewDevice {
  readonly password: string;
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

describe('devices', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => {
    local.reset();
    local.configure({ deviceTracking: 'always' });
  });
  afterAll(() => local.stop());

  async function signIn(username = 'ana', more = {}): Promise<Step> {
    return client.srp(username, 'Passw0rd!', more);
  }

  /** Signs in by a flow that tracks devices, and confirms the new one. */
  async function confirm(step: Step): Promise<ConfirmedDevice> {
    const { NewDeviceMetadata, AccessToken, RefreshToken } = step.tokens!;
    const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata!;
    const { password, config } = new SrpClient(DeviceGroupKey).deviceSecret(DeviceKey);
    const { status } = await client.call('ConfirmDevice', {
      AccessToken,
      DeviceKey,
      DeviceSecretVerifierConfig: config,
    });
    expect(status).toBe(200);
    return { DeviceKey, DeviceGroupKey, password, AccessToken, RefreshToken };
  }

  async function prove(asked: Step, device: ConfirmedDevice, password = device.password) {
    const { DeviceKey: DEVICE_KEY, DeviceGroupKey } = device;
    const srp = new SrpClient(DeviceGroupKey);
    const step = await client.respond(asked, {
      USERNAME: 'ana',
      DEVICE_KEY,
      SRP_A: srp.publicValue,
    });
    expect(step.challenge).toBe('DEVICE_PASSWORD_VERIFIER');
    const proof = srp.prove(step.parameters, DEVICE_KEY, password);
    return client.respond(step, { USERNAME: 'ana', DEVICE_KEY, ...proof });
  }

  function refresh(RefreshToken: string, DeviceKey?: string) {
    const { clientId: ClientId } = local;
    return client.call('GetTokensFromRefreshToken', { ClientId, RefreshToken, DeviceKey });
  }

  it('a sign-in without a known device gets a new one, named in the access token', async () => {
    const { tokens } = await signIn();
    const { DeviceKey, DeviceGroupKey } = tokens!.NewDeviceMetadata!;
    expect(DeviceKey).toMatch(/^eu-west-1_[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(DeviceGroupKey).toMatch(/^-[\w-]{8}$/);
    expect(decodeJwt(tokens!.AccessToken)['device_key']).toBe(DeviceKey);
  });

  it('USER_PASSWORD_AUTH gets none, and neither does a pool without tracking', async () => {
    expect((await client.password('ana')).tokens).not.toHaveProperty('NewDeviceMetadata');
    local.configure({ deviceTracking: 'off' });
    const { tokens } = await signIn();
    expect(tokens).not.toHaveProperty('NewDeviceMetadata');
    expect(decodeJwt(tokens!.AccessToken)).not.toHaveProperty('device_key');
  });

  it('a confirmed device proves itself by its own SRP, and gets no new key', async () => {
    const device = await confirm(await signIn());
    const asked = await signIn('ana', { DEVICE_KEY: device.DeviceKey });
    expect(asked.challenge).toBe('DEVICE_SRP_AUTH');
    const { tokens } = await prove(asked, device);
    expect(tokens).not.toHaveProperty('NewDeviceMetadata');
    expect(decodeJwt(tokens!.AccessToken)['device_key']).toBe(device.DeviceKey);
    expect((await refresh(tokens!.RefreshToken, device.DeviceKey)).status).toBe(200);
  });

  it('a device with another secret is refused', async () => {
    const device = await confirm(await signIn());
    const asked = await signIn('ana', { DEVICE_KEY: device.DeviceKey });
    expect((await prove(asked, device, 'another')).message).toBe('Incorrect username or password.');
  });

  it('an unconfirmed device is replaced by a new one', async () => {
    const { DeviceKey } = (await signIn()).tokens!.NewDeviceMetadata!;
    const { tokens } = await signIn('ana', { DEVICE_KEY: DeviceKey });
    expect(tokens!.NewDeviceMetadata!.DeviceKey).not.toBe(DeviceKey);
  });

  it('an unknown device is refused with the message that clients test for', async () => {
    expect(await signIn('ana', { DEVICE_KEY: 'eu-west-1_nothing' })).toMatchObject({
      error: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
  });

  it('the device of another user is unknown', async () => {
    const device = await confirm(await signIn());
    const answer = await signIn('admin', { DEVICE_KEY: device.DeviceKey });
    expect(answer.error).toBe('ResourceNotFoundException');
  });

  describe('the refresh', () => {
    it.each([
      ['without a key', () => undefined],
      ['with the key of nothing', () => 'eu-west-1_nothing'],
      ['with the key of another device', async () => (await confirm(await signIn())).DeviceKey],
    ])('%s is refused, and then works with the right key', async (_, key) => {
      const device = await confirm(await signIn());
      const refused = await refresh(device.RefreshToken, await key());
      expect(refused.body).toEqual({
        __type: 'NotAuthorizedException',
        message: 'Invalid Refresh Token.',
      });
      expect((await refresh(device.RefreshToken, device.DeviceKey)).status).toBe(200);
    });

    it('is refused for an unconfirmed device', async () => {
      const { RefreshToken, NewDeviceMetadata } = (await signIn()).tokens!;
      const { body } = await refresh(RefreshToken, NewDeviceMetadata!.DeviceKey);
      expect(body['message']).toBe('Invalid Refresh Token.');
    });

    it('is refused for a forgotten device', async () => {
      const { AccessToken, DeviceKey, RefreshToken } = await confirm(await signIn());
      await client.call('ForgetDevice', { AccessToken, DeviceKey });
      const { body } = await refresh(RefreshToken, DeviceKey);
      expect(body['message']).toBe('Invalid Refresh Token.');
    });

    it('is refused for a session of USER_PASSWORD_AUTH', async () => {
      const { tokens } = await client.password('ana');
      const { body } = await refresh(tokens!.RefreshToken);
      expect(body['message']).toBe('Invalid Refresh Token.');
    });

    it('by REFRESH_TOKEN_AUTH requires DEVICE_KEY', async () => {
      local.configure({ rotation: false });
      const { RefreshToken: REFRESH_TOKEN, DeviceKey } = await confirm(await signIn());
      const without = await client.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN });
      expect(without.message).toBe('Invalid Refresh Token.');
      const parameters = { REFRESH_TOKEN, DEVICE_KEY: DeviceKey };
      expect((await client.initiate('REFRESH_TOKEN_AUTH', parameters)).tokens).toBeDefined();
    });
  });

  describe('and second factors', () => {
    async function smsDevice(): Promise<ConfirmedDevice> {
      const asked = await signIn('sms');
      const code = { USERNAME: 'sms', SMS_MFA_CODE: client.lastCode() };
      return confirm(await client.respond(asked, code));
    }

    it('a remembered device needs none if the pool challenges only new devices', async () => {
      local.configure({ challengeOnNewDevice: true });
      const { DeviceKey } = await smsDevice();
      expect((await signIn('sms', { DEVICE_KEY: DeviceKey })).challenge).toBe('DEVICE_SRP_AUTH');
      expect((await signIn('sms')).challenge).toBe('SMS_MFA');
    });

    it('a remembered device needs one if the pool challenges all devices', async () => {
      const { DeviceKey } = await smsDevice();
      const asked = await signIn('sms', { DEVICE_KEY: DeviceKey });
      expect(asked.challenge).toBe('SMS_MFA');
      const code = { USERNAME: 'sms', SMS_MFA_CODE: client.lastCode() };
      expect((await client.respond(asked, code)).challenge).toBe('DEVICE_SRP_AUTH');
    });

    it('a device that the user has not chosen to remember needs one', async () => {
      local.configure({ deviceTracking: 'opt-in', challengeOnNewDevice: true });
      const { DeviceKey, AccessToken } = await smsDevice();
      expect((await signIn('sms', { DEVICE_KEY: DeviceKey })).challenge).toBe('SMS_MFA');
      await client.call('UpdateDeviceStatus', {
        AccessToken,
        DeviceKey,
        DeviceRememberedStatus: 'remembered',
      });
      expect((await signIn('sms', { DEVICE_KEY: DeviceKey })).challenge).toBe('DEVICE_SRP_AUTH');
    });
  });

  it.each([
    ['CUSTOM_AUTH', 'CUSTOM_CHALLENGE', {}, { ANSWER: '5' }],
    ['USER_AUTH', 'PASSWORD', { PREFERRED_CHALLENGE: 'PASSWORD' }, { PASSWORD: 'Passw0rd!' }],
  ])('%s tracks devices too', async (flow, challenge, parameters, answer) => {
    async function signInBy(more = {}): Promise<Step> {
      const asked = await client.initiate(flow, { USERNAME: 'ana', ...parameters, ...more });
      expect(asked.challenge).toBe(challenge);
      return client.respond(asked, { USERNAME: 'ana', ...answer });
    }
    const device = await confirm(await signInBy());
    const asked = await signInBy({ DEVICE_KEY: device.DeviceKey });
    expect((await prove(asked, device)).tokens).not.toHaveProperty('NewDeviceMetadata');
  });
});
