// Scenarios F03 and F05: Cognito is not reached, or something else answers in its place. Neither
// says anything about the session, which is kept. The pool's endpoint has the fault; the API
// answers as ever.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserForFile } from './support/browser-for-file';
import { type Answer, forAnyPage, RecordingProxy, type Treatment } from './support/recording-proxy';
import { requestOutcome } from './support/request-outcome';
import { makeTokens, startSession } from './support/self-made-tokens';
import { TestFixture } from './support/test-fixture';

const UNKNOWN_HOST = 'pool.invalid';
const browser = browserForFile(`--host-resolver-rules=MAP ${UNKNOWN_HOST} ~NOTFOUND`);

interface Fault {
  /** Where the app looks for the pool, when not at the server of the test. */
  readonly endpoint?: (server: RecordingProxy) => string;
  /** The server's treatment of a call; `good` is Cognito's usual answer. */
  readonly treat?: (good: string) => Treatment;
  /** Whether pages of other origins may read the answer; default yes. */
  readonly cors?: boolean;
  /** The browser's name of the failure, where it sees one. */
  readonly seenAs?: string;
}

/**
 * Declares a test: a request needs a refresh while the pool has this fault, and once more when it
 * has gone.
 */
function keepsSession(name: string, fault: Fault): void {
  const { endpoint, treat, cors = true, seenAs } = fault;
  void test(`${name} → session kept, REFRESH_UNAVAILABLE`, { timeout: 30_000 }, async () => {
    const server = await RecordingProxy.start(() => 'reset');
    const poolUrl = endpoint?.(server) ?? `${server.origin}/`;
    const options = {
      settings: { endpoint: poolUrl },
      connectTo: [poolUrl],
      expectedErrors: /status of 401|net::ERR_|CORS policy/,
    };
    await TestFixture.with(browser(), options, async (fixture) => {
      const failures = new Set<string>();
      fixture.context.on('requestfailed', (request) => {
        if (request.url() === poolUrl) failures.add(request.failure()?.errorText ?? '');
      });
      const good = answerOfCognito(fixture);
      server.treat = (arrival) => {
        if (arrival.method === 'OPTIONS') return forAnyPage(arrival, { status: 204 });
        const treatment = treat?.(good) ?? 'reset';
        return typeof treatment === 'object' && cors ? forAnyPage(arrival, treatment) : treatment;
      };
      const tab = await fixture.open('/');
      await startSession(tab, makeTokens(fixture.local));
      const seen = await tab.seen();
      const stored = await tab.stored();
      assert.equal(seen.status, 'signed-in');

      const outcome = await requestOutcome(tab, `${fixture.local.apiUrl}orders`);

      assert.equal(outcome, 'REFRESH_UNAVAILABLE');
      assert.deepEqual(await tab.seen(), seen);
      assert.equal(await tab.stored(), stored, 'nothing is stored');
      assert.deepEqual(await tab.events(), ['signed-in', 'refresh-failed']);
      assert.deepEqual([...failures], seenAs === undefined ? [] : [seenAs]);
      if (endpoint) return;
      server.treat = (arrival) => forAnyPage(arrival, { status: 200, body: good });
      await tab.page.evaluate(() => window.session.refreshSession());
      await tab.page.waitForFunction(() => window.sessionEvents.at(-1)?.type === 'refreshed');
    }).finally(() => server.stop());
  });
}

function answerOfCognito(fixture: TestFixture): string {
  return JSON.stringify({ AuthenticationResult: makeTokens(fixture.local) });
}

keepsSession('F03: refused connections', {
  // A reserved port that nothing listens on; 1 itself is among those that browsers refuse to ask.
  endpoint: () => 'http://localhost:2/',
  seenAs: 'net::ERR_CONNECTION_REFUSED',
});
keepsSession('F03: connections that break', { seenAs: 'net::ERR_CONNECTION_RESET' });
keepsSession('F03: answers that CORS keeps from the page', {
  treat: (good) => ({ status: 200, body: good }),
  cors: false,
  seenAs: 'net::ERR_FAILED',
});
keepsSession('F03: a host that DNS does not know', {
  endpoint: () => `https://${UNKNOWN_HOST}/`,
  seenAs: 'net::ERR_NAME_NOT_RESOLVED',
});
keepsSession('F03: a server that fails at TLS', {
  // It speaks plain HTTP only.
  endpoint: (server) => `${server.origin.replace('http:', 'https:')}/`,
  seenAs: 'net::ERR_SSL_PROTOCOL_ERROR',
});

const ok = (body: string): Answer => ({ status: 200, body });

keepsSession('F05: HTML with status 200 instead of tokens', {
  treat: () => ok('<!doctype html><title>Welcome</title><p>Sign in to this network to go on.'),
});
keepsSession('F05: an empty body with status 200', { treat: () => ok('') });
keepsSession('F05: JSON that ends in the middle', {
  treat: (good) => ok(good.slice(0, good.length / 2)),
});
keepsSession('F05: a body that is shorter than announced', {
  treat: (good) => ({ ...ok(good.slice(0, 99)), headers: { 'Content-Length': '9999' } }),
  seenAs: 'net::ERR_CONTENT_LENGTH_MISMATCH',
});
keepsSession('F05: status 204', { treat: () => ({ status: 204 }) });
