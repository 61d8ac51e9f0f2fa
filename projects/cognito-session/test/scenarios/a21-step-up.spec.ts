// A21: an API that asks for a stronger sign-in gets no new token, since a refresh does not change
// how the user signed in. The 401 is the caller's, who knows how to ask the user.

import { API_URL } from '../support/fake-api';
import { codesOf, observe, tally } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';

const STEP_UP = 'Bearer error="insufficient_user_authentication", acr_values="gold"';

let app: SessionApp;
const open = async (door = DOORS[0]!): Promise<void> => {
  app = await openApp(door, { config: { onSessionEnd: 'stay' } });
  await app.signIn();
};

/** Sends one request, gives its end, and counts all that was sent until then. */
async function send(): Promise<{ end: string; calls: number; refreshes: number }> {
  const request = observe(app.http.get(API_URL));
  await app.clock.advance(5000);
  const { values, pending } = tally([request]);
  const end = pending ? 'pending' : values ? 'answered' : codesOf([request]).join();
  return { end, calls: app.api.calls.length, refreshes: app.pool.refreshes };
}

describe.each(DOORS)('A21: with $door', (door) => {
  beforeEach(() => open(door));

  it('the 401 reaches the caller: 0 refreshes, 0 replays, and the next plain 401 is cured', async () => {
    app.api.status = () => 401;
    app.api.headers = { 'WWW-Authenticate': STEP_UP };
    expect(await send()).toEqual({ end: 'HTTP 401', calls: 1, refreshes: 0 });
    expect(app.session.isAuthenticated()).toBe(true);

    app.api.headers = {};
    app.pool.disown();
    app.api.status = ({ token }) => (app.pool.accepts(token) ? 200 : 401);
    expect(await send()).toEqual({ end: 'answered', calls: 3, refreshes: 1 });
  });

  it('asked for at the replay, it starts no QUIET: the next plain 401 is cured, too', async () => {
    app.pool.disown();
    app.api.status = () => {
      // The old token is refused as such; the new one is good, and not good enough.
      if (app.pool.refreshes) app.api.headers = { 'WWW-Authenticate': STEP_UP };
      return 401;
    };
    expect(await send()).toEqual({ end: 'HTTP 401', calls: 2, refreshes: 1 });

    app.api.headers = {};
    app.pool.disown();
    app.api.status = ({ token }) => (app.pool.accepts(token) ? 200 : 401);
    expect(await send()).toEqual({ end: 'answered', calls: 4, refreshes: 2 });
  });
});

describe('A21: the header', () => {
  beforeEach(() => open());

  it.each<string | string[]>([
    'Bearer error="insufficient_user_authentication"',
    'bearer ERROR="Insufficient_User_Authentication"',
    'Bearer error=insufficient_user_authentication',
    'Bearer error = "insufficient_user_authentication" , max_age="5"',
    'Bearer realm="a, b", error="insufficient_user_authentication"',
    'Bearer realm="say \\"error\\"", error="insufficient_user_authentication"',
    'Bearer error="insufficient\\_user_authentication"',
    'Basic realm="x", Bearer error="insufficient_user_authentication"',
    'Negotiate YWJj==, DPoP algs="ES256", error="insufficient_user_authentication"',
    'Bearer error="invalid_token", Bearer error="insufficient_user_authentication"',
    'Bearer,error="insufficient_user_authentication"',
    ['Basic realm="x"', 'Bearer error="insufficient_user_authentication"'],
  ])('%j asks for a stronger sign-in', async (challenge) => {
    app.api.status = () => 401;
    app.api.headers = { 'www-authenticate': challenge };
    expect(await send()).toEqual({ end: 'HTTP 401', calls: 1, refreshes: 0 });
  });

  it.each([
    'Bearer',
    '',
    'Bearer error="invalid_token"',
    'Bearer error="insufficient_scope"',
    'Bearer error="insufficient_user_authentication_x"',
    'Bearer error_description="insufficient_user_authentication"',
    'Bearer x-error="insufficient_user_authentication"',
    'Bearer error="invalid_token", error_description="error=insufficient_user_authentication"',
    'Bearer realm="\\", error=\\"insufficient_user_authentication\\""',
    '"error=insufficient_user_authentication"',
    'Bearer insufficient_user_authentication',
    'Bearer error="insufficient_user_authentication',
  ])('%j does not: one refresh, one replay', async (challenge) => {
    app.api.status = () => 401;
    app.api.headers = { 'WWW-Authenticate': challenge };
    expect(await send()).toEqual({ end: 'HTTP 401', calls: 2, refreshes: 1 });
  });

  it('of monstrous length is read in no time', async () => {
    app.api.status = () => 401;
    app.api.headers = {
      'WWW-Authenticate': `Bearer ${'a'.repeat(100_000)}${' '.repeat(100_000)}x`,
    };
    const started = performance.now();
    expect((await send()).refreshes).toBe(1);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
