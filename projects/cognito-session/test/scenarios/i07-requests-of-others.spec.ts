// I07: a request that brings its own header is none of the session's business.

import { API_URL } from '../support/fake-api';
import { codesOf, observe, tally } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';

const OWN = 'Bearer the-callers-own';

describe.each(DOORS)('I07: with $door', (door) => {
  let app: SessionApp;
  beforeEach(async () => {
    app = await openApp(door, { config: { onSessionEnd: 'stay' } });
    await app.signIn();
  });

  it.each(['Authorization', 'authorization', 'AUTHORIZATION'])(
    'a request with its own %s keeps it; its 401 reaches the caller without refresh or replay',
    async (name) => {
      app.api.status = () => 401;
      const request = observe(app.http.get(API_URL, { headers: { [name]: OWN } }));
      await app.clock.advance(60_000);
      expect(app.api.calls.map(({ token }) => token)).toEqual(['the-callers-own']);
      expect(codesOf([request])).toEqual(['HTTP 401']);
      expect(app.pool.refreshes).toBe(0);
      expect(app.session.isAuthenticated()).toBe(true);
    },
  );

  it('100 of them beside one of the session’s own: 1 refresh and 1 replay, of that one', async () => {
    app.api.status = ({ token }) =>
      token === app.session.idToken()?.getJwtToken() && app.pool.refreshes ? 200 : 401;
    const own = Array.from({ length: 100 }, () =>
      observe(app.http.get(API_URL, { headers: { Authorization: OWN } })),
    );
    const ours = observe(app.http.get(API_URL));
    await app.clock.advance(60_000);
    expect(tally(own)).toEqual({ values: 0, errors: 100, pending: 0 });
    expect(tally([ours])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect({ calls: app.api.calls.length, refreshes: app.pool.refreshes }).toEqual({
      calls: 102,
      refreshes: 1,
    });
  });

  it('with an expired session it is sent at once, not held back for a refresh', async () => {
    await app.clock.advance(7_200_000);
    observe(app.http.get(API_URL, { headers: { Authorization: OWN } }));
    expect(app.api.calls).toHaveLength(1);
    await app.clock.advance(60_000);
    expect(app.pool.refreshes).toBe(0);
  });
});
