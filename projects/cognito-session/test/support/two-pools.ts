// An app with a session of pool A, and a lazy route in it with a session of pool B.

import type { HttpFeature, HttpFeatureKind } from '@angular/common/http';
import {
  Component,
  createEnvironmentInjector,
  EnvironmentInjector,
  type EnvironmentProviders,
  inject,
  type Provider,
  provideZonelessChangeDetection,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, type Routes } from '@angular/router';
import type { SessionFeature } from '../../src/provide-cognito-session';
import { SessionService } from '../../src/session-service';
import { API_URL } from './fake-api';
import type { FakeClock } from './fake-clock';
import { serveByFetch } from './fake-fetch';
import { FakePool } from './fake-pool';
import { FakeStore } from './fake-store';
import { DOORS, openApp, type SessionApp, sessionProviders } from './session-app';
import { WatchedPage } from './watched-page';

/** The API of pool B; the app's own session may send its tokens there, too. */
export const API_B = 'https://b.example.com/';

type Providers = (Provider | EnvironmentProviders)[];
export type HttpFeatures = HttpFeature<HttpFeatureKind>[];

@Component({ selector: 'spec-page', template: '' })
class Page {}

/** Two pools, and what apps of them stand on; {@link close} it after the test. */
export class TwoPools {
  readonly page = new WatchedPage();
  readonly clock: FakeClock = this.page.clock;
  readonly poolA = new FakePool(this.clock);
  readonly poolB = new FakePool(this.clock, {
    userPoolId: 'eu-central-1_BbBbBbBbB',
    clientId: '2h57kf5cpq17m0eml12EXAMPLE',
    sub: 'sub-of-ben',
  });
  readonly storeA = new FakeStore();
  readonly storeB = new FakeStore();

  /** Providers of a session of pool B. */
  sessionB(
    door = DOORS[0]!,
    features: readonly SessionFeature[] = [],
    providers: Providers = [],
  ): Provider[] {
    return sessionProviders(door, this.clock, this.poolB, {
      store: this.storeB,
      config: { apis: [API_B], signInUrl: '/b/sign-in', onSessionEnd: 'stay' },
      features,
      providers: [...this.page.providers, ...providers],
    }) as Provider[];
  }

  /** Opens the app with the session of pool A. */
  openA(sessionB: Provider[], features: readonly SessionFeature[] = []): Promise<SessionApp> {
    const connect = (): [] => {
      serveByFetch(this.poolA, this.poolB);
      return [];
    };
    return openApp(
      { ...DOORS[0]!, connect },
      {
        clock: this.clock,
        pool: this.poolA,
        store: this.storeA,
        routes: routesWith(sessionB),
        features,
        config: { onSessionEnd: 'stay', apis: [API_URL, API_B] },
        providers: [provideZonelessChangeDetection(), ...this.page.providers],
      },
    );
  }

  /** Opens an app without a session of its own. */
  openBare(sessionB: Provider[]): void {
    serveByFetch(this.poolB);
    TestBed.configureTestingModule({
      providers: [provideZonelessChangeDetection(), provideRouter(routesWith(sessionB))],
    });
  }

  /** Signs in; gives the ID token. */
  async signIn(injector: EnvironmentInjector, pool: FakePool): Promise<string> {
    const tokens = pool.issue();
    injector.get(SessionService).setSession(tokens);
    await this.clock.advance(1000);
    return tokens.IdToken;
  }

  close(): void {
    TestBed.resetTestingModule();
    this.page.close();
  }
}

/**
 * Opens the page of the route; gives the injector that its guards, resolvers and components inject
 * from.
 */
export async function visitB(): Promise<EnvironmentInjector> {
  const router = TestBed.inject(Router);
  await router.navigateByUrl('/b');
  const leaf = router.routerState.snapshot.root.firstChild?.firstChild;
  return leaf?.data['injector'] as EnvironmentInjector;
}

function routesWith(providers: Provider[]): Routes {
  return [
    {
      path: 'b',
      providers,
      children: [
        { path: '', component: Page, resolve: { injector: () => inject(EnvironmentInjector) } },
        { path: 'sign-in', component: Page },
      ],
    },
    { path: '**', component: Page },
  ];
}

/** A session of pool B in an injector of its own, beneath the app's. */
export function openBeneath(sessionB: Provider[]): EnvironmentInjector {
  return createEnvironmentInjector(sessionB, TestBed.inject(EnvironmentInjector));
}
