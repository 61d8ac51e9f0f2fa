// The way to the sign-in page: for guards, and for the moment a session ends under an open page.

import type { Injector } from '@angular/core';
import { Router, type UrlTree } from '@angular/router';
import { isBelow } from './core/return-url';
import type { CheckedConfig } from './core/session-config';
import type { SessionManager } from './core/session-manager';

/** URL of the sign-in page with `returnUrl`, the router URL to come back to. */
export function signInPage(
  router: Router,
  { signInUrl }: CheckedConfig,
  returnUrl: string,
): UrlTree {
  const page = router.parseUrl(signInUrl);
  page.queryParams = { ...page.queryParams, returnUrl };
  return page;
}

/** Goes to the sign-in page whenever the session ends, unless the config says `onSessionEnd: 'stay'`. */
export function followSessionEnd(manager: SessionManager, injector: Injector): void {
  const { config, events$ } = manager;
  if (config.onSessionEnd === 'stay') return;
  events$.subscribe(({ type }) => {
    if (type !== 'signed-out') return;
    // Only now: a router made at start would navigate before the app has its routes.
    const router = injector.get(Router);
    if (!isBelow(router.url, config.signInUrl)) {
      void router.navigateByUrl(signInPage(router, config, router.url));
    }
  });
}
