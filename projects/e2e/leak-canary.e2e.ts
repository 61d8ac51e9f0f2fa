// Scenario K01: a session's whole life, good days and bad ones, and then a search for its tokens in
// everything that the browser showed, kept or sent where they do not belong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { figure } from './support/figures';
import { Haystack, needlesOf } from './support/haystack';
import { offerTextsOf } from './support/page-texts';
import { TestFixture } from './support/test-fixture';

const PASSWORD = 'Passw0rd!';
const browser = browserForFile();

/** Where the tokens belong: the session's record and the API's header. */
interface Rightful {
  readonly records: Haystack;
  readonly headers: Haystack;
}

/** Listens to everything that leaves a trace, from the first page on. */
function listen(
  fixture: TestFixture,
  found: Haystack,
  right: Rightful,
  secrets: Set<string>,
): Promise<void>[] {
  const pending: Promise<void>[] = [];
  const { context, local } = fixture;
  context.on('console', (message) => {
    found.add(`console.${message.type()}`, message.text());
    const args = message.args().map((arg) => arg.evaluate((value) => window.textsOf(value)));
    pending.push(
      Promise.all(args).then(
        (texts) => found.add(`console.${message.type()}`, ...texts.flat()),
        // The page has gone; its text is noted above.
        () => undefined,
      ),
    );
  });
  context.on('weberror', (error) => found.add('uncaught', error.error().stack ?? ''));
  context.on('request', (request) => {
    found.add('outgoing URL', request.url());
    const toPool = request.url().startsWith(local.poolUrl);
    if (!toPool) found.add('outgoing body', request.postData() ?? '');
    pending.push(
      request.allHeaders().then(
        ({ authorization = '', ...rest }) => {
          right.headers.add('Authorization', authorization);
          found.add(`header to ${toPool ? 'the pool' : 'others'}`, JSON.stringify(rest));
        },
        () => undefined,
      ),
    );
  });
  context.on('response', (response) => {
    if (!response.url().startsWith(local.poolUrl) || response.request().method() !== 'POST') return;
    pending.push(
      response.json().then(
        (answer: { AuthenticationResult?: Record<string, unknown> }) => {
          for (const value of Object.values(answer.AuthenticationResult ?? {})) {
            if (typeof value === 'string' && value.length > 40) secrets.add(value);
          }
        },
        // A preflight or an answer without a body.
        () => undefined,
      ),
    );
  });
  context.on('page', (page) => {
    page.on('framenavigated', (frame) => found.add('URL', frame.url()));
  });
  return pending;
}

/** Notes what the page shows and keeps at this moment. */
async function look(
  fixture: TestFixture,
  { page }: AppTab,
  found: Haystack,
  right: Rightful,
): Promise<void> {
  const key = `ngx-cognito-session.${fixture.local.userPoolId}.${fixture.local.clientId}`;
  const seen = await page.evaluate(async (key) => {
    const stored = (storage: Storage, own: boolean): string[] =>
      Object.keys(storage)
        .filter((name) => (name === key) === own)
        .flatMap((name) => [name, storage.getItem(name) ?? '']);
    return {
      record: stored(localStorage, true),
      'other key': [...stored(localStorage, false), ...stored(sessionStorage, false)],
      'page HTML': [document.documentElement.outerHTML],
      'history state': [JSON.stringify(history.state)],
      URL: [location.href, document.referrer],
      cookie: [document.cookie, JSON.stringify(await cookieStore.getAll())],
      'window.name': [window.name],
      event: window.sessionEvents.flatMap((event) => window.textsOf(event)),
      cache: [...(await caches.keys()), JSON.stringify(await indexedDB.databases())],
    };
  }, key);
  const { record, ...rest } = seen;
  right.records.add('record', ...record);
  for (const [where, texts] of Object.entries(rest)) found.add(where, ...texts);
  found.add('cookie', JSON.stringify(await fixture.context.cookies()));
}

/** Sends a request that fails and notes everything in its error. */
async function fail(tab: AppTab, url: string, found: Haystack): Promise<void> {
  const texts = await tab.page.evaluate(
    (url) =>
      window.http
        .get(url)
        .forEach(() => undefined)
        .then(
          () => [],
          (error: unknown) => [...window.textsOf(error), (error as Error).stack ?? ''],
        ),
    url,
  );
  assert.ok(texts.length > 0, `${url} did not fail`);
  found.add('error', ...texts);
}

/** Forces a refresh, which may fail. */
async function refresh(tab: AppTab): Promise<void> {
  await tab.page.evaluate(() =>
    window.session
      .refreshSession()
      .forEach(() => undefined)
      .catch(() => undefined),
  );
}

/** Hands the app tokens that are none, and notes the error. */
async function refuseTokens(
  tab: AppTab,
  tokens: Record<string, string>,
  found: Haystack,
): Promise<void> {
  const texts = await tab.page.evaluate(
    (tokens) =>
      window.session
        .setSession(tokens)
        .forEach(() => undefined)
        .then(
          () => [],
          (error: unknown) => window.textsOf(error),
        ),
    tokens,
  );
  assert.ok(texts.length > 0, 'the tokens were taken');
  found.add('error', ...texts);
}

void test('K01: tokens of a whole run are found in no log, error, event, URL, page, cookie, other key or header', async () => {
  const found = new Haystack();
  const right: Rightful = { records: new Haystack(), headers: new Haystack() };
  const secrets = new Set<string>([PASSWORD]);
  const options = {
    initScript: offerTextsOf,
    expectedErrors: /status of (4\d\d|500)|net::ERR_|CORS policy/,
  };
  await TestFixture.with(browser(), options, async (fixture) => {
    const { local } = fixture;
    const pending = listen(fixture, found, right, secrets);
    const orders = `${local.apiUrl}orders`;
    const lookAt = (tab: AppTab): Promise<void> => look(fixture, tab, found, right);

    // Sign-in, requests, a refresh, a second tab.
    const tab = await fixture.openSignedIn('/orders?page=2');
    await lookAt(tab);
    local.rejectTokens();
    await tab.ask('orders', 5);
    await lookAt(tab);
    await tab.page.evaluate(() => window.session.refreshSession());
    const second = await fixture.open('/orders');
    await second.shows('answer', 'API: 200');
    await lookAt(second);

    // Everything that can fail, fails.
    await fail(tab, `${local.apiUrl}always-401`, found);
    local.fault({ on: '/orders', kind: 'status' });
    await fail(tab, orders, found);
    local.fault({ on: '/orders', kind: 'drop' });
    await fail(tab, orders, found);
    for (const kind of ['waf', 'html', 'drop'] as const) {
      local.fault({ on: 'GetTokensFromRefreshToken', kind, times: 3 });
      await refresh(tab);
      local.clearFaults();
    }
    await lookAt(tab);

    // Cognito refuses; the page goes to the sign-in page, and a wrong password is refused there.
    local.revokeRefreshTokens();
    await refresh(tab);
    await tab.at('/sign-in?returnUrl=%2Forders%3Fpage%3D2');
    await tab.signIn('ana', `${PASSWORD}-wrong`);
    await tab.page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await lookAt(tab);

    // Sign-in again, malformed tokens, sign-out.
    await tab.signIn();
    await tab.shows('answer', 'API: 200');
    const [whole = ''] = [...secrets].filter((secret) => secret.split('.').length === 3).slice(-1);
    const broken = `${whole.slice(0, 60)}!canary-of-a-malformed-token!${whole.slice(60)}`;
    secrets.add('canary-of-a-malformed-token');
    await refuseTokens(tab, { IdToken: broken, AccessToken: whole }, found);
    await refuseTokens(tab, { IdToken: whole, AccessToken: broken, RefreshToken: broken }, found);
    await lookAt(tab);
    await tab.signOut();
    await tab.at('/sign-in?returnUrl=%2Forders%3Fpage%3D2');
    await lookAt(tab);
    await lookAt(second);

    // A record that is broken is not printed either.
    await tab.page.evaluate(
      ([key = '', token = '']) =>
        localStorage.setItem(key, JSON.stringify({ v: 1, idToken: token, accessToken: token })),
      [`ngx-cognito-session.${local.userPoolId}.${local.clientId}`, broken],
    );
    await tab.reload();
    await lookAt(tab);
    await Promise.all(pending);
  });

  const needles = needlesOf(secrets);
  assert.ok(secrets.size >= 10, `${secrets.size} secrets`);
  assert.deepEqual(found.find(needles), []);
  // The search finds what is there, and every place was looked at.
  assert.notDeepEqual(right.records.find(needles), []);
  assert.notDeepEqual(right.headers.find(needles), []);
  for (const where of [
    'console.error',
    'error',
    'event',
    'URL',
    'page HTML',
    'history state',
    'outgoing',
    'header',
  ]) {
    assert.ok(found.size(where) > 0, `nothing was searched of: ${where}`);
  }
  figure(
    `K01 ${secrets.size} secrets searched for in ${found.size()} characters: 0 found ` +
      `(control: ${right.records.find(needles).length} in records, ${right.headers.find(needles).length} in Authorization headers)`,
  );
});
