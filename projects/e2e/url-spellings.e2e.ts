// Scenarios I01, I02 and I04 in the browser: which server each spelling of a URL leads to, and
// whether a token arrives.

import assert from 'node:assert/strict';
import {
  decideAll,
  hasToken,
  type RecordedNetwork,
  testsInRecordedNetwork,
  sendAll,
  setBase,
} from './support/recorded-network';

/** On loopback hosts an API may be plain http, so what arrives can be read. */
const API = 'http://api.localhost/prod/';
const browserTest = testsInRecordedNetwork([API]);

const FOREIGN = [
  // A longer host that starts with the allowed one, or ends with it, a parent and a sibling.
  'http://api.localhost.evil.com/prod/x',
  'http://api.localhostevil.com/prod/x',
  'http://api.localhost-evil.com/prod/x',
  'http://api.localhost./prod/x',
  'http://x.api.localhost/prod/x',
  'http://evil-api.localhost/prod/x',
  'http://localhost/prod/x',
  'http://api2.localhost/prod/x',
  // The host as user info, and user info on the right host.
  'http://api.localhost@evil.com/prod/x',
  'http://api.localhost:80@evil.com/prod/x',
  'http://api.localhost%2Fprod%2F@evil.com/x',
  'http://user@api.localhost/prod/x',
  'http://user:password@api.localhost/prod/x',
  'http://:password@api.localhost/prod/x',
  // Another port, another scheme.
  'http://api.localhost:8080/prod/x',
  'http://api.localhost:443/prod/x',
  'https://api.localhost/prod/x',
  'https://api.localhost:80/prod/x',
  'ws://api.localhost/prod/x',
  'ftp://api.localhost/prod/x',
  // Letters that look alike.
  'http://аpi.localhost/prod/x',
  'http://api.lоcalhost/prod/x',
  'http://api-localhost/prod/x',
  'http://api.localhost。evil.com/prod/x',
  // Backslashes, white space and controls inside.
  'http://evil.com\\api.localhost/prod/x',
  'http://evil.com\\@api.localhost/prod/x',
  'http:\\\\evil.com/api.localhost/prod/x',
  'http://api.localhost\t.evil.com/prod/x',
  'http://api.localhost\n.evil.com/prod/x',
  'http://api.local host/prod/x',
  'http://api.localhost\u0000.evil.com/prod/x',
  // The allowed URL inside another one.
  'http://evil.com/http://api.localhost/prod/x',
  'http://evil.com/?u=http://api.localhost/prod/x',
  'http://evil.com/#http://api.localhost/prod/x',
  'http://evil.com?http://api.localhost/prod/x',
  '//evil.com/api.localhost/prod/x',
  // URLs that only carry an origin within.
  'blob:http://api.localhost/prod/0f3c',
  'data:text/plain,http://api.localhost/prod/x',
  'about:blank#http://api.localhost/prod/x',
  // The right host and another path.
  'http://api.localhost/',
  'http://api.localhost/production/x',
  'http://api.localhost/prod%2Fx',
  'http://api.localhost/prod/../x',
  'http://api.localhost/prod/%2e%2e/x',
  'http://api.localhost/prod\\..\\x',
  'http://api.localhost//prod/x',
  'http://api.localhost/Prod/x',
];

/** Other spellings of `http://api.localhost/prod/x`. */
const SPELLINGS = [
  'http://api.localhost/prod/x',
  'HTTP://API.LOCALHOST/prod/x',
  'hTtP://Api.Localhost/prod/x',
  'http://api.localhost:80/prod/x',
  'http://api.localhost:0080/prod/x',
  'http://api.localhost:/prod/x',
  '//api.localhost/prod/x',
  '\\\\api.localhost\\prod\\x',
  'http:/\\api.localhost/prod/x',
  'http:////api.localhost/prod/x',
  'http://@api.localhost/prod/x',
  'http://:@api.localhost/prod/x',
  '  http://api.localhost/prod/x  ',
  'ht\ttp://api.loc\nalhost/pr\rod/x',
  'http://api.localhost/./prod/x',
  'http://api.localhost/y/../prod/x',
  'http://api.localhost/y/%2e%2E/prod/x',
  'http://api.localhost/../../prod/x',
  'http://%61pi.loc%61lhost/prod/x',
  'http://ａｐｉ.localhost/prod/x',
  'http://api。localhost/prod/x',
  'http://api.loc\u00ADalhost/prod/x',
  'http://api.localhost/prod/x#@evil.com/',
];

/**
 * Sends all and returns, by index, the URLs at which something arrived with and without a token.
 */
async function arrivals(
  { tab, take }: RecordedNetwork,
  urls: readonly string[],
): Promise<{ tag: number; url: string; token: boolean }[]> {
  await sendAll(tab, urls);
  return take().map((arrival) => ({
    tag: Number(arrival.headers['x-tag'] ?? -1),
    url: arrival.url,
    token: hasToken(arrival),
  }));
}

browserTest(
  `I01: ${FOREIGN.length} URLs that look like the API → no token arrives anywhere`,
  async (network) => {
    const arrived = await arrivals(network, [...FOREIGN, API]);

    const withToken = arrived.filter(({ token }) => token);
    assert.deepEqual(
      withToken.map(({ tag, url }) => [tag, url]),
      [[FOREIGN.length, API]],
      'only the control carries one',
    );
    assert.ok(
      (await decideAll(network.tab, FOREIGN)).every((carries) => !carries),
      'nor would it be sent where nothing listens',
    );
    // Most of them were really sent, some of them to the foreign host.
    assert.ok(arrived.length > FOREIGN.length / 2, `${arrived.length} arrived`);
    assert.ok(arrived.filter(({ url }) => /^http:\/\/[^/]*evil\.com\//.test(url)).length >= 8);
  },
);

browserTest(
  `I02: ${SPELLINGS.length} spellings that the browser takes for the API → it gets the token`,
  async (network) => {
    const arrived = await arrivals(network, SPELLINGS);

    for (const [tag, spelling] of SPELLINGS.entries()) {
      assert.deepEqual(
        arrived.filter((arrival) => arrival.tag === tag),
        [{ tag, url: 'http://api.localhost/prod/x', token: true }],
        JSON.stringify(spelling),
      );
    }
  },
);

const RELATIVE = ['x', './x', '?q', '', '.', '/prod/x', 'y/../x'];

browserTest(
  'I04: relative URLs on a page whose base is evil.com → they arrive there, without a token',
  async (network) => {
    await setBase(network.tab, 'http://evil.com/prod/');

    const arrived = await arrivals(network, RELATIVE);

    assert.equal(arrived.length, RELATIVE.length);
    for (const { url, token } of arrived) {
      assert.match(url, /^http:\/\/evil\.com\//);
      assert.equal(token, false, url);
    }
  },
);

browserTest(
  'I04: relative URLs on a page whose base is the API → they arrive there, with the token',
  async (network) => {
    await setBase(network.tab, 'http://api.localhost/prod/app/index.html');

    const arrived = await arrivals(network, RELATIVE);

    assert.equal(arrived.length, RELATIVE.length);
    for (const { url, token } of arrived) {
      assert.match(url, /^http:\/\/api\.localhost\/prod\//);
      assert.equal(token, true, url);
    }
  },
);

browserTest(
  'I04: a base that changes under the running app → each request goes by the base it meets',
  async (network) => {
    const found: boolean[] = [];
    for (const base of ['http://api.localhost/prod/', 'http://evil.com/prod/', null]) {
      await setBase(network.tab, base);
      const [arrival] = await arrivals(network, ['x']);
      found.push(arrival?.token ?? false);
    }

    assert.deepEqual(found, [true, false, false]);
  },
);
