// The one list of providers, and the features that change it.

import {
  type EnvironmentProviders,
  inject,
  Injector,
  isDevMode,
  makeEnvironmentProviders,
  provideAppInitializer,
  provideEnvironmentInitializer,
  type Provider,
} from '@angular/core';
import { Clock, SystemClock } from './core/clock';
import type { CognitoGateway } from './core/cognito-gateway';
import { FetchCognitoGateway } from './core/fetch-cognito-gateway';
import { LazyAwsSdkGateway } from './core/lazy-aws-sdk-gateway';
import { invalid } from './core/api-rules';
import type { SessionManager } from './core/session-manager';
import { MemorySessionStore, SessionStore, WebStorageSessionStore } from './core/session-store';
import {
  createSessionManager,
  type GatewayFactory,
  SESSION_CONFIG,
  SESSION_GATEWAY,
  type SessionConfigSource,
} from './create-session-manager';
import { CREATE_SESSION_MANAGER, SessionHost } from './session-host';
import { SessionInterceptor } from './session-interceptor';
import { SessionService } from './session-service';
import { followSessionEnd } from './sign-in-page';
import { SIGN_IN_GATEWAY } from './sign-in-gateway';

/** A feature for {@link provideCognitoSession}, made by one of the `with…` functions. */
export interface SessionFeature {
  /** @internal */
  readonly ɵproviders: Provider[];
}

/**
 * Provides the session of one user pool. `config` may be a function that gets it, from a file for example; the app's
 * start waits for it. Wrong values make the start fail with `SessionError('INVALID_CONFIG')`.
 *
 * Add `sessionInterceptor` to `provideHttpClient(withInterceptors([…]))`; this does not provide `HttpClient`.
 */
export function provideCognitoSession(
  config: SessionConfigSource,
  ...features: SessionFeature[]
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: SESSION_CONFIG, useValue: config },
    { provide: Clock, useClass: SystemClock },
    { provide: SessionStore, useFactory: () => new WebStorageSessionStore('local') },
    { provide: CREATE_SESSION_MANAGER, useValue: createSessionManager },
    SessionHost,
    SessionService,
    SessionInterceptor,
    provideEnvironmentInitializer(() => {
      const injector = inject(Injector);
      inject(SessionHost).manager$.subscribe({
        next: (manager) => {
          followSessionEnd(manager, injector);
          if (isDevMode()) warnOfStore(manager);
        },
        // The app initializer below reports it.
        error: () => undefined,
      });
    }),
    provideAppInitializer(() => inject(SessionHost).ready),
    ...features.map(({ ɵproviders }) => ɵproviders),
  ]);
}

/** An app whose store fails works on, until a reload; without a word a developer would look for the reason long. */
function warnOfStore({ events$ }: SessionManager): void {
  events$.subscribe((event) => {
    if (event.type === 'store-failed') console.warn(`ngx-cognito-session: ${event.error.message}`);
  });
}

/**
 * Chooses where the session is kept: `'local'` (localStorage, the default: all tabs, survives a restart), `'session'`
 * (sessionStorage: one tab, survives a reload), `'memory'` (until the page goes away), or a store of the app's own.
 */
export function withStorage(store: 'local' | 'session' | 'memory' | SessionStore): SessionFeature {
  const isStore = (value: unknown): value is SessionStore =>
    ['getItem', 'setItem', 'removeItem'].every(
      (method) => typeof (value as Record<string, unknown> | null)?.[method] === 'function',
    );
  const useFactory = (): SessionStore => {
    if (store === 'local' || store === 'session') return new WebStorageSessionStore(store);
    if (store === 'memory') return new MemorySessionStore();
    if (isStore(store)) return store;
    const expected =
      "'local', 'session', 'memory' or an object with getItem, setItem and removeItem";
    throw invalid('withStorage', expected, store);
  };
  return { ɵproviders: [{ provide: SessionStore, useFactory }] };
}

/**
 * Chooses how Cognito is called, by the session and by the sign-in entry: `'fetch'`, `'aws-sdk'` (loaded when first
 * needed), or a gateway of the app's own. Default: the session by `fetch`, the sign-in entry by the AWS SDK.
 */
export function withGateway(gateway: 'fetch' | 'aws-sdk' | CognitoGateway): SessionFeature {
  const useValue: GatewayFactory = ({ region, endpoint }) => {
    if (gateway === 'fetch') return new FetchCognitoGateway(endpoint);
    if (gateway === 'aws-sdk') return new LazyAwsSdkGateway(region, endpoint);
    if (typeof (gateway as Partial<CognitoGateway> | null)?.send === 'function') return gateway;
    throw invalid('withGateway', "'fetch', 'aws-sdk' or an object with send", gateway);
  };
  return {
    ɵproviders: [
      { provide: SESSION_GATEWAY, useValue },
      { provide: SIGN_IN_GATEWAY, useValue },
    ],
  };
}
