// Proves how a pool that tracks devices remembers this browser, over HTTP, by both gateways.

import { firstValueFrom } from 'rxjs';
import { PASSWORD } from './sign-in-flows';
import { type ContractPage, GATEWAYS, keptDevices, outcome } from './support/contract-page';
import { LocalPool } from './support/local-pool';

const pool = new LocalPool({ deviceTracking: 'always' });

describe.each(GATEWAYS)('by %s', (gateway) => {
  let page: ContractPage;
  beforeEach(async () => {
    page = await pool.open(gateway);
  });
  const signIn = (username = 'ana') => page.conversation.start({ username, password: PASSWORD });

  it('devices × refresh: works with the device key, and is refused without it', async () => {
    await signIn();
    const before = page.session.accessToken()?.getJwtToken();
    const refreshToken = page.session.session()?.getRefreshToken().getToken();
    const refused = await fetch(pool.local.poolUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
      },
      body: JSON.stringify({ ClientId: pool.local.clientId, RefreshToken: refreshToken }),
    });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ __type: 'NotAuthorizedException' });

    await firstValueFrom(page.session.refreshSession());
    expect(page.session.accessToken()?.getJwtToken()).not.toBe(before);
    // The next page has only the stored session and the new tokens.
    page = await pool.open(gateway);
    await firstValueFrom(page.session.refreshSession());
    expect(pool.count('GetTokensFromRefreshToken')).toBe(3);
    expect(page.session.isAuthenticated()).toBe(true);
  });

  /** Makes the random pauses between two tries short enough for the clock to skip them. */
  const shortenPauses = () => jest.spyOn(Math, 'random').mockReturnValue(0.1);
  afterEach(() => jest.restoreAllMocks());

  it('G13 a confirmation that fails at the sign-in is repeated before the first refresh', async () => {
    shortenPauses();
    pool.local.fault({ on: 'ConfirmDevice', kind: 'drop', times: 'forever' });
    const events: string[] = [];
    page.session.events$.subscribe(({ type }) => events.push(type));
    expect(await signIn()).toMatchObject({ deviceConfirmationFailed: true });
    expect(events).toEqual(['signed-in', 'device-unconfirmed']);
    pool.local.clearFaults();
    await firstValueFrom(page.session.refreshSession());
    const operations = pool.local.calls.map(({ operation }) => operation);
    expect(operations.slice(-2)).toEqual(['ConfirmDevice', 'GetTokensFromRefreshToken']);
    // From now on Cognito and this browser know the device.
    await firstValueFrom(page.session.signOut());
    await signIn();
    expect(pool.count('ConfirmDevice')).toBe(
      operations.filter((it) => it === 'ConfirmDevice').length,
    );
    await firstValueFrom(page.session.refreshSession());
    expect(page.session.isAuthenticated()).toBe(true);
  });

  it('G13 a confirmation succeeds at a later try after a 500 and a throttle', async () => {
    shortenPauses();
    pool.local.fault({ on: 'ConfirmDevice', kind: 'status' });
    pool.local.fault({ on: 'ConfirmDevice', kind: 'throttle' });
    expect(await signIn()).toMatchObject({ deviceConfirmationFailed: false });
    expect(pool.count('ConfirmDevice')).toBe(3);
    await firstValueFrom(page.session.refreshSession());
  });

  it('devices × sign-out: keeps the device for the next sign-in', async () => {
    await signIn();
    const kept = keptDevices();
    expect(Object.keys(kept)).toHaveLength(1);
    await firstValueFrom(page.session.signOut());
    expect(keptDevices()).toEqual(kept);
    await signIn();
    expect(pool.count('ConfirmDevice')).toBe(1);
    expect(keptDevices()).toEqual(kept);
  });

  it('devices × sign-out everywhere: sends the device key if it must refresh first', async () => {
    await signIn();
    const now = Date.now();
    const later = jest.spyOn(Date, 'now').mockImplementation(() => now + 3_700_000);
    pool.local.moveClock(3700);
    await firstValueFrom(page.session.signOut({ everywhere: true }));
    later.mockRestore();
    expect(pool.local.calls.slice(-3).map(({ operation, status }) => [operation, status])).toEqual([
      ['GetTokensFromRefreshToken', 200],
      ['GlobalSignOut', 200],
      ['RevokeToken', 200],
    ]);
  });

  // With SRP, Cognito returns the user name of an alias. Without SRP, the library finds the device
  // by the user name only.
  it.each([
    [{}, ['ana@example.com', 'ana']],
    [{ flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' }, ['ana', 'ana']],
  ] as const)(
    'devices × reload: a page that opens later has the device: %j, signing in as %j',
    async (flow, names) => {
      const request = { password: PASSWORD, ...flow };
      await page.conversation.start({ ...request, username: names[0] });
      await firstValueFrom(page.session.signOut());
      for (const username of names) {
        page = await pool.open(gateway);
        const step = await page.conversation.start({ ...request, username });
        expect(step).toMatchObject({ status: 'signed-in' });
        await firstValueFrom(page.session.signOut());
      }
      expect(pool.count('ConfirmDevice')).toBe(1);
    },
  );

  it.each(['ana', 'ana@example.com'])(
    'devices × forgotten: %s still signs in after the pool has forgotten the device',
    async (name) => {
      await signIn(name);
      const kept = keptDevices();
      await firstValueFrom(page.devices.forget());
      expect(Object.keys(keptDevices())).not.toContain(
        Object.keys(kept).find((key) => key.endsWith('.ana')),
      );
      // Restores the stored device, as if another browser had made the pool forget it.
      for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
      await firstValueFrom(page.session.signOut());
      expect(await signIn(name)).toMatchObject({ status: 'signed-in' });
      expect(pool.count('ConfirmDevice')).toBe(2);
      expect(keptDevices()).not.toEqual(kept);
      await firstValueFrom(page.session.signOut());
      expect(await signIn(name)).toMatchObject({ status: 'signed-in' });
      expect(pool.count('ConfirmDevice')).toBe(2);
    },
  );

  it('devices × forgotten: the next refresh ends its session', async () => {
    await signIn();
    await firstValueFrom(page.devices.forget());
    await outcome(page.devices.list());
    await expect(firstValueFrom(page.session.refreshSession())).rejects.toMatchObject({
      code: 'SESSION_EXPIRED',
    });
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
  });

  it('devices × remember and list: the user chooses whether the pool remembers this browser', async () => {
    pool.local.configure({ deviceTracking: 'opt-in' });
    expect(await signIn()).toMatchObject({ deviceConfirmationNecessary: true });
    await firstValueFrom(page.devices.remember());
    const [device, ...others] = await firstValueFrom(page.devices.list());
    expect(others).toEqual([]);
    expect(device).toMatchObject({
      current: true,
      attributes: { device_name: navigator.userAgent },
    });
    expect(Math.abs(device!.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    await firstValueFrom(page.devices.remember(false));
    expect(page.session.isAuthenticated()).toBe(true);
  });

  it('devices × no second factor: a remembered browser does not need it', async () => {
    pool.local.configure({ deviceTracking: 'opt-in', challengeOnNewDevice: true });
    expect(await signIn('sms')).toMatchObject({ challenge: 'SMS_MFA' });
    await page.conversation.answer({ code: pool.around.code() });
    await firstValueFrom(page.devices.remember());
    await firstValueFrom(page.session.signOut());
    expect(await signIn('sms')).toMatchObject({ status: 'signed-in' });
    await firstValueFrom(page.devices.remember(false));
    await firstValueFrom(page.session.signOut());
    expect(await signIn('sms')).toMatchObject({ challenge: 'SMS_MFA' });
  });
});
