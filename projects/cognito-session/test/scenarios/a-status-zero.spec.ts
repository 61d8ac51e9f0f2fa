// A18: a gateway that refuses an expired token before it adds CORS headers. The browser then
// reports status 0, the same as for no network, so it says nothing about the session; and a token
// is refreshed before it gets that far.

import { API_URL } from '../support/fake-api';
import { FakePool } from '../support/fake-pool';
import { FakeClock } from '../support/fake-clock';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, tally } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

/** When a token's time is over by the server's clock. */
function expiryOf(token: string | null): number {
  const payload = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as { exp: number }).exp;
}

/**
 * The API answers as its gateway does: 200 for a token that is good, what a browser makes of a bare
 * 401 for others.
 */
function refuseWithoutCors({ api, clock }: SessionApp): { refused: number } {
  const count = { refused: 0 };
  api.status = ({ token }) => {
    if (expiryOf(token) > clock.seconds) return 200;
    count.refused++;
    return 0;
  };
  return count;
}

// While idle for: a moment past the margin, just past the expiry, a night.
it.each([LIFETIME_SECONDS - 59, LIFETIME_SECONDS + 1, 12 * 3600])(
  'A18: after %i idle seconds the token is refreshed before a request is sent, so none comes back with status 0',
  async (idle) => {
    const app = await openApp(DOOR);
    const { clock, pool, api, http, signIn } = app;
    await signIn();
    const count = refuseWithoutCors(app);
    await clock.advance(idle * 1000);

    const requests = observeMany(100, (n) => http.get(`${API_URL}orders/${n}`));
    await clock.advance(5000);

    figure(`A18 after ${idle} idle seconds: ${count.refused} of ${api.calls.length} with status 0`);
    expect(tally(requests)).toEqual({ values: 100, errors: 0, pending: 0 });
    expect({ ...count, calls: api.calls.length, refreshes: pool.refreshes }).toEqual({
      refused: 0,
      calls: 100,
      refreshes: 1,
    });
  },
);

it('A18: 1000 requests that come back with status 0 end no session, refresh nothing and are not replayed', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const { api, http, session, signIn } = await openApp(DOOR, { clock, pool });
  const before = await signIn();
  const events = observe(session.events$);
  api.status = () => 0;

  const requests = observeMany(1000, (n) => http.get(`${API_URL}orders/${n}`));
  await clock.advance(60_000);

  expect(codesOf(requests)).toEqual(['HTTP 0']);
  expect(tally(requests)).toEqual({ values: 0, errors: 1000, pending: 0 });
  expect({ calls: api.calls.length, cognito: pool.calls.length }).toEqual({
    calls: 1000,
    cognito: 0,
  });
  expect(session.session()).toBe(before);
  expect(events.values).toEqual([]);

  api.status = () => 200;
  const later = observe(http.get(`${API_URL}orders`));
  await clock.advance(1000);
  expect(tally([later])).toEqual({ values: 1, errors: 0, pending: 0 });
});
