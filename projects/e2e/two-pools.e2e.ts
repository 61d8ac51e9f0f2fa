// A11: two pools on one page, the second in a lazy route with a session of its own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, type LocalCognito, startLocalCognito } from 'local-cognito';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { REFUSED_REQUESTS, TestFixture } from './support/test-fixture';

const PASSWORD_A = 'Passw0rd!';
const PASSWORD_B = 'Other-Passw0rd-8!';
const POOL_B = { userPoolId: 'eu-central-1_SecondPool', clientId: 'localcognitoclient00000002' };

/**
 * The second pool, in this process beside that of the fixture; one for all tests, with another
 * password for ana.
 */
let second: LocalCognito;
before(async () => {
  second = await startLocalCognito({
    ...POOL_B,
    apiCors: true,
    users: [{ username: 'ana', password: PASSWORD_B }],
  });
});
after(() => second.stop());

const browser = browserForFile();

/** Declares a test whose page knows both pools. */
function browserTest(name: string, play: (fixture: TestFixture) => Promise<void>): void {
  void test(name, { timeout: 60_000 }, () => {
    const { poolUrl: endpoint, apiUrl, userPoolId, clientId } = second;
    const shared = { store: 'local', onSessionEnd: 'stay' } as const;
    const settings = { second: { endpoint, apiUrl, userPoolId, clientId, ...shared }, ...shared };
    const connectTo = [endpoint, apiUrl];
    return TestFixture.with(
      browser(),
      { expectedErrors: REFUSED_REQUESTS, settings, connectTo },
      play,
    );
  });
}

type Place = 'first' | 'second';

/** Signs ana in by SRP, with the services that a part of the app gets from its injector. */
async function signIn(tab: AppTab, place: Place, password: string): Promise<string> {
  const step = await tab.page.evaluate(
    ([place, password]) => {
      const drive = place === 'first' ? window.driveSignIn : window.second?.driveSignIn;
      return drive?.({ start: { username: 'ana', password } });
    },
    [place, password] as const,
  );
  const { status, code } = step as { status: string; code?: string };
  return code ?? status;
}

/** Sends a request with the HttpClient of the route; its status. */
function askSecond(tab: AppTab, url: string): Promise<number> {
  return tab.page.evaluate(
    (url) =>
      new Promise<number>((resolve) => {
        window.second?.http.get(url, { observe: 'response' }).subscribe({
          next: ({ status }) => resolve(status),
          error: ({ status }: { status: number }) => resolve(status),
        });
      }),
    url,
  );
}

const seen = (tab: AppTab): Promise<{ signedIn: (boolean | undefined)[]; events: unknown[] }> =>
  tab.page.evaluate(() => ({
    signedIn: [window.session.isAuthenticated(), window.second?.session.isAuthenticated()],
    events: [
      window.sessionEvents.map(({ type }) => type),
      window.second?.events.map(({ type }) => type),
    ],
  }));

const apiCalls = ({ calls }: LocalCognito): unknown[] =>
  calls
    .filter(({ server }) => server === 'api')
    .map(({ status, username }: Call) => [status, username]);
const operations = ({ calls }: LocalCognito): (string | null)[] =>
  calls.filter(({ server }) => server === 'pool').map(({ operation }) => operation);

browserTest('A11 two pools on one page: nothing of the one reaches the other', async (fixture) => {
  const { local } = fixture;
  const tab = await fixture.open('/b/guarded');
  await tab.at('/b/sign-in?returnUrl=%2Fb%2Fguarded');

  // Each password works at its own pool, and is refused at the other.
  second.clearCalls();
  assert.equal(await signIn(tab, 'second', PASSWORD_A), 'WRONG_CREDENTIALS');
  assert.equal(await signIn(tab, 'second', PASSWORD_B), 'signed-in');
  assert.deepEqual(operations(local), [], 'the first pool heard of a sign-in to the second');
  const heardBySecond = second.calls.length;
  assert.equal(await signIn(tab, 'first', PASSWORD_B), 'WRONG_CREDENTIALS');
  assert.equal(await signIn(tab, 'first', PASSWORD_A), 'signed-in');
  assert.equal(
    second.calls.length,
    heardBySecond,
    'the second pool heard of a sign-in to the first',
  );
  assert.deepEqual(await seen(tab), {
    signedIn: [true, true],
    events: [['signed-in'], ['signed-in']],
  });
  const keys = await tab.page.evaluate(() => Object.keys(localStorage).sort());
  assert.deepEqual(
    keys,
    [second, local]
      .map(({ userPoolId, clientId }) => `ngx-cognito-session.${userPoolId}.${clientId}`)
      .sort(),
  );

  // Each API refuses its token once: one refresh and one replay, each at its own pool.
  for (const each of [local, second]) {
    each.clearCalls();
    each.rejectTokens();
  }
  const [[first], status] = await Promise.all([
    tab.ask('orders'),
    askSecond(tab, `${second.apiUrl}orders`),
  ]);
  assert.deepEqual([first?.status, status], [200, 200]);
  for (const each of [local, second]) {
    assert.deepEqual(operations(each), ['GetTokensFromRefreshToken']);
    assert.deepEqual(
      apiCalls(each).map((call) => (call as number[])[0]),
      [401, 200],
    );
  }

  // Neither session has a token for the API of the other.
  local.clearCalls();
  assert.equal(await askSecond(tab, `${local.apiUrl}orders`), 401);
  assert.deepEqual(apiCalls(local), [[401, null]]);

  // Signing out of the one keeps the other.
  second.clearCalls();
  local.clearCalls();
  await tab.signOut();
  assert.deepEqual(await seen(tab), {
    signedIn: [false, true],
    events: [
      ['signed-in', 'refreshed', 'signed-out'],
      ['signed-in', 'refreshed'],
    ],
  });
  assert.deepEqual([operations(local), operations(second)], [['RevokeToken'], []]);
  assert.equal(await askSecond(tab, `${second.apiUrl}orders`), 200);
});

browserTest(
  "A11 the route's form signs in to the route's pool, and its session outlives a reload",
  async (fixture) => {
    const tab = await fixture.open('/b/guarded');
    await tab.at('/b/sign-in?returnUrl=%2Fb%2Fguarded');
    await tab.signIn('ana', PASSWORD_B);
    await tab.at('/b/guarded');
    await tab.shows('second-status', 'signed-in');
    assert.deepEqual(operations(fixture.local), []);
    await tab.reload();
    await tab.shows('second-status', 'signed-in');
    await tab.shows('status', 'signed-out');
  },
);
