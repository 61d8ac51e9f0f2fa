// What many libraries do across tabs, and what is not enough: take the lock, look at localStorage again, refresh when it
// has not changed. The control that shows whether a run could have seen a stale read at all.

import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** Rounds this page has been through. */
    plainLockRounds: number;
  }
}

/** Where the pages meet: name of the lock, the channel and the key. */
const NAME = 'plain-lock';

/** Makes an empty page of the app's origin follow that strategy whenever it is woken. */
export async function followPlainLock(
  page: Page,
  pool: { readonly poolUrl: string; readonly clientId: string },
): Promise<void> {
  await page.evaluate(
    ({ name, poolUrl, clientId }) => {
      window.plainLockRounds = 0;
      // Looked at early, as an app does at start: the renderer then has a copy of its own.
      localStorage.getItem(name);
      new BroadcastChannel(name).onmessage = async () => {
        const held = localStorage.getItem(name);
        await navigator.locks.request(name, async () => {
          const token = localStorage.getItem(name);
          if (token !== held) return;
          const answer = await fetch(poolUrl, {
            method: 'POST',
            headers: {
              'Content-Type': 'application/x-amz-json-1.1',
              'X-Amz-Target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
            },
            body: JSON.stringify({ ClientId: clientId, RefreshToken: token }),
          });
          const body = (await answer.json()) as { AuthenticationResult?: { RefreshToken: string } };
          const renewed = body.AuthenticationResult?.RefreshToken;
          if (renewed) localStorage.setItem(name, renewed);
        });
        window.plainLockRounds++;
      };
    },
    { name: NAME, poolUrl: pool.poolUrl, clientId: pool.clientId },
  );
}

/** Puts the refresh token where all pages find it. */
export async function storeForPlainLock(page: Page, refreshToken: string): Promise<void> {
  await page.evaluate(
    ([name = '', token = '']) => localStorage.setItem(name, token),
    [NAME, refreshToken],
  );
}

/** Wakes all pages by one message and waits until each has been through round `round`. */
export async function wakePlainLock(pages: readonly Page[], round: number): Promise<void> {
  await pages[0]?.evaluate((name) => {
    const channel = new BroadcastChannel(name);
    channel.postMessage('wake');
    channel.close();
  }, NAME);
  await Promise.all(
    pages.map((page) => page.waitForFunction((round) => window.plainLockRounds >= round, round)),
  );
}
