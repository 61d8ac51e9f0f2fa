// Scenario I08: an allowed API redirects to another origin. The page cannot see that happen; that
// the token stays behind is the browser's doing, for `Authorization` and for no other header.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserForFile } from './support/browser-for-file';
import { forAnyPage, RecordingProxy, type Arrival } from './support/recording-proxy';
import { TestFixture } from './support/test-fixture';

const STATUSES = [301, 302, 307, 308];
const METHODS = ['GET', 'POST'];
const browser = browserForFile();

interface Redirected {
  readonly status: number;
  readonly method: string;
  /** The requests that arrived at the API and at the origin it redirects to. */
  readonly api: Arrival;
  readonly elsewhere: Arrival;
}

/**
 * Lets an API redirect each method with each status to another origin; returns what both received.
 */
async function redirectAll(
  httpBackend: 'fetch' | undefined,
  header?: string,
): Promise<readonly Redirected[]> {
  const elsewhere = await RecordingProxy.start((arrival) =>
    forAnyPage(arrival, { status: 200, body: '{}' }),
  );
  const api = await RecordingProxy.start((arrival) => {
    if (arrival.method === 'OPTIONS') return forAnyPage(arrival, { status: 204 });
    const status = Number(new URL(arrival.url).pathname.slice(1));
    return forAnyPage(arrival, { status, headers: { Location: `${elsewhere.origin}/taken` } });
  });
  const options = {
    settings: {
      furtherApis: [{ url: api.origin, ...(header !== undefined && { header }) }],
      ...(httpBackend && { httpBackend }),
    },
    connectTo: [api.origin, elsewhere.origin],
  };
  const calls = ({ arrivals }: RecordingProxy): Arrival[] =>
    arrivals.filter(({ method }) => method !== 'OPTIONS');
  const redirected: Redirected[] = [];
  await TestFixture.with(browser(), options, async (fixture) => {
    const tab = await fixture.openSignedIn();
    for (const method of METHODS) {
      for (const status of STATUSES) {
        await tab.page.evaluate(
          ([method = '', url = '']) =>
            window.http
              .request(method, url, { body: method === 'POST' ? { x: 1 } : null })
              .forEach(() => undefined),
          [method, `${api.origin}/${status}`],
        );
        const [first, second] = [calls(api).at(-1), calls(elsewhere).at(-1)];
        assert.ok(first && second);
        redirected.push({ status, method, api: first, elsewhere: second });
      }
    }
    assert.equal(calls(elsewhere).length, STATUSES.length * METHODS.length);
  }).finally(() => Promise.all([api.stop(), elsewhere.stop()]));
  return redirected;
}

for (const httpBackend of [undefined, 'fetch'] as const) {
  void test(`I08: an allowed API redirects (${STATUSES.join(', ')}) GET and POST by ${httpBackend ?? 'XMLHttpRequest'} to another origin → no token arrives there`, async () => {
    for (const { status, method, api, elsewhere } of await redirectAll(httpBackend)) {
      const what = `${status} ${method}`;
      assert.match(
        api.headers.authorization ?? '',
        /^Bearer eyJ/,
        `${what}: the API itself gets it`,
      );
      assert.ok(!JSON.stringify(elsewhere).includes('eyJ'), what);
      assert.equal(elsewhere.headers.authorization, undefined, what);
      // The request itself did arrive: followed as the browser does, a POST as GET after 301 and
      // 302.
      assert.equal(elsewhere.method, status < 307 ? 'GET' : method, what);
    }
  });
}

void test('I08: limit: a token in a header of another name goes with the redirect, as the docs of `header` say', async () => {
  for (const { status, method, elsewhere } of await redirectAll(undefined, 'X-Token')) {
    assert.match(String(elsewhere.headers['x-token']), /^Bearer eyJ/, `${status} ${method}`);
  }
});
