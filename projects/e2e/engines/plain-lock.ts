// The control beside the library: the usual lock and re-read, in the same tabs, with a session of
// another user.

import assert from 'node:assert/strict';
import type { BrowserTabs } from './browser-tabs';

/** The user of the control; the library's session is ana's. */
const USER = 'admin';

/** Rounds of the control. */
export class PlainLock {
  rounds = 0;
  /** Rounds in which a token that was already used was sent. */
  reused = 0;

  private constructor(private readonly tabs: BrowserTabs) {}

  /** Signs in and lets all tabs see the session. */
  static async start(tabs: BrowserTabs): Promise<PlainLock> {
    const { poolUrl, clientId } = tabs.local;
    const answer = await fetch(poolUrl, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: USER, PASSWORD: 'Passw0rd!' },
      }),
    });
    const body = (await answer.json()) as { AuthenticationResult: { RefreshToken: string } };
    const [first = ''] = tabs.names;
    await tabs.one(first, 'plainStart', { refreshToken: body.AuthenticationResult.RefreshToken });
    await tabs.order('plainLook');
    return new PlainLock(tabs);
  }

  /** Wakes all tabs by one message. */
  async playRound(): Promise<void> {
    const { poolUrl, clientId } = this.tabs.local;
    const earlier = this.tabs.poolCalls('GetTokensFromRefreshToken', USER).length;
    await this.tabs.order('plainRefresh', { poolUrl, clientId });
    const calls = this.tabs.poolCalls('GetTokensFromRefreshToken', USER).slice(earlier);
    assert.ok(
      calls.some(({ error }) => error === null),
      'nobody refreshed',
    );
    this.rounds++;
    if (calls.some(({ error }) => error === 'RefreshTokenReuseException')) this.reused++;
  }
}
