// Scenario K10: the pool's endpoint redirects to another origin. A browser would follow a 307 with
// the body of the call, its tokens and passwords; the library does not let it, by fetch (the
// session) and by the AWS SDK (the sign-in entry).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { forAnyPage, RecordingProxy } from './support/recording-proxy';
import { TestFixture } from './support/test-fixture';

const STATUSES = [301, 302, 307, 308];
const browser = browserForFile();

/** How a refresh failed: the code, and the name of what lay beneath it. */
function refresh(tab: AppTab): Promise<string> {
  return tab.page.evaluate(
    () =>
      new Promise((resolve) =>
        window.session.refreshSession().subscribe({
          next: () => resolve('refreshed'),
          error: (error: { code: string; cause?: { name: string } }) =>
            resolve(`${error.code} ${error.cause?.name}`),
        }),
      ),
  );
}

for (const status of STATUSES) {
  void test(`K10: the endpoint answers ${status} to another origin → the foreign host receives nothing: refresh, sign-in, revocation`, async () => {
    const foreign = await RecordingProxy.start((arrival) =>
      forAnyPage(arrival, { status: 200, body: '{}' }),
    );
    const options = { connectTo: [foreign.origin], expectedErrors: /net::ERR_|CORS|redirect/i };
    await TestFixture.with(browser(), options, async (fixture) => {
      const tab = await fixture.openSignedIn();
      const location = `${foreign.origin}/taken`;
      const redirected = { kind: 'redirect', status, location, times: 'forever' } as const;
      for (const on of ['GetTokensFromRefreshToken', 'RevokeToken', 'InitiateAuth']) {
        fixture.local.fault({ on, ...redirected });
      }

      assert.equal(await refresh(tab), 'REFRESH_UNAVAILABLE UnexpectedRedirect');
      assert.equal((await tab.seen()).status, 'signed-in');
      assert.deepEqual(await tab.signOut(), { revoked: false, everywhere: false });
      const error = await tab.page.evaluate(() =>
        window.driveSignIn({
          start: { username: 'ana', password: 'Passw0rd!', flow: 'USER_PASSWORD_AUTH' },
        }),
      );

      assert.match(JSON.stringify(error), /"UNAVAILABLE"/);
      assert.match(JSON.stringify(error), /"UnexpectedRedirect"/);
      for (const operation of ['GetTokensFromRefreshToken', 'RevokeToken', 'InitiateAuth']) {
        assert.ok(fixture.poolCalls(operation).length > 0, `${operation} was asked`);
      }
      assert.deepEqual(foreign.arrivals, []);
    }).finally(() => foreign.stop());
  });
}
