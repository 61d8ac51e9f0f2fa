// Puts the session core together from the app's config and features.

import { inject, InjectionToken } from '@angular/core';
import { BrowserTabChannel } from './core/browser-tab-channel';
import { Clock } from './core/clock';
import { checkConfig, type CognitoSessionConfig } from './core/session-config';
import { SessionManager } from './core/session-manager';
import { SessionPersistence } from './core/session-persistence';
import { SessionStore } from './core/session-store';
import { GATEWAY } from './load-gateway';

/** The app's config, or a function that gets it. */
export type SessionConfigSource = CognitoSessionConfig | (() => Promise<CognitoSessionConfig>);

export const SESSION_CONFIG = new InjectionToken<SessionConfigSource>('SESSION_CONFIG');

/** The value of `CREATE_SESSION_MANAGER`: synchronous unless the config is a function. */
export function createSessionManager(): SessionManager | Promise<SessionManager> {
  const source = inject(SESSION_CONFIG);
  const store = inject(SessionStore);
  const clock = inject(Clock);
  const createGateway = inject(GATEWAY, { optional: true });
  const create = (given: CognitoSessionConfig): SessionManager => {
    const config = checkConfig(given);
    const key = `ngx-cognito-session.${config.userPoolId}.${config.clientId}`;
    const shared = {
      config,
      clock,
      persistence: new SessionPersistence(store, key, config, clock),
      channel: new BrowserTabChannel(key),
    };
    return new SessionManager({
      ...shared,
      loadUpkeep: async (ended) => {
        const [{ createUpkeep }, gateway] = await Promise.all([
          import('./core/browser-upkeep'),
          createGateway?.(config) ?? null,
        ]);
        return createUpkeep({ ...shared, ended, gateway }, key);
      },
    });
  };
  return typeof source === 'function' ? source().then(create) : create(source);
}
