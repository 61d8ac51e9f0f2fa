// Builds the one SessionManager of an app from its config and features, and keeps it for the skins: service,
// interceptor and guards. Made by provideCognitoSession; nothing here is public.

import { isPlatformServer } from '@angular/common';
import { DestroyRef, inject, Injectable, InjectionToken, NgZone, PLATFORM_ID } from '@angular/core';
import { NEVER, Observable, ReplaySubject } from 'rxjs';
import { BrowserTabCoordinator } from './core/browser-tab-coordinator';
import { Clock } from './core/clock';
import { CognitoGateway } from './core/cognito-gateway';
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

/** Owns the session manager. */
@Injectable()
export class SessionHost {
  /** Whether this is a server rendering a page: no session is known there, and none is looked for. */
  readonly onServer = isPlatformServer(inject(PLATFORM_ID));
  /** Emits the manager, at once when the config is no function; errors when the config is wrong. */
  readonly manager$: Observable<SessionManager>;
  /** The manager, as soon as there is one. */
  manager: SessionManager | undefined;
  /** Settles with the config's check. */
  readonly ready: Promise<unknown> | undefined;
  readonly #zone = inject(NgZone);
  readonly #store = inject(SessionStore);
  readonly #clock = inject(Clock);
  readonly #gateway = inject(SESSION_GATEWAY);
  readonly #destroyRef = inject(DestroyRef);

  constructor() {
    const config = inject(SESSION_CONFIG);
    const manager$ = new ReplaySubject<SessionManager>(1);
    this.manager$ = this.onServer ? NEVER : manager$;
    if (this.onServer) return;
    const begin = (given: CognitoSessionConfig): void => {
      manager$.next(this.#create(checkConfig(given)));
    };
    if (typeof config === 'function') {
      this.ready = config().then(begin);
      this.ready.catch((error: unknown) => manager$.error(error));
    } else {
      begin(config);
    }
  }

  /** Passes `source` on inside Angular's zone, since what it waits for may have happened outside. */
  inZone<T>(source: Observable<T>): Observable<T> {
    return new Observable((observer) =>
      source.subscribe({
        next: (value) => this.#zone.run(() => observer.next(value)),
        error: (error: unknown) => this.#zone.run(() => observer.error(error)),
        complete: () => this.#zone.run(() => observer.complete()),
      }),
    );
  }

  #create(config: CheckedConfig): SessionManager {
    const clock = this.#clock;
    const key = `ngx-cognito-session.${config.userPoolId}.${config.clientId}`;
    // Outside the zone: listeners and timers of the session are no reason to check the app for changes.
    return this.#zone.runOutsideAngular(() => {
      const manager = new SessionManager({
        config,
        clock,
        gateway: this.#gateway(config),
        persistence: new SessionPersistence(this.#store, key, clock),
        tabs: new BrowserTabCoordinator(key, clock),
        page: new BrowserPageLifecycle(),
      });
      this.#destroyRef.onDestroy(() => manager.dispose());
      return (this.manager = manager);
    });
  }
}
