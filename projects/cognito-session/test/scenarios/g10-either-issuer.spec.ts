// G10: tokens of a pool name one of two issuers, and AWS lets a pool be switched while its users
// are signed in. Emulators and proxies write others. Each of them is accepted wherever tokens come
// in, and no other is.

import { firstValueFrom } from 'rxjs';
import { withMigration } from '../../src/provide-cognito-session';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { CLIENT_ID, issuerOf, POOL_ID } from '../support/fake-tokens';
import { codeOf, observe } from '../support/observed';
import { type AppOptions, DOORS, GATEWAYS, openApp, type SessionApp } from '../support/session-app';
import { answerTokens, openSignInHarness } from '../support/sign-in-harness';

const ORIGINAL = issuerOf(POOL_ID);
const UPDATED = ORIGINAL.replace('https://', 'https://issuer-');
const ENDPOINT = 'https://cognito.example.com/pools/';
const FURTHER = `https://login.example.com/${POOL_ID}`;

const ACCEPTED = [
  ['AWS’s ORIGINAL form', ORIGINAL],
  ['AWS’s UPDATED form', UPDATED],
  ['the endpoint and the pool', ENDPOINT + POOL_ID],
  ['one of the settings', FURTHER],
] as const;

const OTHERS = [
  UPDATED.replace('eu-west-1.', 'eu-west-2.'),
  UPDATED.replace(POOL_ID, 'eu-west-1_Other'),
  UPDATED.replace('issuer-', 'issuer.'),
  UPDATED.replace('issuer-', 'issuer-issuer-'),
  UPDATED.replace('https:', 'http:'),
  UPDATED.replace('amazonaws.com', 'amazonaws.com.evil.com'),
  UPDATED.replace('amazonaws.com', 'amazonaws.eu'),
  `${UPDATED}/`,
  `${FURTHER}/`,
  FURTHER.toUpperCase(),
  'https://login.example.com/',
  '',
];

let clock: FakeClock;
let pool: FakePool;
let options: AppOptions & { readonly store: FakeStore };

beforeEach(() => {
  localStorage.clear();
  clock = new FakeClock();
  pool = new FakePool(clock, { endpoint: ENDPOINT, rotation: true, graceMs: 0 });
  const config = { endpoint: ENDPOINT, issuers: [FURTHER], onSessionEnd: 'stay' } as const;
  options = { clock, pool, store: new FakeStore(), config };
});
afterEach(() => localStorage.clear());

const open = (changes: AppOptions = {}): Promise<SessionApp> =>
  openApp(DOORS[0]!, { ...options, ...changes });
const issuerIn = ({ session }: SessionApp): unknown => session.idToken()?.payload.iss;

/** Leaves a session as aws-amplify does. */
function leaveSession(): void {
  const prefix = `CognitoIdentityServiceProvider.${CLIENT_ID}`;
  const { IdToken, AccessToken, RefreshToken } = pool.issue();
  localStorage.setItem(`${prefix}.LastAuthUser`, 'maria');
  localStorage.setItem(`${prefix}.maria.idToken`, IdToken);
  localStorage.setItem(`${prefix}.maria.accessToken`, AccessToken);
  localStorage.setItem(`${prefix}.maria.refreshToken`, RefreshToken);
}

describe.each(ACCEPTED)('G10: %s is accepted', (_name, issuer) => {
  beforeEach(() => void (pool.issuer = issuer));

  it('from setSession, from a refresh, and from the store', async () => {
    const app = await open();
    await app.signIn();
    const refreshed = observe(app.session.refreshSession());
    await clock.advance(1000);
    expect(refreshed.errors).toEqual([]);
    expect(pool.refreshes).toBe(1);
    expect(issuerIn(app)).toBe(issuer);
    const token = app.session.idToken()?.getJwtToken();

    const reloaded = await open();
    expect(reloaded.session.idToken()?.getJwtToken()).toBe(token);
  });

  it('from a sign-in', async () => {
    pool.next('InitiateAuth', answerTokens(pool.issue()));
    const harness = await openSignInHarness(GATEWAYS[0]!, options);
    const { values, errors } = await harness.signIn();
    expect(errors).toEqual([]);
    expect(values).toMatchObject([{ status: 'signed-in' }]);
    expect(issuerIn(harness.app)).toBe(issuer);
  });

  it('from the library that was there before', async () => {
    leaveSession();
    expect(issuerIn(await open({ features: [withMigration()] }))).toBe(issuer);
  });
});

describe('G10: every other issuer is refused', () => {
  it.each(OTHERS)('%j', async (issuer) => {
    pool.issuer = issuer;
    const app = await open();
    const started = firstValueFrom(app.session.setSession(pool.issue()));
    await expect(started).rejects.toMatchObject({
      code: 'INVALID_TOKEN',
      message: expect.stringContaining('iss must be') as string,
    });
    expect(app.session.session()).toBeNull();
  });

  it('from a refresh, which keeps the session', async () => {
    const app = await open();
    await app.signIn();
    pool.issuer = OTHERS[0]!;
    const refreshed = observe(app.session.refreshSession());
    await clock.advance(1000);
    expect(refreshed.errors).toHaveLength(1);
    expect(refreshed.values).toEqual([]);
    expect(issuerIn(app)).toBe(ORIGINAL);
  });

  it('from the store, from a sign-in, and from the library that was there before', async () => {
    const other = OTHERS[0]!;
    pool.issuer = other;
    const trusting = await open({ config: { ...options.config, issuers: [other] } });
    await trusting.signIn();
    expect(issuerIn(trusting)).toBe(other);
    expect((await open()).session.session()).toBeNull();

    const store = new FakeStore();
    pool.next('InitiateAuth', answerTokens(pool.issue()));
    const harness = await openSignInHarness(GATEWAYS[0]!, { ...options, store });
    const { values, errors } = await harness.signIn();
    expect([values, errors.map(codeOf)]).toEqual([[], ['INVALID_TOKEN']]);

    leaveSession();
    const migrated = await open({ store: new FakeStore(), features: [withMigration()] });
    expect(migrated.session.session()).toBeNull();
  });
});

it('G10: a pool that is switched to and fro under a live session, with rotation and without grace, signs nobody out', async () => {
  const app = await open();
  await app.signIn();
  const events = observe(app.session.events$);
  for (const issuer of [UPDATED, ORIGINAL, UPDATED]) {
    pool.issuer = issuer;
    await clock.advance(pool.lifetimeSeconds * 1000);
    const request = observe(app.http.get(API_URL));
    await clock.advance(5000);
    expect(request.values).toHaveLength(1);
    expect(issuerIn(app)).toBe(issuer);
  }
  expect(events.values.map(({ type }) => type)).toEqual(Array(3).fill('refreshed'));
  expect(app.session.isAuthenticated()).toBe(true);
  expect(pool.refreshes).toBe(3);
});
