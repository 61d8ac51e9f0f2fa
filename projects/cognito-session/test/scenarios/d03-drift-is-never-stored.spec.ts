// D03: how far a clock is off is never stored and never believed. A drift that is no number makes
// every comparison with it false, which in other libraries makes an expired token valid for ever.

import { Clock } from '../../src/core/clock';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
} from '../../src/core/tokens/cognito-tokens';
import { CognitoUserSession } from '../../src/core/tokens/cognito-user-session';
import { API_URL } from '../support/fake-api';
import { DeviceClock } from '../support/device-clock';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { CLIENT_ID, LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, tally } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';
import { refuseExpired } from '../support/strict-api';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

/**
 * Drifts as other libraries would have stored them, as JSON: text, no number, too large, wrong
 * sign, milliseconds.
 */
const drifts = ['""', '"abc"', 'null', '"NaN"', '1e309', '-1e309', '-7200', '7200', '7200000'];
/** Names under which they could be in a record. */
const names = ['clockDrift', 'ClockDrift', 'drift'];

/** What is sent, and asked of Cognito, when an app starts over this storage and is used at once. */
const useAfterStart = async (
  clock: FakeClock,
  pool: FakePool,
  items: Map<string, string>,
): Promise<{ app: SessionApp; expired: number }> => {
  const app = await openApp(DOOR, { clock, pool, store: new FakeStore({ items }) });
  const refused = refuseExpired(app.api, clock);
  const callers = [observe(app.session.getSession()), observe(app.http.get(`${API_URL}orders`))];
  await clock.advance(5000);
  expect(tally(callers)).toEqual({ values: 2, errors: 0, pending: 0 });
  return { app, expired: refused.length };
};

it.each(drifts)(
  'D03: a stored drift of %s is ignored: an expired token is refreshed before it is handed out',
  async (drift) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore();
    const { signIn } = await openApp(DOOR, { clock, pool, store });
    const old = (await signIn()).getIdToken().getJwtToken();
    const more = names.map((name) => `${JSON.stringify(name)}:${drift}`).join(',');
    const record = store.items.get(STORE_KEY)!.replace(/\}$/, `,${more}}`);
    await clock.advance(EXPIRED_MS);

    const prefix = `CognitoIdentityServiceProvider.${CLIENT_ID}.maria`;
    const items = new Map([
      [STORE_KEY, record],
      [`${prefix}.clockDrift`, drift],
    ]);
    const { app, expired } = await useAfterStart(clock, pool, items);

    expect(pool.refreshes).toBe(1);
    expect(expired).toBe(0);
    expect(app.api.calls.map(({ token }) => token)).not.toContain(old);
    figure(`D03 ${drifts.length} stored drifts, each under ${names.length} names: all ignored`);
  },
);

it.each(['""', '"abc"', 'null', 'true', '1e309', '-1e309', '-1', '1e15', 'seconds'])(
  'D03: a stored time of issue of %s never makes an expired token good',
  async (given) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore();
    const { signIn } = await openApp(DOOR, { clock, pool, store });
    await signIn();
    await clock.advance(EXPIRED_MS);
    const issuedAt = given === 'seconds' ? String(clock.seconds) : given;
    const record = store.items.get(STORE_KEY)!.replace(/"issuedAt":\d+/, `"issuedAt":${issuedAt}`);
    expect(record).toContain(issuedAt);

    const { expired } = await useAfterStart(clock, pool, new Map([[STORE_KEY, record]]));

    expect(pool.refreshes).toBe(1);
    expect(expired).toBe(0);
  },
);

it.each([NaN, Infinity, -Infinity, -2 * LIFETIME_SECONDS, 7_200_000])(
  'D03: a drift of %p in the session that an app hands over is ignored',
  async (ClockDrift) => {
    const clock = new FakeClock();
    const { api, http, pool, session } = await openApp(DOOR, { clock });
    const refused = refuseExpired(api, clock);
    const { IdToken, AccessToken, RefreshToken } = pool.issue();
    await clock.advance(EXPIRED_MS);

    session.setSession(
      new CognitoUserSession({
        IdToken: new CognitoIdToken({ IdToken }),
        AccessToken: new CognitoAccessToken({ AccessToken }),
        RefreshToken: new CognitoRefreshToken({ RefreshToken }),
        ClockDrift,
      }),
    );
    await clock.advance(0);
    expect(session.session()?.getClockDrift()).toBe(0);
    const request = observe(http.get(`${API_URL}orders`));
    await clock.advance(5000);

    expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect(pool.refreshes).toBe(1);
    expect(refused).toEqual([]);
  },
);

it('D03: nothing about the drift is stored, neither at sign-in nor by a refresh', async () => {
  const clock = new FakeClock();
  const store = new FakeStore();
  const providers = [{ provide: Clock, useValue: new DeviceClock(clock, -7_200_000) }];
  const { session, signIn } = await openApp(DOOR, { clock, store, providers });
  const fields = (): string[] =>
    Object.keys(JSON.parse(store.items.get(STORE_KEY)!) as Record<string, unknown>);
  await signIn();
  const afterSignIn = fields();
  await clock.advance(EXPIRED_MS);
  observe(session.getSession());
  await clock.advance(5000);

  expect(session.session()?.getClockDrift()).toBe(-7200);
  const known = 'v generation revision issuedAt idToken accessToken refreshToken'.split(' ');
  expect([afterSignIn, fields()]).toEqual([known, known]);
  expect([...store.items.keys()]).toEqual([STORE_KEY]);
});
