// Scenario F06: a slow network that loses a fifth of everything between browser and servers, for a
// pool and an API in use.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { figure } from './support/figures';
import { makeClockMovable } from './support/movable-page-clock';
import {
  type Arrival,
  forAnyPage,
  held,
  RecordingProxy,
  type Treat,
  type Treatment,
} from './support/recording-proxy';
import { TestFixture } from './support/test-fixture';

const REQUESTS = 1000;
const EXPIRIES = 3;
const ROUND_TRIP_MS = 400;
const LOST = 0.2;
const HOUR_SECONDS = 3600;
/**
 * The API is reached through several servers, since a browser opens only six connections to each.
 */
const SERVERS = 4;

const browser = browserForFile();

/** Random, and the same in every run. */
function dice(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/**
 * Slow and lossy, half of the losses on the way there and half on the way back; but not for the
 * app's own files.
 */
function lossy(appOrigin: string): Treat {
  const throwDice = dice(6);
  return (arrival) => {
    if (arrival.url.startsWith(appOrigin)) return 'pass on';
    const thrown = throwDice();
    const lost: Treatment = thrown < LOST / 2 ? 'reset' : 'lose answer';
    return held(ROUND_TRIP_MS, thrown < LOST ? lost : whole(arrival));
  };
}

/**
 * The right answer; browsers then remember for a while that they may ask, as with any careful API.
 */
function whole(arrival: Arrival): Treatment {
  return arrival.method === 'OPTIONS'
    ? forAnyPage(arrival, { status: 204, headers: { 'Access-Control-Max-Age': '600' } })
    : 'pass on';
}

/** Sends requests in one moment; returns for each how it ended and how many answers it got. */
function send(
  tab: AppTab,
  apis: readonly string[],
  count: number,
): Promise<{ end: string; answers: number }[]> {
  return tab.page.evaluate(
    ({ count, apis }) =>
      Promise.all(
        Array.from({ length: count }, async (_, index) => {
          let answers = 0;
          // Several, since a browser asks for one URL only once at a time.
          const url = `${apis[index % apis.length]}orders/${index % 24}`;
          // Resolves when the request completes, rejects when it fails: each can happen once only.
          const end = await window.http
            .get(url)
            .forEach(() => answers++)
            .then(
              () => '200',
              (error: unknown) => {
                const { code, status } = error as { code?: string; status?: number };
                return code ?? String(status);
              },
            );
          return { end, answers };
        }),
      ),
    { count, apis },
  );
}

void test(`F06: ${ROUND_TRIP_MS} ms round trips, a fifth lost, ${REQUESTS} requests across ${EXPIRIES} expiries → nobody is signed out, each request ends once`, async () => {
  const pool = await RecordingProxy.start(() => 'pass on');
  const servers = await Promise.all(
    Array.from({ length: SERVERS }, () => RecordingProxy.start(() => 'pass on')),
  );
  const apis = servers.map(({ origin }) => `${origin}/`);
  const options = {
    pool: { rotation: true, retryGracePeriodSeconds: 60 },
    settings: { furtherApis: apis },
    connectTo: apis,
    proxy: pool.origin,
    proxyBypass: apis.map((url) => new URL(url).host),
    initScript: makeClockMovable,
    expectedErrors: /net::ERR_|CORS policy/,
  };
  await TestFixture.with(browser(), options, async (fixture) => {
    const tab = await fixture.openSignedIn();
    for (const server of [pool, ...servers]) {
      server.treat = lossy(fixture.server.origin);
      if (server !== pool) server.ports.set('localhost', new URL(fixture.local.apiUrl).port);
    }
    const ends: { end: string; answers: number }[] = [];

    for (let expiry = 0; expiry <= EXPIRIES; expiry++) {
      ends.push(...(await send(tab, apis, REQUESTS / (EXPIRIES + 1))));
      if (expiry === EXPIRIES) break;
      fixture.local.moveClock(HOUR_SECONDS);
      await tab.page.evaluate((ms) => (window.clockOffset += ms), HOUR_SECONDS * 1000);
    }

    assert.equal(ends.length, REQUESTS);
    const answered = ends.filter(({ end }) => end === '200');
    const lost = ends.filter(({ end }) => end === '0');
    const unavailable = ends.filter(({ end }) => end === 'REFRESH_UNAVAILABLE');
    assert.equal(answered.length + lost.length + unavailable.length, REQUESTS, 'no other end');
    assert.ok(answered.every(({ answers }) => answers === 1));
    assert.ok([...lost, ...unavailable].every(({ answers }) => answers === 0));
    // The network was bad, and not out of use.
    assert.ok(lost.length > REQUESTS / 20 && answered.length > REQUESTS / 4);

    assert.equal((await tab.seen()).status, 'signed-in');
    const events = await tab.events();
    const refreshed = events.filter((type) => type === 'refreshed').length;
    assert.ok(!events.includes('signed-out'));
    assert.ok(refreshed >= 1 && refreshed <= EXPIRIES, `${refreshed} refreshes`);
    const refused = fixture.apiCalls.filter(({ status }) => status === 401);
    assert.deepEqual(refused, [], 'no expired token was sent');
    figure(
      `F06 ${REQUESTS} requests: ${answered.length} answered, ${lost.length} lost by the network, ` +
        `${unavailable.length} not sent; ${refreshed} refreshes over ${EXPIRIES} expiries, 0 sign-outs`,
    );
  }).finally(() => Promise.all([pool, ...servers].map((server) => server.stop())));
});
