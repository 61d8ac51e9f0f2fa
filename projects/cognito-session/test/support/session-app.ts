// An app as a user of the library sets it up, over every way of setting it up: one spec body runs
// over the variants.

import {
  HttpBackend,
  HttpClient,
  provideHttpClient,
  withInterceptors,
  withInterceptorsFromDi,
} from '@angular/common/http';
import { provideLocationMocks } from '@angular/common/testing';
import {
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  type EnvironmentProviders,
  importProvidersFrom,
  Injector,
  type Provider,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, type Routes } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { CognitoSessionModule } from '../../src/cognito-session-module';
import { Clock } from '../../src/core/clock';
import type { CognitoUserSession } from '../../src/core/tokens/cognito-user-session';
import type { CognitoSessionConfig } from '../../src/core/config/session-config';
import type { SessionStore } from '../../src/core/store/session-store';
import {
  provideCognitoSession,
  type SessionFeature,
  withGateway,
  withStorage,
} from '../../src/provide-cognito-session';
import { sessionInterceptor } from '../../src/session-interceptor';
import { SessionService } from '../../src/session-service';
import { API_URL, FakeApi } from './fake-api';
import { FakeClock } from './fake-clock';
import { serveByFetch } from './fake-fetch';
import { FakePool } from './fake-pool';
import { FakeStore } from './fake-store';
import type { FakeTokens } from './fake-tokens';

type Providers = (Provider | EnvironmentProviders)[];

/** A way to set the library up. */
export interface Door {
  readonly door: string;
  readonly provide: (config: CognitoSessionConfig, ...features: SessionFeature[]) => Providers;
}

/** Both setup doors, each with its form of the interceptor. */
export const DOORS: readonly Door[] = [
  {
    door: 'provideCognitoSession and sessionInterceptor',
    provide: (config, ...features) => [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideCognitoSession(config, ...features),
    ],
  },
  {
    door: 'CognitoSessionModule and SessionInterceptor',
    provide: (config, ...features) => [
      provideHttpClient(withInterceptorsFromDi()),
      importProvidersFrom(CognitoSessionModule.forRoot(config, ...features)),
    ],
  },
];

/** A way to reach Cognito. */
export interface Gateway {
  readonly gateway: string;
  /** Connects to a pool; the features say how the session is to call it. */
  readonly connect: (pool: FakePool) => SessionFeature[] | Promise<SessionFeature[]>;
}

/** Both gateways. */
export const GATEWAYS: readonly Gateway[] = [
  {
    gateway: 'fetch',
    connect: (pool) => {
      serveByFetch(pool);
      return [withGateway('fetch')];
    },
  },
  {
    gateway: 'AWS SDK',
    connect: async (pool) => {
      // Most specs never need the SDK, and it takes longer to load than they take to run.
      const { sdkGatewayTo } = await import('./fake-sdk-gateway');
      return [withGateway(await sdkGatewayTo(pool))];
    },
  },
];

/** The door and the gateway of a scenario that has nothing to do with either. */
export const DOOR: Door & Gateway = { ...DOORS[0]!, ...GATEWAYS[0]! };

/** Each door and each gateway once, for scenarios in which what stands on the wire matters. */
export const DOOR_GATEWAY_PAIRS: readonly (Door & Gateway)[] = DOORS.map((door, n) => ({
  ...door,
  ...GATEWAYS[n % GATEWAYS.length]!,
}));

/** What {@link openApp} makes an app of; everything has a default. */
export interface AppOptions {
  readonly clock?: FakeClock;
  readonly pool?: FakePool;
  readonly store?: SessionStore | 'local' | 'session' | 'memory';
  readonly config?: Partial<CognitoSessionConfig>;
  readonly features?: readonly SessionFeature[];
  readonly routes?: Routes;
  readonly providers?: Providers;
}

/** A running app and the fakes it stands on. */
export interface SessionApp {
  readonly clock: FakeClock;
  readonly pool: FakePool;
  readonly api: FakeApi;
  readonly injector: Injector;
  readonly session: SessionService;
  readonly http: HttpClient;
  /** Starts a session with tokens of the pool, and waits until it is stored. */
  signIn(tokens?: FakeTokens): Promise<CognitoUserSession>;
}

/** Every URL leads somewhere, the sign-in page's too. */
const ANY_ROUTE: Routes = [{ path: '**', children: [] }];

/**
 * Starts an app in the TestBed; the one before it, if any, is closed as by a reload of the page.
 */
export async function openApp(
  variant: Door & Partial<Gateway>,
  options: AppOptions = {},
): Promise<SessionApp> {
  const clock = options.clock ?? new FakeClock();
  const pool = options.pool ?? new FakePool(clock);
  const { connect = GATEWAYS[0]!.connect } = variant;
  const gateway = await connect(pool);
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({
    providers: [
      provideRouter(options.routes ?? ANY_ROUTE),
      provideLocationMocks(),
      ...sessionProviders(variant, clock, pool, options, gateway),
    ],
  });
  return appIn(TestBed.inject(Injector), clock, pool);
}

/**
 * Starts another app beside those that run: another tab on the same store, or a second pool. It is
 * closed with the TestBed's app.
 */
export function openBeside(
  door: Door,
  clock: FakeClock,
  pool: FakePool,
  options: AppOptions = {},
  gateway: readonly SessionFeature[] = [],
): SessionApp {
  const environment = createEnvironmentInjector(
    sessionProviders(door, clock, pool, options, gateway),
    TestBed.inject(EnvironmentInjector),
  );
  TestBed.inject(DestroyRef).onDestroy(() => environment.destroy());
  return appIn(environment.get(Injector), clock, pool);
}

/** What an app lists in its providers for one pool's session, and the fakes beneath it. */
export function sessionProviders(
  { provide }: Door,
  clock: FakeClock,
  pool: FakePool,
  { store = new FakeStore(), config, features = [], providers = [] }: AppOptions = {},
  gateway: readonly SessionFeature[] = [],
): Providers {
  const { userPoolId, clientId } = pool;
  return [
    ...provide(
      { userPoolId, clientId, apis: [API_URL], ...config },
      withStorage(store),
      ...gateway,
      ...features,
    ),
    { provide: Clock, useValue: clock },
    { provide: FakeApi, useValue: new FakeApi(clock) },
    { provide: HttpBackend, useExisting: FakeApi },
    ...providers,
  ];
}

/** The app that an injector holds. */
export function appIn(injector: Injector, clock: FakeClock, pool: FakePool): SessionApp {
  const session = injector.get(SessionService);
  return {
    clock,
    pool,
    injector,
    session,
    api: injector.get(FakeApi),
    http: injector.get(HttpClient),
    async signIn(tokens = pool.issue()) {
      const started = firstValueFrom(session.setSession(tokens));
      // Enough for the slowest store that isn't broken.
      await clock.advance(1000);
      return started;
    },
  };
}
