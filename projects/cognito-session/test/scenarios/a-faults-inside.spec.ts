// A12 and A13: a fault inside a refresh leaves nothing behind, and refusals that say nothing about
// the session are none of the library's business.

import { SignInService } from 'ngx-cognito-session/sign-in';
import { CognitoGateway } from '../../src/core/cognito/cognito-gateway';
import { withGateway } from '../../src/provide-cognito-session';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, json, type Outcome, serviceError } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS, makeTokens } from '../support/fake-tokens';
import { codeOf, codesOf, observe, tally } from '../support/observed';
import { ScriptedGateway } from '../support/scripted-gateway';
import { DOORS, DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
/**
 * Longest time that any request may wait, and how long an automatic refresh pauses after one that
 * failed.
 */
const [WAIT_MS, QUIET_MS] = [25_000, 30_000];

/** A gateway with a bug: throws before it returns a promise. */
class ThrowingGateway extends CognitoGateway {
  calls = 0;
  override send(): never {
    this.calls++;
    throw new RangeError('a bug in the gateway');
  }
}

// A store that fails is worth a warning; E01 counts it.
beforeEach(() => jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

describe.each(DOORS)('with $door', (door) => {
  it('A12: a gateway that throws synchronously fails its callers, and the next request starts a refresh again', async () => {
    const gateway = new ThrowingGateway();
    const app = await openApp(door, { features: [withGateway(gateway)] });
    const { clock, http, session, signIn } = app;
    await signIn();
    await clock.advance(EXPIRED_MS);

    const first = observe(http.get(`${API_URL}first`));
    await clock.advance(WAIT_MS);
    const second = observe(http.get(`${API_URL}second`));
    await clock.advance(WAIT_MS);

    expect(codesOf([first])).toEqual(['REFRESH_UNAVAILABLE']);
    expect(codesOf([second])).toEqual(['REFRESH_UNAVAILABLE']);
    expect(gateway.calls).toBe(2);
    expect(session.isAuthenticated()).toBe(true);
  });

  it('A12: after a gateway that threw synchronously once, the next request is sent with the token of 1 new refresh', async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const gateway = new ScriptedGateway();
    const app = await openApp(door, { clock, pool, features: [withGateway(gateway)] });
    await app.signIn();
    await clock.advance(EXPIRED_MS);
    const send = jest.spyOn(gateway, 'send').mockImplementationOnce(() => {
      throw new RangeError('a bug in the gateway');
    });
    gateway.answer = () => ({ AuthenticationResult: pool.issue() });

    const first = observe(app.http.get(`${API_URL}first`));
    await clock.advance(WAIT_MS);
    expect(codesOf([first])).toEqual(['REFRESH_UNAVAILABLE']);
    const second = observe(app.http.get(`${API_URL}second`));
    await clock.advance(WAIT_MS);

    expect(tally([second])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect(send).toHaveBeenCalledTimes(2);
    expect(app.api.calls.map(({ token }) => pool.accepts(token))).toEqual([true]);
  });

  const failures = ['get', 'set'].flatMap((kind) => [
    { kind, storage: 'synchronous' },
    { kind, storage: 'asynchronous' },
  ]);
  it.each(failures)(
    'A12: $storage storage whose $kind throws during a refresh loses no request, and the next refresh works',
    async ({ kind, storage }) => {
      const clock = new FakeClock();
      const store = new FakeStore(storage === 'asynchronous' ? { delay: { clock, ms: 5 } } : {});
      const { pool, http, session, signIn } = await openApp(door, { clock, store });
      await signIn();
      await clock.advance(EXPIRED_MS);
      let thrown = 0;
      store.before = (operation) => {
        if (operation.kind !== kind) return;
        thrown++;
        throw new DOMException('storage is broken', 'InvalidStateError');
      };

      const first = observe(http.get(`${API_URL}first`));
      await clock.advance(WAIT_MS);
      store.before = () => undefined;
      await clock.advance(EXPIRED_MS);
      const second = observe(http.get(`${API_URL}second`));
      await clock.advance(WAIT_MS);

      expect(thrown).toBeGreaterThan(0);
      expect(tally([first, second])).toEqual({ values: 2, errors: 0, pending: 0 });
      expect(pool.refreshes).toBe(2);
      expect(session.isAuthenticated()).toBe(true);
    },
  );
});

const unusable: { answer: string; code: string; outcome: Outcome }[] = [
  {
    answer: 'HTML',
    code: 'REFRESH_UNAVAILABLE',
    outcome: () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html>',
    }),
  },
  {
    answer: 'cut JSON',
    code: 'REFRESH_UNAVAILABLE',
    outcome: () => ({ status: 200, headers: {}, body: '{"AuthenticationResult":{"IdTok' }),
  },
  {
    answer: 'nothing in it',
    code: 'REFRESH_UNAVAILABLE',
    outcome: () => ({ status: 200, headers: {}, body: '' }),
  },
  {
    answer: 'tokens that are no JWTs',
    code: 'INVALID_TOKEN',
    outcome: () => json(200, { AuthenticationResult: { IdToken: 'a.b.c', AccessToken: '…' } }),
  },
  {
    answer: "another client's tokens",
    code: 'INVALID_TOKEN',
    outcome: () => {
      const { IdToken, AccessToken } = makeTokens({ aud: 'other', client_id: 'other' });
      return json(200, { AuthenticationResult: { IdToken, AccessToken } });
    },
  },
];

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each(unusable)(
    'A12: a refresh answered with $answer fails with $code, the session is kept and a later refresh works',
    async ({ code, outcome }) => {
      const { clock, pool, api, http, session, signIn } = await openApp(variant);
      await signIn();
      await clock.advance(EXPIRED_MS);
      pool.always('GetTokensFromRefreshToken', outcome);

      const first = observe(http.get(`${API_URL}first`));
      await clock.advance(WAIT_MS);
      pool.always('GetTokensFromRefreshToken');
      await clock.advance(QUIET_MS);
      const before = pool.refreshes;
      const second = observe(http.get(`${API_URL}second`));
      await clock.advance(WAIT_MS);

      expect(codesOf([first])).toEqual([code]);
      expect(tally([second])).toEqual({ values: 1, errors: 0, pending: 0 });
      expect(pool.refreshes - before).toBe(1);
      expect(api.calls.length).toBe(1);
      expect(session.isAuthenticated()).toBe(true);
    },
  );

  it.each([400, 401])(
    'A13: a refresh call that is itself answered %i starts no other one',
    async (status) => {
      const { clock, pool, api, http, signIn } = await openApp(variant);
      await signIn();
      await clock.advance(EXPIRED_MS);
      pool.always('GetTokensFromRefreshToken', () => serviceError('SomethingNew', status));

      const request = observe(http.get(`${API_URL}orders`));
      await clock.advance(WAIT_MS);

      expect(codesOf([request])).toEqual(['REFRESH_UNAVAILABLE']);
      expect({ refreshes: pool.refreshes, api: api.calls.length }).toEqual({
        refreshes: 1,
        api: 0,
      });
    },
  );

  it('A13: a refused sign-in reaches its caller and refreshes nothing', async () => {
    const { clock, pool, api, injector, session, signIn } = await openApp(variant);
    const before = await signIn();
    pool.always('InitiateAuth', () => serviceError('NotAuthorizedException'));

    const signIns = injector.get(SignInService);
    const attempt = observe(
      signIns.signIn({ username: 'maria', password: 'wrong', flow: 'USER_PASSWORD_AUTH' }),
    );
    await clock.advance(WAIT_MS);

    expect(attempt.errors.map((error) => codeOf(error))).toEqual(['WRONG_CREDENTIALS']);
    expect(pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth']);
    expect(api.calls).toEqual([]);
    expect(session.session()).toBe(before);
  });
});

describe.each(DOORS)('with $door', (door) => {
  const foreign = [
    'https://cognito-idp.eu-west-1.amazonaws.com/',
    'https://other.example.com/prod/orders',
    'https://api.example.com/elsewhere',
  ];
  it.each(foreign.flatMap((url) => [400, 401].map((status) => ({ url, status }))))(
    'A13: $status of $url, which is not on the list, reaches the caller with 0 refreshes and 0 replays',
    async ({ url, status }) => {
      const { clock, pool, api, http, signIn } = await openApp(door);
      await signIn();
      api.status = () => status;

      const request = observe(http.post(url, { USERNAME: 'maria' }));
      await clock.advance(WAIT_MS);

      expect(codesOf([request])).toEqual([`HTTP ${status}`]);
      expect(api.calls.map(({ token }) => token)).toEqual([null]);
      expect(pool.calls).toEqual([]);
    },
  );

  it('A13: 400 of an API on the list reaches the caller with 0 refreshes and 0 replays', async () => {
    const { clock, pool, api, http, signIn } = await openApp(door);
    await signIn();
    api.status = () => 400;

    const request = observe(http.get(`${API_URL}orders`));
    await clock.advance(WAIT_MS);

    expect(codesOf([request])).toEqual(['HTTP 400']);
    expect({ calls: api.calls.length, pool: pool.calls.length }).toEqual({ calls: 1, pool: 0 });
  });
});
