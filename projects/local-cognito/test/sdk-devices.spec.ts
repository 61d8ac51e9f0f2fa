// Proves the operations on devices, called by the unmodified AWS SDK.

import {
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  UpdateDeviceStatusCommand,
  type AuthenticationResultType,
  type ConfirmDeviceCommandInput,
  type DeviceType,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool } from './support/sdk-pool';

describe('devices by the unmodified AWS SDK', () => {
  let pool: SdkPool;
  let tokens: AuthenticationResultType;
  let DeviceKey: string;
  let AccessToken: string;

  beforeAll(async () => {
    pool = await SdkPool.start({ deviceTracking: 'always' });
  });
  beforeEach(async () => {
    pool.local.reset();
    tokens = await signIn();
    DeviceKey = tokens.NewDeviceMetadata!.DeviceKey!;
    AccessToken = tokens.AccessToken!;
  });
  afterAll(() => pool.stop());

  /** Signs in by SRP, because USER_PASSWORD_AUTH gets no device key. */
  async function signIn(): Promise<AuthenticationResultType> {
    const { AuthenticationResult } = await pool.client.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_AUTH',
        ClientId: pool.ClientId,
        AuthParameters: {
          USERNAME: 'ana',
          PREFERRED_CHALLENGE: 'PASSWORD',
          PASSWORD: 'Passw0rd!',
        },
      }),
    );
    return AuthenticationResult!;
  }

  const verifierConfig = {
    PasswordVerifier: Buffer.alloc(384, 7).toString('base64'),
    Salt: Buffer.alloc(16, 9).toString('base64'),
  };

  function confirm(changes: Partial<ConfirmDeviceCommandInput> = {}) {
    return pool.client.send(
      new ConfirmDeviceCommand({
        AccessToken,
        DeviceKey,
        DeviceName: 'Browser',
        DeviceSecretVerifierConfig: verifierConfig,
        ...changes,
      }),
    );
  }

  async function get(key = DeviceKey): Promise<DeviceType> {
    const { Device } = await pool.client.send(
      new GetDeviceCommand({ AccessToken, DeviceKey: key }),
    );
    return Device!;
  }

  async function attribute(name: string): Promise<string | undefined> {
    const { DeviceAttributes } = await get();
    return DeviceAttributes?.find(({ Name }) => Name === name)?.Value;
  }

  function list(Limit?: number, PaginationToken?: string) {
    return pool.client.send(new ListDevicesCommand({ AccessToken, Limit, PaginationToken }));
  }

  function forget(key = DeviceKey) {
    return pool.client.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: key }));
  }

  function refresh() {
    const { RefreshToken } = tokens;
    return pool.client.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: pool.ClientId, RefreshToken, DeviceKey }),
    );
  }

  it('confirms a device, which is then remembered', async () => {
    expect(await confirm()).toMatchObject({ UserConfirmationNecessary: false });
    const device = await get();
    expect(device).toMatchObject({ DeviceKey });
    expect(Math.abs(device.DeviceCreateDate!.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await attribute('device_name')).toBe('Browser');
    expect(await attribute('dev:device_remembered_status')).toBe('remembered');
    expect(await refresh()).toHaveProperty('AuthenticationResult');
  });

  it('lets the user choose in a pool where devices are remembered by opting in', async () => {
    pool.local.configure({ deviceTracking: 'opt-in' });
    expect(await confirm()).toMatchObject({ UserConfirmationNecessary: true });
    expect(await attribute('dev:device_remembered_status')).toBe('not_remembered');
    const status = (DeviceRememberedStatus: 'remembered' | 'not_remembered') =>
      pool.client.send(
        new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }),
      );
    await status('remembered');
    expect(await attribute('dev:device_remembered_status')).toBe('remembered');
    await status('not_remembered');
    expect(await attribute('dev:device_remembered_status')).toBe('not_remembered');
  });

  it('accepts two statuses only', async () => {
    await confirm();
    const DeviceRememberedStatus = 'sometimes' as 'remembered';
    const command = new UpdateDeviceStatusCommand({
      AccessToken,
      DeviceKey,
      DeviceRememberedStatus,
    });
    await expect(pool.client.send(command)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(await attribute('dev:device_remembered_status')).toBe('remembered');
  });

  it.each<[string, string, Partial<ConfirmDeviceCommandInput>]>([
    ['another key', 'ResourceNotFoundException', { DeviceKey: 'eu-west-1_0' }],
    ['no verifier', 'InvalidParameterException', { DeviceSecretVerifierConfig: undefined }],
    [
      'a verifier in hex digits and spaces',
      'InvalidParameterException',
      { DeviceSecretVerifierConfig: { ...verifierConfig, Salt: 'ab cd' } },
    ],
  ])('does not confirm %s', async (_, name, changes) => {
    await expect(confirm(changes)).rejects.toMatchObject({ name });
    expect((await list()).Devices).toEqual([]);
  });

  it('confirms no device in a pool that tracks none', async () => {
    pool.local.configure({ deviceTracking: 'off' });
    await expect(confirm()).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses an unconfirmed device', async () => {
    await expect(get()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    await expect(refresh()).rejects.toMatchObject({ message: 'Invalid Refresh Token.' });
  });

  it('lists page by page', async () => {
    const keys = [DeviceKey];
    await confirm();
    for (let more = 0; more < 2; more += 1) {
      const { NewDeviceMetadata, AccessToken } = await signIn();
      const key = NewDeviceMetadata!.DeviceKey!;
      await confirm({ AccessToken, DeviceKey: key });
      keys.push(key);
    }
    const first = await list(2);
    const second = await list(2, first.PaginationToken);
    const listed = [...first.Devices!, ...second.Devices!];
    expect(listed.map((device) => device.DeviceKey)).toEqual(keys);
    expect(second).not.toHaveProperty('PaginationToken');
    await expect(list(61)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list(2, 'bm9uZQ==')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('forgets a device, whose session can then no longer be refreshed', async () => {
    await confirm();
    await forget();
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(refresh()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Refresh Token.',
    });
    await expect(forget()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('forgets no device of another user, and none without an access token', async () => {
    await confirm();
    const stranger = await pool.accessToken('admin');
    const commands = [{ AccessToken: stranger, DeviceKey }, { DeviceKey }].map((input) =>
      pool.client.send(new ForgetDeviceCommand(input)).catch((error: unknown) => error),
    );
    expect(await Promise.all(commands)).toMatchObject([
      { name: 'ResourceNotFoundException' },
      { name: 'InvalidParameterException' },
    ]);
    expect(await get()).toMatchObject({ DeviceKey });
  });
});
