// A14: what changes something on a server is sent again after a 401 only, once, and with the same
// bytes. The requests go through Angular's own backend.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakeXhrServer, type XhrCall, type XhrEnd } from '../support/fake-xhr';
import { figure } from '../support/figures';
import { codesOf, observe, tally } from '../support/observed';
import { type Door, DOOR, openApp, type SessionApp } from '../support/session-app';

const URL_OF_ORDERS = `${API_URL}orders`;
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** Text that is no ASCII, and bytes that are no text. */
const [TEXT, BYTES] = ['añadir 🛒\r\n', Uint8Array.of(0, 255, 254, 13, 10, 128)];

function form(): FormData {
  const data = new FormData();
  data.append('note', TEXT);
  data.append('note', 'the same field again');
  data.append('photo', new File([BYTES], 'fotografía.png', { type: 'image/png' }));
  return data;
}

const bodies: { kind: string; body: unknown; parts: number; type: string | undefined }[] = [
  { kind: 'text', body: TEXT, parts: 1, type: 'text/plain' },
  { kind: 'JSON', body: { text: TEXT, list: [1, null] }, parts: 1, type: 'application/json' },
  // The browser writes the type of a form, with the border between its parts.
  { kind: 'FormData', body: form(), parts: 3, type: undefined },
  { kind: 'Blob', body: new Blob([BYTES], { type: 'image/png' }), parts: 1, type: 'image/png' },
  { kind: 'ArrayBuffer', body: BYTES.buffer, parts: 1, type: undefined },
];

interface Harness extends SessionApp {
  readonly server: FakeXhrServer;
}

async function openHarness(door: Door): Promise<Harness> {
  const clock = new FakeClock();
  const server = new FakeXhrServer(clock);
  const app = await openApp(door, { clock, providers: server.providers });
  await app.signIn();
  return { ...app, server };
}

const tokenOf = ({ headers }: XhrCall): string => headers['authorization'] ?? '';

it.each(METHODS.flatMap((method) => bodies.map((body) => ({ method, ...body }))))(
  'A14: $method with a body of $kind is replayed once after a 401, byte for byte',
  async ({ method, kind, body, parts, type }) => {
    const { clock, pool, http, server } = await openHarness(DOOR);
    server.end = () => (server.calls.length === 1 ? 401 : 200);

    const request = observe(http.request(method, URL_OF_ORDERS, { body }));
    await clock.advance(5000);

    expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect(pool.refreshes).toBe(1);
    expect(server.calls.map((call) => [call.method, call.url])).toEqual([
      [method, URL_OF_ORDERS],
      [method, URL_OF_ORDERS],
    ]);
    const [first, second] = await Promise.all(server.calls.map(({ content }) => content));
    expect(first).toHaveLength(parts);
    expect(second).toEqual(first);
    expect(server.calls.map(({ headers }) => headers['content-type'])).toEqual([type, type]);
    expect(new Set(server.calls.map(tokenOf)).size).toBe(2);
    figure(`A14 ${kind} after a 401: ${server.calls.length - 1} replay, byte-equal`);
  },
);

const failures: XhrEnd[] = ['network error', 'no answer', 500, 502, 503, 504];
it.each(METHODS.flatMap((method) => failures.map((failure) => ({ method, failure }))))(
  'A14: $method that ends by $failure is not replayed, and its error reaches the caller',
  async ({ method, failure }) => {
    const { clock, pool, http, session, server } = await openHarness(DOOR);
    server.end = () => failure;

    const options = { body: TEXT, timeout: 8000 };
    const request = observe(http.request(method, URL_OF_ORDERS, options));
    await clock.advance(120_000);

    const status = typeof failure === 'number' ? failure : 0;
    expect(codesOf([request])).toEqual([`HTTP ${status}`]);
    expect(tally([request])).toEqual({ values: 0, errors: 1, pending: 0 });
    expect({ sent: server.calls.length, refreshes: pool.refreshes }).toEqual({
      sent: 1,
      refreshes: 0,
    });
    expect(session.isAuthenticated()).toBe(true);
  },
);

it.each([401, 503])(
  'A14: a replay that is answered %i is not followed by another one',
  async (end) => {
    const { clock, http, server } = await openHarness(DOOR);
    server.end = () => (server.calls.length === 1 ? 401 : end);

    const request = observe(http.post(URL_OF_ORDERS, TEXT));
    await clock.advance(120_000);

    expect(codesOf([request])).toEqual([`HTTP ${end}`]);
    expect(server.calls.length).toBe(2);
  },
);
