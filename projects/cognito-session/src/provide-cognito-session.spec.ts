// Tests the store and the gateway of an app, by its config and features.

import { HTTP_INTERCEPTORS } from '@angular/common/http';
import {
  ApplicationInitStatus,
  type EnvironmentProviders,
  NgZone,
  PLATFORM_ID,
  type Provider,
} from '@angular/core';
import { Router } from '@angular/router';
import { CognitoSessionModule } from './cognito-session-module';
import { Clock, SystemClock } from './core/clock';
import { type CheckedConfig, checkConfig } from './core/config/session-config';
import type { SessionStore } from './core/store/session-store';
import { SESSION_STORE_DECORATOR } from './create-session-manager';
import { GATEWAY, loadGateway } from './load-gateway';
import {
  provideCognitoSession,
  type SessionFeature,
  withGateway,
  withHistory,
  withMigration,
  withStorage,
} from './provide-cognito-session';
import { SessionHistory } from './session-history';
import { SessionHost } from './session-host';
import { SessionInterceptor } from './session-interceptor';
import { SessionService } from './session-service';
import { FakeClock, settle } from '../test/support/fake-clock';
import { serveByFetch } from '../test/support/fake-fetch';
import { setWebLocks } from '../test/support/fake-locks';
import { useFakePage } from '../test/support/fake-page';
import { FakePool } from '../test/support/fake-pool';
import { FakeStore, STORE_KEY } from '../test/support/fake-store';
import { CLIENT_ID } from '../test/support/fake-tokens';
import { configWith } from '../test/support/good-config';
import { observe } from '../test/support/observed';
import { fakeRouter, injectorOf, PAGE_DOCUMENT } from '../test/support/adapters';

useFakePage();
afterAll(() => setWebLocks(undefined));
type Providers = (Provider | EnvironmentProviders)[];

/** The injected services of an app with these providers. */
function open(providers: Providers, ...more: Provider[]) {
  const zone = {
    run: (work: () => unknown) => work(),
    runOutsideAngular: (work: () => unknown) => work(),
  };
  return injectorOf(
    { provide: PLATFORM_ID, useValue: 'browser' },
    { provide: NgZone, useValue: zone },
    { provide: Router, useValue: fakeRouter().router },
    PAGE_DOCUMENT,
    ApplicationInitStatus,
    providers as Provider[],
    more,
  );
}
const provided = (...features: SessionFeature[]): Providers => [
  provideCognitoSession(configWith(), ...features),
];
const config: CheckedConfig = checkConfig(configWith({ endpoint: 'http://localhost:9229' }));

/** The part of Web Storage that the stores use. */
function provideStorage(name: string): Map<string, string> {
  const items = new Map<string, string>();
  const value = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
    removeItem: (key: string) => void items.delete(key),
  };
  Object.defineProperty(globalThis, name, { configurable: true, value });
  return items;
}
let local: Map<string, string>;
let session: Map<string, string>;
beforeEach(() => {
  local = provideStorage('localStorage');
  session = provideStorage('sessionStorage');
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'localStorage');
  Reflect.deleteProperty(globalThis, 'sessionStorage');
});

/** Signs in and out of an app on a fake clock, and returns the place of the session meanwhile. */
async function placeOfSession(...features: SessionFeature[]): Promise<string> {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const app = open(provided(...features), { provide: Clock, useValue: clock });
  app.get(SessionService).setSession(pool.issue());
  await settle();
  if (local.has(STORE_KEY)) return 'localStorage';
  return session.has(STORE_KEY) ? 'sessionStorage' : 'nowhere else';
}

describe('withStorage', () => {
  it.each([
    ['nothing', [], 'localStorage'],
    ['local', [withStorage('local')], 'localStorage'],
    ['session', [withStorage('session')], 'sessionStorage'],
    ['memory', [withStorage('memory')], 'nowhere else'],
  ])('with %s keeps the session in the right place', async (_name, features, place) => {
    expect(await placeOfSession(...features)).toBe(place);
  });

  it("takes a store of the app's own", async () => {
    const store = new FakeStore();
    expect(await placeOfSession(withStorage(store))).toBe('nowhere else');
    expect([...store.items.keys()]).toEqual([STORE_KEY]);
  });

  const nothing = (): undefined => undefined;
  it.each([
    'disk',
    '',
    7,
    null,
    undefined,
    {},
    { setItem: nothing, removeItem: nothing },
    { getItem: nothing, removeItem: nothing },
    { getItem: nothing, setItem: nothing },
    { getItem: 'x', setItem: nothing, removeItem: nothing },
  ])('refuses %p', (store) => {
    expect(() => withStorage(store as unknown as SessionStore)).toThrow(
      "INVALID_CONFIG: withStorage must be 'local', 'session', 'memory' or an object with getItem, setItem and removeItem; it is ",
    );
  });
});

describe('withGateway', () => {
  const gatewayOf = (feature: SessionFeature): unknown => {
    const choice = open(provided(feature)).get(GATEWAY);
    return typeof choice === 'function' ? choice(config) : choice;
  };

  it('calls Cognito by fetch', async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    serveByFetch(pool);
    const chosen = open(provided(withGateway('fetch'))).get(GATEWAY);
    const gateway = await loadGateway(checkConfig(configWith()), chosen);
    const call = gateway.send('RevokeToken', { ClientId: 'c', Token: 't' });
    await clock.advance(100);
    expect(await call).toEqual({});
    expect(pool.calls.map(({ operation }) => operation)).toEqual(['RevokeToken']);
  });

  it('calls Cognito by the AWS SDK', () => {
    expect(gatewayOf(withGateway('aws-sdk'))).toBe('aws-sdk');
  });

  it("takes a gateway of the app's own", () => {
    const mine: unknown = { send: () => undefined };
    expect(gatewayOf(withGateway(mine as never))).toBe(mine);
  });

  it.each(['axios', '', 7, null, undefined, {}, { send: 'x' }])('refuses %p', (gateway) => {
    expect(() => withGateway(gateway as never)).toThrow(
      "INVALID_CONFIG: withGateway must be 'fetch', 'aws-sdk' or an object with send; it is ",
    );
  });

  it('is used for the session’s refresh', async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const send = jest.fn(() => Promise.reject(new Error('mine')));
    const mine: unknown = { send };
    const providers = provided(withStorage('memory'), withGateway(mine as never));
    const app = open(providers, { provide: Clock, useValue: clock });
    const service = app.get(SessionService);
    service.setSession(pool.issue());
    await settle();
    const refreshed = observe(service.refreshSession());
    await clock.advance(1000);
    expect(refreshed.errors).toMatchObject([{ cause: { message: 'mine' } }]);
    expect(send).toHaveBeenCalledTimes(1);
  });
});

describe('withHistory', () => {
  it('listens from the start, and keeps 100 entries', async () => {
    const app = open(provided(withHistory(), withStorage('memory')));
    app.get(ApplicationInitStatus);
    const history = app.get(SessionHistory);
    for (let i = 0; i < 101; i++)
      app.get(SessionService).setSession(new FakePool(new FakeClock(Date.now())).issue());
    await settle();
    expect(history.entries()).toHaveLength(100);
  });

  it('keeps the given number of entries', async () => {
    const app = open(provided(withHistory({ entries: 1 }), withStorage('memory')));
    const history = app.get(SessionHistory);
    const pool = new FakePool(new FakeClock(Date.now()));
    app.get(SessionService).setSession(pool.issue());
    app.get(SessionService).setSession(pool.issue({ sub: 'other' }));
    await settle();
    expect(history.entries()).toMatchObject([{ type: 'user-changed' }]);
  });

  it.each([1, 1000])('takes %d entries', (entries) => {
    expect(() => withHistory({ entries })).not.toThrow();
  });

  it.each([0, -1, 1001, 1.5, Number.NaN, '7'])('refuses %p entries', (entries) => {
    expect(() => withHistory({ entries: entries as number })).toThrow(
      'INVALID_CONFIG: withHistory.entries must be a whole number from 1 to 1000; it is ',
    );
  });
});

describe('withMigration', () => {
  it('puts a store in front that finds the session of another library', () => {
    const pool = new FakePool(new FakeClock(Date.now()));
    const { IdToken, AccessToken } = pool.issue();
    const prefix = `CognitoIdentityServiceProvider.${CLIENT_ID}`;
    local.set(`${prefix}.LastAuthUser`, 'maria');
    local.set(`${prefix}.maria.idToken`, IdToken);
    local.set(`${prefix}.maria.accessToken`, AccessToken);
    const app = open(provided(withMigration(), withStorage('memory')));
    expect(app.get(SessionService).idToken()?.getJwtToken()).toBe(IdToken);
    expect(
      open(provided(withStorage('memory')))
        .get(SessionService)
        .isAuthenticated(),
    ).toBe(false);
    expect(open(provided()).get(SESSION_STORE_DECORATOR, null)).toBeNull();
  });
});

describe('provideCognitoSession', () => {
  it('starts the session with the app, on the clock of the system', () => {
    const app = open(provided(withStorage('memory')));
    expect(app.get(Clock)).toBeInstanceOf(SystemClock);
    expect(app.get(SessionHost).manager).toBeDefined();
    expect(app.get(SessionService).state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  });

  it('lets the start of the app wait for a config that a function gets', async () => {
    let arrive!: (config: ReturnType<typeof configWith>) => void;
    const get = (): Promise<ReturnType<typeof configWith>> =>
      new Promise((resolve) => (arrive = resolve));
    const app = open([provideCognitoSession(get, withStorage('memory'))]);
    const status = app.get(ApplicationInitStatus);
    // Angular runs the initializers itself at its start.
    (status as unknown as { runInitializers(): void }).runInitializers();
    await settle();
    expect([status.done, app.get(SessionHost).manager]).toEqual([false, undefined]);
    arrive(configWith());
    await status.donePromise;
    expect(app.get(SessionHost).manager).toBeDefined();
  });

  it('starts the session with its injector, even when nothing injects it', async () => {
    const create = jest.fn(() => new Promise<never>(() => undefined));
    open([provideCognitoSession(create)]);
    await settle();
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('refuses a wrong config at once', () => {
    expect(() => open([provideCognitoSession(configWith({ clientId: '' }))])).toThrow(
      'INVALID_CONFIG: clientId must be',
    );
  });

  it('refuses a wrong config that a function gets', async () => {
    const app = open([provideCognitoSession(() => Promise.resolve(configWith({ clientId: '' })))]);
    await expect(app.get(SessionHost).ready).rejects.toThrow('INVALID_CONFIG: clientId must be');
  });

  it('refreshes by fetch when no gateway was chosen', async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    serveByFetch(pool);
    const app = open(provided(withStorage('memory')), { provide: Clock, useValue: clock });
    app.get(SessionService).setSession(pool.issue());
    const refreshed = observe(app.get(SessionService).refreshSession());
    await clock.advance(1000);
    expect(refreshed.values).toHaveLength(1);
    expect(pool.refreshes).toBe(1);
  });
});

describe('CognitoSessionModule', () => {
  it('provides the same, and the interceptor as a class', () => {
    const { ngModule, providers = [] } = CognitoSessionModule.forRoot(
      configWith(),
      withStorage('memory'),
    );
    const app = open(providers as Providers);
    expect(ngModule).toBe(CognitoSessionModule);
    expect(app.get(SessionHost).manager).toBeDefined();
    expect(app.get(HTTP_INTERCEPTORS)).toEqual([app.get(SessionInterceptor)]);
  });
});
