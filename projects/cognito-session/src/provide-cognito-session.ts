// The one list of providers, and the features that change it.

import {
  type EnvironmentProviders,
  importProvidersFrom,
  inject,
  makeEnvironmentProviders,
  provideAppInitializer,
  provideEnvironmentInitializer,
  type Provider,
} from '@angular/core';
import { Clock, SystemClock } from './core/clock';
import type { CognitoGateway } from './core/cognito/cognito-gateway';
import type { GatewayChoice } from './core/cognito/open-gateway';
import { MigratingSessionStore } from './core/store/migrating-session-store';
import { QueuedRecord } from './core/store/queued-record';
import { invalid } from './core/config/setting-forms';
import {
  MemorySessionStore,
  SessionStore,
  WebStorageSessionStore,
} from './core/store/session-store';
import {
  createSessionManager,
  OPEN_RECORD,
  type SessionConfigSource,
  SESSION_STORE_DECORATOR,
} from './create-session-manager';
import { GATEWAY } from './load-gateway';
import { injectSessionHost, SessionHost } from './session-host';
import { HISTORY_ENTRIES, SessionHistory } from './session-history';
import { SessionScope } from './session-scope';
import { SessionService } from './session-service';

/** A feature for {@link provideCognitoSession}, made by one of the `with…` functions. */
export interface SessionFeature {
  /** The providers of the feature; not for apps. */
  readonly ɵproviders: (EnvironmentProviders | Provider)[];
}

/**
 * Provides the session of one user pool. `config` may be a function that gets it, from a file for
 * example; the app's start waits for it. Wrong values make the start fail with
 * `SessionError('INVALID_CONFIG')`.
 *
 * In a child environment injector (`providers` of a route, for example) it is a session of its own,
 * which starts when that injector is made and ends with it. Each service, guard and
 * `sessionInterceptor` uses the nearest session. There, wrong values make the navigation to the
 * route fail. If `config` is a function, Angular's `ErrorHandler` gets the error, guards let nobody
 * pass, and commands error.
 *
 * This function does not provide `HttpClient`: add `sessionInterceptor` to
 * `provideHttpClient(withInterceptors([…]))`.
 */
export function provideCognitoSession(
  config: SessionConfigSource,
  ...features: SessionFeature[]
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: Clock, useClass: SystemClock },
    { provide: SessionStore, useFactory: () => new WebStorageSessionStore('local') },
    {
      provide: SessionHost,
      useFactory: () => new SessionHost(() => createSessionManager(config)),
    },
    SessionService,
    importProvidersFrom(SessionScope),
    // If a function gets the config, the app's start waits for it, and fails if it is wrong.
    provideAppInitializer(() => injectSessionHost().waitAtStart()),
    ...features.map(({ ɵproviders }) => ɵproviders),
  ]);
}

/**
 * Chooses where the session is kept: `'local'` (localStorage, the default: all tabs, survives a
 * restart), `'session'` (sessionStorage: one tab, survives a reload), `'memory'` (until the page
 * goes away), or a store of the app's own.
 */
export function withStorage(store: 'local' | 'session' | 'memory' | SessionStore): SessionFeature {
  const isStore = (value: Partial<SessionStore> | null): value is SessionStore =>
    (['getItem', 'setItem', 'removeItem'] as const).every(
      (method) => typeof value?.[method] === 'function',
    );
  if (store !== 'local' && store !== 'session' && store !== 'memory' && !isStore(store)) {
    const expected =
      "'local', 'session', 'memory' or an object with getItem, setItem and removeItem";
    throw invalid('withStorage', expected, store);
  }
  const useFactory = (): SessionStore => {
    if (store === 'memory') return new MemorySessionStore();
    return typeof store === 'string' ? new WebStorageSessionStore(store) : store;
  };
  const openRecord = (own: SessionStore, key: string, clock: Clock): QueuedRecord =>
    new QueuedRecord(own, key, clock);
  return {
    ɵproviders: [
      { provide: SessionStore, useFactory },
      // The browser's own stores answer at once and need no queue.
      typeof store === 'string' ? [] : { provide: OPEN_RECORD, useValue: openRecord },
    ],
  };
}

/**
 * Chooses how the session and the sign-in entry call Cognito: `'fetch'` (the default), `'aws-sdk'`
 * (`@aws-sdk/client-cognito-identity-provider`, loaded when first needed; for apps that ship it
 * anyway), or a gateway of the app's own. Throws `INVALID_CONFIG` for anything else.
 */
export function withGateway(gateway: 'fetch' | 'aws-sdk' | CognitoGateway): SessionFeature {
  const useValue: GatewayChoice =
    gateway === 'aws-sdk' ? gateway : () => (gateway === 'fetch' ? undefined : gateway);
  const isGateway = typeof (gateway as Partial<CognitoGateway> | null)?.send === 'function';
  if (gateway !== 'fetch' && gateway !== 'aws-sdk' && !isGateway) {
    throw invalid('withGateway', "'fetch', 'aws-sdk' or an object with send", gateway);
  }
  return { ɵproviders: [{ provide: GATEWAY, useValue }] };
}

/**
 * Takes over the session that amazon-cognito-identity-js or aws-amplify (version 6) left in
 * localStorage, if the chosen store holds none. The library checks its tokens like all others,
 * ignores a stored clock drift, and refreshes expired tokens once, when they are first needed. It
 * removes the other library's keys when it first writes or removes the session: at the next
 * refresh, sign-in or sign-out. Keys of remembered devices stay. Sessions in cookies or elsewhere
 * are not found.
 */
export function withMigration(): SessionFeature {
  const useValue = (store: SessionStore, clientId: string): SessionStore =>
    new MigratingSessionStore(store, clientId);
  return { ɵproviders: [{ provide: SESSION_STORE_DECORATOR, useValue }] };
}

/**
 * Makes {@link SessionHistory} begin with the session, to answer "why was I signed out?".
 * @param options `entries`: the number of events to keep, 1 to 1000, default 100.
 */
export function withHistory({ entries = 100 }: { readonly entries?: number } = {}): SessionFeature {
  if (!Number.isInteger(entries) || entries < 1 || entries > 1000) {
    throw invalid('withHistory.entries', 'a whole number from 1 to 1000', entries);
  }
  return {
    ɵproviders: [
      { provide: HISTORY_ENTRIES, useValue: entries },
      // The history records from the session's start on, even if nothing has injected it yet.
      provideEnvironmentInitializer(() => void inject(SessionHistory)),
    ],
  };
}
