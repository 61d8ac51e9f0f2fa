// Proves that a user can list and revoke sessions, over HTTP, by both gateways.

import { firstValueFrom } from 'rxjs';
import { PASSWORD } from './sign-in-flows';
import { clearBrowser, type ContractPage, GATEWAYS, outcome } from './support/contract-page';
import { LocalPool, offerAuthenticator } from './support/local-pool';

const pool = new LocalPool({ sessionTracking: true });

describe.each(GATEWAYS)('by %s', (gateway) => {
  let page: ContractPage;
  beforeEach(async () => {
    page = await pool.open(gateway);
  });
  /** Without SRP, which takes long: the flow doesn't matter here. */
  const signIn = (username = 'ana') =>
    page.conversation.start({ username, password: PASSWORD, flow: 'USER_PASSWORD_AUTH' });
  const list = () => firstValueFrom(page.sessions.list());

  /** Signs in in two browsers, one after the other; gives the refresh token of the first. */
  async function signInTwice(): Promise<string> {
    await signIn();
    const elsewhere = page.session.session()?.getRefreshToken().getToken() ?? '';
    clearBrowser();
    page = await pool.open(gateway);
    await signIn();
    return elsewhere;
  }

  /** The status of a refresh with this token. */
  async function refreshed(RefreshToken: string): Promise<number> {
    const { status } = await fetch(pool.local.poolUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
      },
      body: JSON.stringify({ ClientId: pool.local.clientId, RefreshToken }),
    });
    return status;
  }

  it('accounts × sessions: the list marks the current session', async () => {
    await signInTwice();
    const sessions = await list();
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    const about = {
      type: 'TOKEN',
      clientId: pool.local.clientId,
      createdAt: expect.any(Date) as unknown,
      lastActiveAt: expect.any(Date) as unknown,
      lastIpAddress: expect.stringMatching(/127\.0\.0\.1|::1/) as unknown,
    };
    expect(sessions).toMatchObject([about, about]);
  });

  it('accounts × sessions: another one is revoked, and the current session continues', async () => {
    const elsewhere = await signInTwice();
    const other = (await list()).find(({ current }) => !current);
    await firstValueFrom(page.sessions.revoke(other?.sessionId ?? ''));
    expect(await refreshed(elsewhere)).toBe(400);
    expect(await list()).toMatchObject([{ current: true }]);
    // Revokes a second time a session that is already revoked.
    await firstValueFrom(page.sessions.revoke(other?.sessionId ?? ''));
    await firstValueFrom(page.session.refreshSession());
    expect(page.session.isAuthenticated()).toBe(true);
  });

  it('accounts × sessions: all others are revoked', async () => {
    const elsewhere = await signInTwice();
    await firstValueFrom(page.sessions.revokeOthers());
    expect(await list()).toMatchObject([{ current: true }]);
    expect(await refreshed(elsewhere)).toBe(400);
  });

  it('accounts × sessions: revoking the current one signs out, here and in the pool', async () => {
    await signIn();
    const own = page.session.session()?.getRefreshToken().getToken() ?? '';
    const [current] = await list();
    await firstValueFrom(page.sessions.revoke(current?.sessionId ?? ''));
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    expect(await refreshed(own)).toBe(400);
    page = await pool.open(gateway);
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  });

  it('accounts × sessions: an evicted session ends with its next refresh', async () => {
    pool.local.configure({ maxSessionsPerUser: 1 });
    await signIn();
    const evicted = Object.fromEntries(Object.entries(localStorage));
    clearBrowser();
    page = await pool.open(gateway);
    await signIn();
    clearBrowser();
    Object.assign(localStorage, evicted);
    page = await pool.open(gateway);
    await expect(firstValueFrom(page.session.refreshSession())).rejects.toMatchObject({
      code: 'SESSION_EXPIRED',
    });
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
  });

  it('accounts × sessions: a pool that does not track them causes INVALID_CONFIG', async () => {
    pool.local.configure({ sessionTracking: false });
    await signIn();
    for (const command of [page.sessions.list(), page.sessions.revokeOthers()]) {
      expect(await outcome<unknown>(command)).toMatchObject({ code: 'INVALID_CONFIG' });
    }
    expect(page.session.isAuthenticated()).toBe(true);
  });

  it('accounts × passkey as second factor: is enabled, listed and disabled', async () => {
    pool.local.configure({ passkeyFactor: 'MULTI_FACTOR_WITH_USER_VERIFICATION' });
    offerAuthenticator();
    await signIn();
    await firstValueFrom(page.passkeys.register());
    const alone = page.mfa.setPreference({ passkey: 'enabled' });
    expect(await outcome(alone)).toMatchObject({ code: 'INVALID_INPUT' });
    await firstValueFrom(page.mfa.setPreference({ passkey: 'enabled', email: 'preferred' }));
    expect(await firstValueFrom(page.mfa.authFactors())).toMatchObject({
      configured: expect.arrayContaining(['PASSWORD', 'WEB_AUTHN']) as unknown,
      mfaTypes: ['EMAIL_OTP'],
      preferredMfa: 'EMAIL_OTP',
    });
    await firstValueFrom(page.session.signOut());
    const request = {
      username: 'ana',
      flow: 'USER_AUTH',
      preferredChallenge: 'WEB_AUTHN',
    } as const;
    expect(await page.conversation.start(request)).toMatchObject({ challenge: 'WEB_AUTHN' });
    expect(await page.conversation.answer({})).toMatchObject({ status: 'signed-in' });
    await firstValueFrom(page.mfa.setPreference({ passkey: 'disabled' }));
  });
});
