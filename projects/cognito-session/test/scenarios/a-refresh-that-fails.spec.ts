// A05-A07: what many requests get when a refresh does not help, is refused, or cannot be had right
// now.

import { NavigationStart, Router } from '@angular/router';
import { API_URL } from '../support/fake-api';
import { hang, serviceError, unreachable } from '../support/fake-pool';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, tally } from '../support/observed';
import { DOORS, DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

describe.each(DOORS)('with $door', (door) => {
  it('A05: a request that is answered 401 twice is replayed once and gets the second 401', async () => {
    const { clock, pool, api, http, session, signIn } = await openApp(door);
    await signIn();
    api.status = () => 401;

    const request = observe(http.get(`${API_URL}orders`));
    await clock.advance(5000);

    expect({ calls: api.calls.length, refreshes: pool.refreshes }).toEqual({
      calls: 2,
      refreshes: 1,
    });
    expect(codesOf([request])).toEqual(['HTTP 401']);
    expect(session.isAuthenticated()).toBe(true);
  });

  it('A05: 1000 requests over 10 min to an API that always answers 401 make at most 20 refreshes and no loop', async () => {
    const { clock, pool, api, http, signIn } = await openApp(door);
    await signIn();
    api.status = () => 401;

    const requests = [];
    for (let n = 0; n < 1000; n++) {
      requests.push(observe(http.get(`${API_URL}orders/${n}`)));
      await clock.advance(600);
    }
    await clock.advance(60_000);

    const perRequest = new Map<string, number>();
    for (const { url } of api.calls) perRequest.set(url, (perRequest.get(url) ?? 0) + 1);
    figure(`A05 1000 requests in 10 min, always 401: ${pool.refreshes} refreshes`);
    expect(pool.refreshes).toBeGreaterThan(0);
    expect(pool.refreshes).toBeLessThanOrEqual(20);
    // QUIET: none sooner than 30 s after the one before, give or take the time of a call and of a
    // request.
    const gaps = pool.calls.slice(1).map(({ at }, index) => at - (pool.calls[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
    expect(Math.max(...perRequest.values())).toBe(2);
    expect(tally(requests)).toEqual({ values: 0, errors: 1000, pending: 0 });
    expect(codesOf(requests)).toEqual(['HTTP 401']);
  });
});

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each([
    { waiting: 'before they are sent', expired: true, calls: 0 },
    { waiting: 'after a 401', expired: false, calls: 1000 },
  ])(
    'A06: 1000 requests waiting $waiting for a refused refresh get one error each, and the app goes to sign-in once',
    async ({ expired, calls }) => {
      const app = await openApp(variant, { routes: [{ path: '**', children: [] }] });
      const { clock, pool, api, http, session, signIn, injector } = app;
      const router = injector.get(Router);
      await router.navigateByUrl('/orders');
      await signIn();
      const events = observe(session.events$);
      const navigations = observe(router.events);
      pool.always('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
      if (expired) await clock.advance(EXPIRED_MS);
      api.status = () => 401;

      const requests = observeMany(1000, (n) => http.get(`${API_URL}orders/${n}`));
      await clock.advance(30_000);

      expect(tally(requests)).toEqual({ values: 0, errors: 1000, pending: 0 });
      expect(codesOf(requests)).toEqual(['SESSION_EXPIRED']);
      expect(events.values.filter(({ type }) => type === 'signed-out')).toEqual([
        { type: 'signed-out', reason: 'refused', at: expect.any(Number) as number },
      ]);
      const started = navigations.values.filter((event) => event instanceof NavigationStart);
      expect(started.map(({ url }) => url)).toEqual(['/sign-in?returnUrl=%2Forders']);
      expect(api.calls.length).toBe(calls);
      expect(pool.refreshes).toBe(1);
    },
  );

  it.each([
    { reason: 'throttling', outcome: () => serviceError('TooManyRequestsException') },
    { reason: 'a failing server', outcome: () => serviceError('InternalErrorException', 500) },
    { reason: 'no network', outcome: unreachable() },
    { reason: 'no answer', outcome: hang },
  ])(
    'A07: 1000 requests waiting for a refresh that fails by $reason get REFRESH_UNAVAILABLE and the session is kept',
    async ({ outcome }) => {
      const { clock, pool, api, http, session, signIn } = await openApp(variant);
      await signIn();
      await clock.advance(EXPIRED_MS);
      pool.always('GetTokensFromRefreshToken', outcome);

      const requests = observeMany(1000, (n) => http.get(`${API_URL}orders/${n}`));
      await clock.advance(25_000);

      expect(tally(requests)).toEqual({ values: 0, errors: 1000, pending: 0 });
      expect(codesOf(requests)).toEqual(['REFRESH_UNAVAILABLE']);
      expect(session.isAuthenticated()).toBe(true);
      expect(api.calls.length).toBe(0);
    },
  );

  it('A07: 1000 requests whose 401 cannot be cured for a passing reason get one REFRESH_UNAVAILABLE each', async () => {
    const { clock, pool, api, http, session, signIn } = await openApp(variant);
    await signIn();
    api.status = () => 401;
    pool.always('GetTokensFromRefreshToken', () => serviceError('TooManyRequestsException'));

    const requests = observeMany(1000, (n) => http.get(`${API_URL}orders/${n}`));
    await clock.advance(25_000);

    expect(tally(requests)).toEqual({ values: 0, errors: 1000, pending: 0 });
    expect(codesOf(requests)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(session.isAuthenticated()).toBe(true);
    expect(api.calls.length).toBe(1000);
  });

  it('A07: the first request after the back-off starts one new attempt, the ones during it none', async () => {
    const { clock, pool, http, signIn } = await openApp(variant);
    await signIn();
    await clock.advance(EXPIRED_MS);
    pool.always('GetTokensFromRefreshToken', () => serviceError('TooManyRequestsException'));
    observe(http.get(`${API_URL}first`));
    await clock.advance(20_000);
    const before = pool.refreshes;
    pool.always('GetTokensFromRefreshToken');

    const during = observeMany(10, (n) => http.get(`${API_URL}during/${n}`));
    await clock.advance(1000);
    const meanwhile = pool.refreshes - before;
    await clock.advance(30_000);
    const after = observeMany(10, (n) => http.get(`${API_URL}after/${n}`));
    await clock.advance(1000);

    expect(before).toBeGreaterThan(0);
    expect(meanwhile).toBe(0);
    expect(codesOf(during)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(pool.refreshes - before).toBe(1);
    expect(tally(after)).toEqual({ values: 10, errors: 0, pending: 0 });
  });
});
