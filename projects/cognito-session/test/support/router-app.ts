// An app with a session and Angular's real router, which remembers the navigations that failed.

import type { EnvironmentProviders } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  NavigationError,
  provideRouter,
  Router,
  type Routes,
  withRouterConfig,
} from '@angular/router';
import type { CognitoSessionConfig } from '../../src/core/config/session-config';
import { FakeStore } from './fake-store';
import { DOORS, openApp, type SessionApp } from './session-app';

const [door] = DOORS;

/** The app. */
export interface RouterApp extends SessionApp {
  readonly router: Router;
  /** Opens a URL and says where it led. */
  readonly open: (url: string) => Promise<string>;
  /** Errors of navigations. */
  readonly failures: readonly unknown[];
}

/** A redirect that fails would be an unhandled rejection besides. */
export const QUIET_ROUTER = provideRouter(
  [],
  withRouterConfig({ resolveNavigationPromiseOnError: true }),
);

/** Starts one with these routes. */
export async function openRouterApp(
  routes: Routes,
  config: Partial<CognitoSessionConfig> = {},
  store = new FakeStore(),
  providers: EnvironmentProviders[] = [],
): Promise<RouterApp> {
  const app = await openApp(door!, { routes, config, store, providers });
  const router = TestBed.inject(Router);
  const failures: unknown[] = [];
  router.events.subscribe((event) => {
    if (event instanceof NavigationError) failures.push(event.error);
  });
  const open = async (url: string): Promise<string> => {
    await router.navigateByUrl(url);
    return router.url;
  };
  return { ...app, router, open, failures };
}
