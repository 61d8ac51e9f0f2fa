// B17: withMigration takes over what amazon-cognito-identity-js or aws-amplify left in
// localStorage.

import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import {
  type Claims,
  CLIENT_ID,
  type FakeTokens,
  issuerOf,
  LIFETIME_SECONDS,
} from '../support/fake-tokens';
import { type AppOptions, DOOR, openApp, type SessionApp } from '../support/session-app';
import { API_URL } from '../support/fake-api';
import { observe } from '../support/observed';
import { withMigration } from '../../src/provide-cognito-session';

const PREFIX = `CognitoIdentityServiceProvider.${CLIENT_ID}`;
const USER = 'maria.da.silva@example.com';
/**
 * Written by either library: whole seconds here, milliseconds of the other sign there; and what
 * bugs have left.
 */
const DRIFTS = ['0', '-2', '7200', '-7200000', '', 'abc', 'NaN', '1e309'];

const theirKeys = (): string[] =>
  Object.keys(localStorage).filter((key) => key.startsWith('CognitoIdentityServiceProvider'));

/** Writes a session as the other libraries do. */
function leaveSession(pool: FakePool, drift: string, claims: Claims = {}): FakeTokens {
  const tokens = pool.issue(claims);
  const values = {
    idToken: tokens.IdToken,
    accessToken: tokens.AccessToken,
    refreshToken: tokens.RefreshToken,
    clockDrift: drift,
    signInDetails: '{"loginId":"maria"}',
    deviceKey: 'eu-west-1_device',
  };
  for (const [name, value] of Object.entries(values)) {
    localStorage.setItem(`${PREFIX}.${USER}.${name}`, value);
  }
  localStorage.setItem(`${PREFIX}.LastAuthUser`, USER);
  return tokens;
}

describe('B17', () => {
  let clock: FakeClock;
  let pool: FakePool;
  let store: FakeStore;

  beforeEach(() => {
    localStorage.clear();
    clock = new FakeClock();
    pool = new FakePool(clock);
    store = new FakeStore();
  });
  afterEach(() => localStorage.clear());

  const open = (options: Partial<AppOptions> = {}): Promise<SessionApp> =>
    openApp(DOOR, { clock, pool, store, features: [withMigration()], ...options });

  it.each(DRIFTS)(
    'B17: a session with the drift "%s" is taken over without a refresh',
    async (drift) => {
      const { AccessToken } = leaveSession(pool, drift);

      const { session } = await open();

      expect(session.session()?.getAccessToken().getJwtToken()).toBe(AccessToken);
      expect(session.session()?.getClockDrift()).toBe(0);
      expect(pool.refreshes).toBe(0);
    },
  );

  it.each(DRIFTS)(
    'B17: an expired session with the drift "%s" is refreshed once, then sent',
    async (drift) => {
      leaveSession(pool, drift);
      await clock.advance((LIFETIME_SECONDS + 60) * 1000);

      const { http, api } = await open();
      const requests = [observe(http.get(API_URL)), observe(http.get(`${API_URL}2`))];
      await clock.advance(1000);

      expect(requests.map(({ values }) => values.length)).toEqual([1, 1]);
      expect(api.calls).toHaveLength(2);
      expect(pool.refreshes).toBe(1);
    },
  );

  it('B17: reading writes nothing, so that a slower tab cannot put an old refresh token back', async () => {
    leaveSession(pool, '0');
    const before = theirKeys();

    await open();
    await clock.advance(1000);

    expect(store.items.has(STORE_KEY)).toBe(false);
    expect(theirKeys()).toEqual(before);
  });

  it('B17: the first refresh stores the session here and removes their keys, but a device stays known', async () => {
    leaveSession(pool, '0');
    const { session } = await open();

    session.refreshSession();
    await clock.advance(1000);

    expect(store.items.has(STORE_KEY)).toBe(true);
    expect(theirKeys()).toEqual([`${PREFIX}.${USER}.deviceKey`]);
  });

  it('B17: after a sign-out and a reload nobody is signed in', async () => {
    leaveSession(pool, '0');
    const { session } = await open();
    session.signOut();
    await clock.advance(5000);

    const reloaded = await open();

    expect(reloaded.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  });

  it('B17: all tabs give the session the same generation: a refresh of one is adopted by the other', async () => {
    leaveSession(pool, '0');
    const { session } = await open();
    session.refreshSession();
    await clock.advance(1000);
    const token = session.session()?.getAccessToken().getJwtToken();

    const second = await open();

    expect(second.session.session()?.getAccessToken().getJwtToken()).toBe(token);
    expect(pool.refreshes).toBe(1);
  });

  it('B17: tokens of another pool are no session, and leave nothing behind', async () => {
    leaveSession(pool, '0', { iss: issuerOf('eu-west-1_Other') });

    const { session } = await open();

    expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  });

  it.each([
    ['no tokens', {}],
    ['an ID token that is none', { idToken: 'x.y.z' }],
  ])(
    'B17: keys with %s are no session and stay as they are',
    async (_what, values: Readonly<Record<string, string>>) => {
      localStorage.setItem(`${PREFIX}.LastAuthUser`, USER);
      for (const [name, value] of Object.entries(values)) {
        localStorage.setItem(`${PREFIX}.${USER}.${name}`, value);
      }
      const before = theirKeys();

      const { session } = await open();

      expect(session.state().status).toBe('signed-out');
      expect(theirKeys()).toEqual(before);
    },
  );

  it('B17: a session of our own comes first', async () => {
    const { signIn, session } = await open();
    await signIn();
    const own = session.session()?.getAccessToken().getJwtToken();
    leaveSession(pool, '0');

    const reloaded = await open();

    expect(reloaded.session.session()?.getAccessToken().getJwtToken()).toBe(own);
  });

  it('B17: without withMigration their keys are neither read nor touched', async () => {
    leaveSession(pool, '0');
    const before = theirKeys();

    const { session } = await open({ features: [] });
    session.signOut();
    await clock.advance(5000);

    expect(session.state().status).toBe('signed-out');
    expect(theirKeys()).toEqual(before);
  });
});
