// G01, G02, G05 and G08: what Cognito answers to a refresh decides whether the session ends, waits
// or goes on.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, json, type Outcome, serviceError, type WireAnswer } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, type Observed, tally } from '../support/observed';
import { DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

const definitive = [
  ...[
    'Refresh Token has expired',
    'Refresh Token has been revoked',
    'Invalid Refresh Token',
    'User is disabled.',
  ].map((message) => ({ name: 'NotAuthorizedException', message })),
  { name: 'RefreshTokenReuseException', message: 'Refresh token has already been used.' },
  { name: 'UserNotFoundException', message: 'User does not exist.' },
  { name: 'PasswordResetRequiredException', message: 'Password reset required for the user' },
  { name: 'UserNotConfirmedException', message: 'User is not confirmed.' },
];

const passing: { answer: string; outcome: Outcome }[] = [
  ...['TooManyRequestsException', 'LimitExceededException'].map((name) => ({
    answer: name,
    outcome: () => serviceError(name),
  })),
  {
    answer: 'InternalErrorException',
    outcome: () => serviceError('InternalErrorException', 500),
  },
  ...[429, 500, 502, 503, 504].map((status) => ({
    answer: `HTTP ${status}`,
    outcome: () => ({ status, headers: { 'content-type': 'text/html' }, body: '<h1>busy</h1>' }),
  })),
];

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each(definitive)(
    'G01: a refresh answered $name ($message) ends the session after exactly 1 call',
    async ({ name, message }) => {
      const store = new FakeStore();
      const { clock, pool, session, signIn } = await openApp(variant, { store });
      await signIn();
      await clock.advance(EXPIRED_MS);
      const events = observe(session.events$);
      pool.always('GetTokensFromRefreshToken', () => serviceError(name, 400, message));

      const caller = observe(session.getSession());
      await clock.advance(60_000);

      expect(pool.refreshes).toBe(1);
      expect(codesOf([caller])).toEqual(['SESSION_EXPIRED']);
      expect(session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
      expect(events.values.filter(({ type }) => type === 'signed-out').length).toBe(1);
      expect([...store.items.keys()]).toEqual([]);
      const cause = (caller.errors[0] as Error).cause as Error;
      expect(cause.name).toBe(name);
    },
  );

  it.each(passing)(
    'G02: a refresh that is always answered $answer keeps the session, with at most 3 calls per 30 s for 1000 waiters',
    async ({ answer, outcome }) => {
      const store = new FakeStore();
      const { clock, pool, http, session, signIn } = await openApp(variant, { store });
      await signIn();
      await clock.advance(EXPIRED_MS);
      const record = store.items.get(STORE_KEY);
      pool.always('GetTokensFromRefreshToken', outcome);

      const waiters: Observed<unknown>[] = observeMany(1000, (n) =>
        http.get(`${API_URL}orders/${n}`),
      );
      // Somebody asks every second, for two minutes.
      for (let second = 0; second < 120; second++) {
        waiters.push(observe(session.getSession()));
        await clock.advance(1000);
      }

      const most = mostWithin(
        30_000,
        pool.calls.map(({ at }) => at),
      );
      figure(`G02 always ${answer}, 1000 waiters: at most ${most} calls in any 30 s`);
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(3);
      expect(codesOf(waiters)).toEqual(['REFRESH_UNAVAILABLE']);
      expect(tally(waiters).values).toBe(0);
      expect(session.isAuthenticated()).toBe(true);
      expect(store.items.get(STORE_KEY)).toBe(record);
    },
  );

  it('G02: a refresh that is answered TooManyRequestsException once succeeds at the second call', async () => {
    const { clock, pool, session, signIn } = await openApp(variant);
    await signIn();
    await clock.advance(EXPIRED_MS);
    pool.next('GetTokensFromRefreshToken', () => serviceError('TooManyRequestsException'));

    const caller = observe(session.getSession());
    await clock.advance(10_000);

    expect(pool.refreshes).toBe(2);
    expect(tally([caller])).toEqual({ values: 1, errors: 0, pending: 0 });
  });

  it.each([true, false])(
    'G08: with rotation %s the refresh token kept is the right one, in one write with the other tokens',
    async (rotation) => {
      const clock = new FakeClock();
      const pool = new FakePool(clock, { rotation });
      const store = new FakeStore();
      const { session, signIn } = await openApp(variant, { clock, pool, store });
      const old = await signIn();
      await clock.advance(EXPIRED_MS);
      const writesBefore = writesOf(store);

      observe(session.getSession());
      await clock.advance(5000);

      const fresh = session.session()!;
      const refreshToken = fresh.getRefreshToken().getToken();
      expect(fresh.getIdToken().getJwtToken()).not.toBe(old.getIdToken().getJwtToken());
      expect(refreshToken === old.getRefreshToken().getToken()).toBe(!rotation);
      expect(writesOf(store) - writesBefore).toBe(1);
      const record = JSON.parse(store.items.get(STORE_KEY)!) as Record<string, unknown>;
      expect(Object.values(record)).toEqual(
        expect.arrayContaining([
          fresh.getIdToken().getJwtToken(),
          fresh.getAccessToken().getJwtToken(),
          refreshToken,
        ]),
      );
      // And it is the one that Cognito takes next time.
      await clock.advance(EXPIRED_MS);
      const next = observe(session.getSession());
      await clock.advance(5000);
      expect(tally([next])).toEqual({ values: 1, errors: 0, pending: 0 });
      expect(pool.calls.at(-1)?.input['RefreshToken']).toBe(refreshToken);
    },
  );

  it.each(spellings('RefreshTokenReuseException', 400))(
    'G05: a definitive refusal named $where is recognised',
    async ({ answer }) => {
      const { clock, pool, session, signIn } = await openApp(variant);
      await signIn();
      await clock.advance(EXPIRED_MS);
      pool.always('GetTokensFromRefreshToken', () => answer);

      const caller = observe(session.getSession());
      await clock.advance(10_000);

      expect(codesOf([caller])).toEqual(['SESSION_EXPIRED']);
    },
  );

  it.each([
    { what: 'an unknown 4xx', answer: serviceError('SomethingNew', 400), calls: 1 },
    { what: 'a 4xx without a name', answer: json(403, {}), calls: 1 },
    { what: 'an unknown 5xx', answer: serviceError('SomethingNew', 500), calls: 3 },
  ])('G05: $what keeps the session after $calls calls', async ({ answer, calls }) => {
    const { clock, pool, session, signIn } = await openApp(variant);
    await signIn();
    await clock.advance(EXPIRED_MS);
    pool.always('GetTokensFromRefreshToken', () => answer);

    const caller = observe(session.getSession());
    await clock.advance(20_000);

    expect(pool.refreshes).toBe(calls);
    expect(codesOf([caller])).toEqual(['REFRESH_UNAVAILABLE']);
    expect(session.isAuthenticated()).toBe(true);
  });
});

/** The places and spellings in which AWS services put an error's name. */
function spellings(name: string, status: number): { where: string; answer: WireAnswer }[] {
  const message = 'refused';
  const named = (where: string, body: object, headers: Record<string, string> = {}) => ({
    where,
    answer: { ...json(status, { message, ...body }), headers },
  });
  return [
    named('in __type', { __type: name }),
    named('in __type with a namespace', { __type: `com.amazonaws.cognito#${name}` }),
    named('in __type with a URL behind it', { __type: `${name}:http://internal.amazon.com/x/` }),
    named('in the header', {}, { 'x-amzn-errortype': name }),
    named('in the header with a colon and a URL', {}, { 'x-amzn-errortype': `${name}:http://x/` }),
    named('in code', { code: name }),
  ];
}

/** The most of `times` that lie in any window of `ms`, the window's end not included. */
function mostWithin(ms: number, times: readonly number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((time) => time >= from && time < from + ms).length),
  );
}

function writesOf(store: FakeStore): number {
  return store.operations.filter(({ kind }) => kind !== 'get').length;
}
