// E07: tokens grow with a user's groups and attributes. They are kept and sent as they are, or not
// kept at all; and what a server says about headers that are too large is the caller's to hear.

import { SessionStore } from '../../src/core/store/session-store';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, json } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { type FakeTokens, LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { leaksIn, partsOf } from '../support/leak-search';
import { codeOf, codesOf, observe, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { storedTokens, tokensOf } from '../support/stored-tokens';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const COOKIE_BYTES = 4096;
const KB = 1024;
const sizes = [2, 4, 8, 20];

/** Tokens of so many bytes each, or one or two more. */
function tokensOfSize(pool: FakePool, bytes: number): FakeTokens {
  const rest = pool.issue({ 'custom:padding': '' }).IdToken.length;
  // Base64 makes four characters of three.
  for (let length = Math.floor(((bytes - rest) * 3) / 4) - 3; ; length++) {
    const tokens = pool.issue({ 'custom:padding': 'x'.repeat(length) });
    if (tokens.IdToken.length >= bytes && tokens.AccessToken.length >= bytes) return tokens;
  }
}

/** A store of an app's own: one cookie. It refuses what does not fit. */
class CookieStore extends SessionStore {
  override readonly shared = true;
  readonly cookies = new Map<string, string>();

  getItem(key: string): string | null {
    return this.cookies.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (value.length > COOKIE_BYTES) throw new RangeError(`more than ${COOKIE_BYTES} bytes`);
    this.cookies.set(key, value);
  }
  removeItem(key: string): void {
    this.cookies.delete(key);
  }
}

/** One that cuts it instead. */
class CuttingStore extends CookieStore {
  override setItem(key: string, value: string): void {
    this.cookies.set(key, value.slice(0, COOKIE_BYTES));
  }
}

let warnings: jest.SpiedFunction<typeof console.warn>;
beforeEach(() => {
  warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

it.each(sizes)(
  'E07: tokens of %i KB are stored, restored and sent exactly, from a sign-in and from a refresh',
  async (size) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore();
    const first = await openApp(DOOR, { clock, pool, store });
    const tokens = tokensOfSize(pool, size * KB);
    await first.signIn(tokens);
    expect(storedTokens(store)).toBe(Object.values(tokens).join(' '));

    const restored = await openApp(DOOR, { clock, pool, store });
    expect(tokensOf(restored.session.session()!)).toBe(Object.values(tokens).join(' '));
    observe(restored.http.get(API_URL));
    await clock.advance(EXPIRED_MS);
    const { IdToken, AccessToken } = tokensOfSize(pool, size * KB);
    const fresh = { IdToken, AccessToken };
    pool.next('GetTokensFromRefreshToken', () => json(200, { AuthenticationResult: fresh }));
    observe(restored.http.get(API_URL));
    await clock.advance(5000);
    expect(storedTokens(store)).toBe([...Object.values(fresh), tokens.RefreshToken].join(' '));
    const sent = restored.api.calls.map(({ token }) => token);
    expect(sent).toEqual([tokens.IdToken, fresh.IdToken]);
    figure(
      `E07 tokens of ${size} KB: ${sent.map((token) => token?.length).join(' and ')} bytes sent, record exact`,
    );
  },
);

it("E07: a store of the app's own that refuses more than 4,096 bytes gives STORE_UNAVAILABLE, and the session is whole in memory", async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const store = new CookieStore();
  const { api, http, session } = await openApp(DOOR, { clock, pool, store });
  const events = observe(session.events$);
  const tokens = tokensOfSize(pool, 2 * KB);
  const started = observe(session.setSession(tokens));
  await clock.advance(1000);

  expect(tally([started])).toEqual({ values: 1, errors: 0, pending: 0 });
  expect(tokensOf(session.session()!)).toBe(Object.values(tokens).join(' '));
  expect(store.cookies.size).toBe(0);
  const failures = events.values.flatMap((event) =>
    event.type === 'store-failed' ? event.error : [],
  );
  expect(failures.map(codeOf)).toEqual(['STORE_UNAVAILABLE']);
  expect(String(failures[0]?.cause)).toContain('more than 4096 bytes');
  expect(warnings.mock.calls.length).toBe(1);
  expect(
    leaksIn([failures, warnings.mock.calls], partsOf(tokens.IdToken, tokens.AccessToken)),
  ).toEqual([]);

  observe(http.get(API_URL));
  await clock.advance(EXPIRED_MS);
  const fresh = tokensOfSize(pool, 2 * KB);
  pool.next('GetTokensFromRefreshToken', () => json(200, { AuthenticationResult: fresh }));
  const later = observe(http.get(API_URL));
  await clock.advance(5000);
  expect(tally([later])).toEqual({ values: 1, errors: 0, pending: 0 });
  expect(api.calls.map(({ token }) => token)).toEqual([tokens.IdToken, fresh.IdToken]);
  expect(tokensOf(session.session()!)).toBe(Object.values(fresh).join(' '));
  expect(store.cookies.size).toBe(0);

  const reloaded = await openApp(DOOR, { clock, pool, store });
  expect(reloaded.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
});

it.each([2, 20])(
  'E07: a record that a store has cut is never used (tokens of %i KB)',
  async (size) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new CuttingStore();
    const before = await openApp(DOOR, { clock, pool, store });
    await before.signIn(tokensOfSize(pool, size * KB));
    expect(store.cookies.get(STORE_KEY)?.length).toBe(COOKIE_BYTES);

    const { api, http, session } = await openApp(DOOR, { clock, pool, store });
    const request = observe(http.get(API_URL));
    await clock.advance(5000);

    expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    expect(store.cookies.size).toBe(0);
    expect(api.calls.map(({ token }) => token)).toEqual([null]);
    expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect(pool.calls).toEqual([]);
  },
);

it.each([431, 400, 494])(
  'E07: HTTP %i of a server that finds the header too large reaches the caller, with 0 refreshes and 1 call',
  async (status) => {
    const { clock, pool, api, http, session } = await openApp(DOOR);
    observe(session.setSession(tokensOfSize(pool, 20 * KB)));
    await clock.advance(1000);
    api.status = () => status;
    const requests = Array.from({ length: 10 }, () => observe(http.get(API_URL)));
    await clock.advance(60_000);

    expect(codesOf(requests)).toEqual([`HTTP ${status}`]);
    expect(api.calls.length).toBe(10);
    expect(pool.refreshes).toBe(0);
    expect(session.isAuthenticated()).toBe(true);
  },
);
