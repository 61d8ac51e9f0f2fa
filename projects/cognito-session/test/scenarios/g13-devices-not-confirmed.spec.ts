// G13: a pool that tracks devices, and a confirmation that fails. The session never dies at its
// first refresh without a word.

import { TestBed } from '@angular/core/testing';
import type { SignedInStep } from 'ngx-cognito-session/sign-in';
import { withHistory } from '../../src/provide-cognito-session';
import { SessionHistory } from '../../src/session-history';
import { hang, json, type Outcome, serviceError, unreachable } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { observe, type Observed } from '../support/observed';
import { GATEWAYS, type SessionApp } from '../support/session-app';
import { answerTokens, openSignInHarness, type SignInHarness } from '../support/sign-in-harness';
import { offerWebCrypto } from '../support/web-crypto';
import type { SessionEvent } from '../../src/core/session/session-state';

offerWebCrypto();

const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' };
const RECORD = `${STORE_KEY}.device.maria`;
const FAULTS: readonly (readonly [string, Outcome])[] = [
  ['a drop', unreachable()],
  ['a throttle', () => serviceError('TooManyRequestsException')],
  ['a 500', () => serviceError('InternalErrorException', 500)],
  ['a time-out', hang],
];

let harness: SignInHarness;
let app: SessionApp;
let store: FakeStore;
let events: Observed<SessionEvent>;

/** Cognito as it is where devices are tracked: no refresh before ConfirmDevice. */
beforeEach(async () => {
  store = new FakeStore();
  harness = await openSignInHarness(GATEWAYS[0]!, { store, features: [withHistory()] });
  ({ app } = harness);
  const { pool } = app;
  events = observe(app.session.events$);
  TestBed.inject(SessionHistory);
  pool.next('InitiateAuth', answerTokens(pool.issue(), { NewDeviceMetadata }));
  pool.always('GetTokensFromRefreshToken', () =>
    serviceError('NotAuthorizedException', 400, 'Invalid Refresh Token'),
  );
  pool.always('ConfirmDevice', accept);
});

const accept: Outcome = () => {
  app.pool.always('GetTokensFromRefreshToken');
  return json(200, {});
};

/** Signs in while ConfirmDevice meets a fault, once or always. */
async function signIn(fault: Outcome, often: 'once' | 'always'): Promise<SignedInStep> {
  if (often === 'once') app.pool.next('ConfirmDevice', fault);
  else app.pool.always('ConfirmDevice', fault);
  const { values } = await harness.signIn({ username: 'maria' });
  expect(values).toMatchObject([{ status: 'signed-in' }]);
  return values[0] as SignedInStep;
}
const refresh = () => harness.finish(app.session.refreshSession());
const operations = (): string[] => app.pool.calls.map(({ operation }) => operation);
const record = (): unknown => JSON.parse(store.items.get(RECORD) ?? 'null');
const typesOf = (): string[] => events.values.map(({ type }) => type);

describe('G13 ConfirmDevice meets', () => {
  it.each(FAULTS)('%s once: it is confirmed at a later try', async (_name, fault) => {
    expect(await signIn(fault, 'once')).toMatchObject({ deviceConfirmationFailed: false });
    expect((await refresh()).values).toHaveLength(1);
    expect(app.pool.count('ConfirmDevice')).toBe(2);
    expect(typesOf()).toEqual(['signed-in', 'refreshed']);
    expect(harness.inputsOf('GetTokensFromRefreshToken')).toMatchObject([
      { DeviceKey: 'eu-west-1_d1' },
    ]);
  });

  it.each(FAULTS)(
    '%s at the sign-in: it is told, and confirmed before the first refresh',
    async (_name, fault) => {
      expect(await signIn(fault, 'always')).toMatchObject({ deviceConfirmationFailed: true });
      expect(typesOf()).toEqual(['signed-in', 'device-unconfirmed']);
      app.pool.calls.length = 0;
      app.pool.always('ConfirmDevice', accept);
      expect((await refresh()).values).toHaveLength(1);
      expect(operations()).toEqual(['ConfirmDevice', 'GetTokensFromRefreshToken']);
      expect(record()).toEqual({
        v: 1,
        deviceKey: 'eu-west-1_d1',
        deviceGroupKey: '-group',
        password: expect.any(String) as string,
      });
      await refresh();
      expect(app.pool.count('ConfirmDevice')).toBe(1);
      expect(app.session.isAuthenticated()).toBe(true);
    },
  );
});

it('G13 still unconfirmed at the refresh: nothing is refreshed, the session is kept, and a later one mends it', async () => {
  await signIn(unreachable(), 'always');
  const { errors } = await refresh();
  expect(errors).toMatchObject([{ code: 'REFRESH_UNAVAILABLE' }]);
  expect(app.pool.refreshes).toBe(0);
  expect(typesOf()).toEqual([
    'signed-in',
    'device-unconfirmed',
    'device-unconfirmed',
    'refresh-failed',
  ]);
  expect(app.session.isAuthenticated()).toBe(true);
  app.pool.always('ConfirmDevice', accept);
  expect((await refresh()).values).toHaveLength(1);
});

it('G13 the access token has expired meanwhile: the refresh is tried, and its refusal is told', async () => {
  await signIn(unreachable(), 'always');
  app.pool.always('ConfirmDevice', () =>
    serviceError('NotAuthorizedException', 400, 'Access Token has expired'),
  );
  await app.clock.advance(LIFETIME_SECONDS * 1000);
  expect((await harness.finish(app.session.getSession())).errors).toMatchObject([
    { code: 'SESSION_EXPIRED' },
  ]);
  expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
  expect(TestBed.inject(SessionHistory).whySignedOut()).toMatchObject([
    { type: 'device-unconfirmed', code: 'REFRESH_UNAVAILABLE', error: 'TypeError' },
    { type: 'device-unconfirmed', code: 'NOT_SIGNED_IN', error: 'NotAuthorizedException' },
    { type: 'refresh-failed', code: 'SESSION_EXPIRED', text: 'Invalid Refresh Token' },
    { type: 'signed-out', reason: 'refused' },
  ]);
  expect(record()).toBeNull();
});

it('G13 no answer to the confirmation and an expired token: the refresh is tried all the same', async () => {
  await signIn(hang, 'always');
  await app.clock.advance(LIFETIME_SECONDS * 1000);
  await harness.finish(app.session.getSession());
  expect(app.pool.refreshes).toBe(1);
  expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
});

it('G13 a device of another session of the user is left alone', async () => {
  await signIn(unreachable(), 'always');
  const kept = record();
  app.pool.calls.length = 0;
  app.pool.always('GetTokensFromRefreshToken');
  await app.signIn(app.pool.issue({ device_key: 'eu-west-1_d2' }));
  await refresh();
  expect(operations()).toEqual(['GetTokensFromRefreshToken']);
  expect(record()).toEqual(kept);
});
