// The control: many libraries take the lock, look at localStorage again and refresh when it has not
// changed, which is not enough. It shows whether a run could have seen a stale read at all. It runs
// in the tabs of the app, beside the library, with a key and a session of its own.

/** The orders of the control. */
export interface PlainOrders {
  /** Puts the refresh token where all tabs find it. */
  plainStart(input: { readonly refreshToken: string }): void;
  /** Looked at early, as an app does at its start: the process then has a copy of its own. */
  plainLook(): void;
  /** One refresh by that strategy, if it finds one necessary. */
  plainRefresh(input: { readonly poolUrl: string; readonly clientId: string }): Promise<void>;
  /** Takes the lock that many times, and adds one to a counter in localStorage each time. */
  plainCount(input: { readonly times: number }): Promise<void>;
  plainCounted(): number;
}

/** Name of the lock and of the key. */
const NAME = 'plain-lock';
const COUNTER = 'plain-counter';

const orders: PlainOrders = {
  plainStart({ refreshToken }) {
    localStorage.setItem(NAME, refreshToken);
    localStorage.setItem(COUNTER, '0');
  },
  plainLook() {
    localStorage.getItem(NAME);
  },
  async plainRefresh({ poolUrl, clientId }) {
    const held = localStorage.getItem(NAME);
    await navigator.locks.request(NAME, async () => {
      const token = localStorage.getItem(NAME);
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
      if (renewed) localStorage.setItem(NAME, renewed);
    });
  },
  async plainCount({ times }) {
    for (let i = 0; i < times; i++) {
      await navigator.locks.request(NAME, () => {
        localStorage.setItem(COUNTER, String(Number(localStorage.getItem(COUNTER)) + 1));
      });
    }
  },
  plainCounted: () => Number(localStorage.getItem(COUNTER)),
};
Object.assign(window.tabOrders, orders);

export {};
