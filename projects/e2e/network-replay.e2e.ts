// Scenario A14 in the browser: what a server receives when a request with a body is replayed after
// a 401, and that other failures are not replayed at all.

import assert from 'node:assert/strict';
import type { AppTab } from './support/app-tab';
import {
  type Arrival,
  forAnyPage,
  RecordingProxy,
  type Treatment,
} from './support/recording-proxy';
import { test } from 'node:test';
import { browserForFile } from './support/browser-for-file';
import { TestFixture } from './support/test-fixture';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const BODIES = ['text', 'JSON', 'FormData', 'Blob'] as const;
type Body = (typeof BODIES)[number];

const browser = browserForFile();

/** Decides what the API does to the n-th call, preflights not counted. */
type TreatCall = (call: number) => Treatment;

const ok = { status: 200, body: '{}' };
const firstRefused: TreatCall = (call) => (call === 1 ? { status: 401 } : ok);

/** A signed-in page and a recording API whose calls are treated as `api.treat` says. */
async function withRecordedApi(
  httpBackend: 'fetch' | undefined,
  play: (
    tab: AppTab,
    api: { treat: TreatCall; origin: string; calls: () => Arrival[] },
    fixture: TestFixture,
  ) => Promise<void>,
): Promise<void> {
  const server = await RecordingProxy.start(() => 'reset');
  const calls = (): Arrival[] => server.arrivals.filter(({ method }) => method !== 'OPTIONS');
  const api = { treat: firstRefused, origin: server.origin, calls };
  server.treat = (arrival) => {
    if (arrival.method === 'OPTIONS') return forAnyPage(arrival, { status: 204 });
    const treatment = api.treat(calls().length);
    return typeof treatment === 'object' ? forAnyPage(arrival, treatment) : treatment;
  };
  const options = {
    settings: { furtherApis: [server.origin], ...(httpBackend && { httpBackend }) },
    connectTo: [server.origin],
    expectedErrors: /status of (401|500)|net::ERR_/,
  };
  await TestFixture.with(browser(), options, async (fixture) => {
    await play(await fixture.openSignedIn(), api, fixture);
  }).finally(() => server.stop());
}

/** Sends a request whose body is of that kind; returns its status, 0 when no answer came. */
function send(tab: AppTab, method: string, url: string, kind: Body): Promise<number> {
  return tab.page.evaluate(
    ({ method, url, kind }) => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      const text = 'Đorđe 🦊\r\n\u0000 end';
      const form = new FormData();
      form.append('name', text);
      form.append('file', new Blob([bytes], { type: 'image/png' }), 'ž.png');
      const bodies = {
        text,
        JSON: { text, list: [1, 2.5, null] },
        FormData: form,
        Blob: new Blob([bytes, text]),
      };
      return window.http
        .request(method, url, { body: bodies[kind], responseType: 'text', timeout: 1000 })
        .forEach(() => undefined)
        .then(
          () => 200,
          (error: unknown) => (error as { status: number }).status,
        );
    },
    { method, url, kind },
  );
}

/**
 * The body as it came, with the name that the browser makes up for each multipart body replaced.
 */
function received({ headers, body }: Arrival): { type: string; bytes: string } {
  const type = headers['content-type'] ?? '';
  const boundary = /boundary=(.*)$/.exec(type)?.[1];
  const unify = (text: string): string =>
    boundary === undefined ? text : text.replaceAll(boundary, 'boundary');
  return { type: unify(type), bytes: unify(body.toString('latin1')) };
}

for (const httpBackend of [undefined, 'fetch'] as const) {
  const by = httpBackend ?? 'XMLHttpRequest';

  void test(`A14: by ${by}: ${METHODS.join(', ')} after a 401 → one replay, text, JSON, FormData and Blob byte-equal at the server`, async () => {
    await withRecordedApi(httpBackend, async (tab, api, fixture) => {
      for (const method of METHODS) {
        for (const kind of BODIES) {
          const before = api.calls().length;
          const refreshes = fixture.poolCalls('GetTokensFromRefreshToken').length;
          api.treat = (call) => firstRefused(call - before);

          assert.equal(await send(tab, method, `${api.origin}/${kind}`, kind), 200);

          const calls = api.calls().slice(before);
          assert.deepEqual(
            calls.map((call) => call.method),
            [method, method],
          );
          const [first, second] = calls.map(received);
          assert.ok(first && second && first.bytes.length > 10, `${kind} arrived`);
          assert.deepEqual(second, first, `${method} ${kind}`);
          const [sent, sentAgain] = calls.map(({ headers }) => headers.authorization);
          assert.ok(sent && sentAgain && sent !== sentAgain, 'the replay has the new token');
          assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, refreshes + 1);
        }
      }
    });
  });

  void test(`A14: by ${by}: a broken connection, a timeout or a 500 → no replay`, async () => {
    await withRecordedApi(httpBackend, async (tab, api, fixture) => {
      for (const method of METHODS) {
        for (const [treatment, status] of [
          ['reset', 0],
          ['silence', 0],
          [{ status: 500 }, 500],
        ] as const) {
          const before = api.calls().length;
          api.treat = () => treatment;

          assert.equal(await send(tab, method, `${api.origin}/x`, 'text'), status);

          assert.equal(api.calls().length, before + 1);
        }
      }
      assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 0);
      assert.equal((await tab.seen()).status, 'signed-in');
    });
  });

  // HttpClient cannot send a stream: it takes it for an object and sends its JSON, and it has read
  // nothing of it. The library does not rely on that: a stream is not sent twice.
  void test(`A14: by ${by}: a one-shot stream, of which HttpClient sends '{}', is not replayed, and the error says so`, async () => {
    await withRecordedApi(httpBackend, async (tab, api, fixture) => {
      const error = await tab.page.evaluate(
        (url) =>
          window.http
            .post(url, new Blob(['once']).stream())
            .forEach(() => undefined)
            .then(
              () => '',
              (error: unknown) => (error as Error).message,
            ),
        `${api.origin}/x`,
      );

      assert.match(error, /^401, .*read once/);
      assert.deepEqual(
        api.calls().map(({ body }) => body.toString()),
        ['{}'],
      );
      // The next request has a new token.
      assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
    });
  });
}
