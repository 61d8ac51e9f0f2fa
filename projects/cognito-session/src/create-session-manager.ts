// Makes the session manager from the app's config and features.

import { DOCUMENT } from '@angular/common';
import { inject, InjectionToken, Injector, runInInjectionContext } from '@angular/core';
import { BrowserTabChannel } from './core/tabs/browser-tab-channel';
import { Clock } from './core/clock';
import { checkConfig, type CognitoSessionConfig } from './core/config/session-config';
import { SessionManager } from './core/session-manager';
import { SessionPersistence } from './core/store/session-persistence';
import { SessionStore } from './core/store/session-store';
import { StoredRecord } from './core/store/stored-record';
import { GATEWAY, loadGateway } from './load-gateway';

/**
 * The app's config, or a function that gets it. The function runs in an injection context, so it
 * may use `HttpClient`. Requests that start before the config has come are sent without a token.
 */
export type SessionConfigSource = CognitoSessionConfig | (() => Promise<CognitoSessionConfig>);

declare const ngDevMode: boolean;

/** Puts another store in front of the chosen one. */
export const SESSION_STORE_DECORATOR = new InjectionToken<
  (store: SessionStore, clientId: string) => SessionStore
>(typeof ngDevMode === 'undefined' || ngDevMode ? 'SESSION_STORE_DECORATOR' : '');

/**
 * Opens the record in a store of the app's own. Without it, the store is the browser's and answers
 * at once.
 */
export const OPEN_RECORD = new InjectionToken<
  (store: SessionStore, key: string, clock: Clock) => StoredRecord
>(typeof ngDevMode === 'undefined' || ngDevMode ? 'OPEN_RECORD' : '');

/** Makes the manager, in an injection context: synchronously unless the config is a function. */
export function createSessionManager(
  source: SessionConfigSource,
): SessionManager | Promise<SessionManager> {
  const store = inject(SessionStore);
  const clock = inject(Clock);
  // Only the features of this session count, not those of a session in a parent injector.
  const ownFeature = { optional: true, self: true } as const;
  const decorate = inject(SESSION_STORE_DECORATOR, ownFeature);
  const openRecord = inject(OPEN_RECORD, ownFeature);
  const gatewayChoice = inject(GATEWAY, ownFeature);
  // The origin of `baseURI` will not do: a <base> element may name another origin.
  const { origin } = inject(DOCUMENT).location;
  const create = (given: CognitoSessionConfig): SessionManager => {
    const config = checkConfig(given, origin);
    const key = `ngx-cognito-session.${config.userPoolId}.${config.clientId}`;
    const chosen = decorate?.(store, config.clientId) ?? store;
    const record = openRecord?.(chosen, key, clock) ?? new StoredRecord(chosen, key);
    const parts = {
      config,
      clock,
      store,
      persistence: new SessionPersistence(record, config, clock),
      channel: new BrowserTabChannel(key),
    };
    return new SessionManager(parts, async (current) => {
      const [{ createRuntime }, gateway] = await Promise.all([
        import('./core/runtime/browser-runtime'),
        loadGateway(config, gatewayChoice),
      ]);
      return createRuntime(parts, current, key, gateway);
    });
  };
  if (typeof source !== 'function') return create(source);
  const injector = inject(Injector);
  // In a later task: a request for the config passes the interceptor, which injects the session
  // that is made here.
  return Promise.resolve()
    .then(() => runInInjectionContext(injector, source))
    .then(create);
}
