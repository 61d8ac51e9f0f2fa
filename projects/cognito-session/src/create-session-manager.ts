// Puts the session core together from the app's config and features.

import { inject, InjectionToken } from '@angular/core';
import { BrowserTabCoordinator } from './core/browser-tab-coordinator';
import { Clock } from './core/clock';
import type { CognitoGateway } from './core/cognito-gateway';
import { FetchCognitoGateway } from './core/fetch-cognito-gateway';
import { BrowserPageLifecycle } from './core/page-lifecycle';
import { type CheckedConfig, checkConfig, type CognitoSessionConfig } from './core/session-config';
import { SessionManager } from './core/session-manager';
import { SessionPersistence } from './core/session-persistence';
import { SessionStore } from './core/session-store';

/** The app's config, or a function that gets it. */
export type SessionConfigSource = CognitoSessionConfig | (() => Promise<CognitoSessionConfig>);

export const SESSION_CONFIG = new InjectionToken<SessionConfigSource>('SESSION_CONFIG');

/** Makes a gateway once the config is known. */
export type GatewayFactory = (config: CheckedConfig) => CognitoGateway;

/** Makes the gateway for the session's own calls; `withGateway` replaces it. */
export const SESSION_GATEWAY = new InjectionToken<GatewayFactory>('SESSION_GATEWAY', {
  factory:
    () =>
    ({ endpoint }) =>
      new FetchCognitoGateway(endpoint),
});

/** The value of `CREATE_SESSION_MANAGER`: synchronous unless the config is a function. */
export function createSessionManager(): SessionManager | Promise<SessionManager> {
  const source = inject(SESSION_CONFIG);
  const store = inject(SessionStore);
  const clock = inject(Clock);
  const gateway = inject(SESSION_GATEWAY);
  const create = (given: CognitoSessionConfig): SessionManager => {
    const config = checkConfig(given);
    const key = `ngx-cognito-session.${config.userPoolId}.${config.clientId}`;
    return new SessionManager({
      config,
      clock,
      gateway: gateway(config),
      persistence: new SessionPersistence(store, key, config, clock),
      tabs: new BrowserTabCoordinator(key, clock),
      page: new BrowserPageLifecycle(),
    });
  };
  return typeof source === 'function' ? source().then(create) : create(source);
}
