// The way to the sign-in page: for guards, and for the moment a session ends under an open page.

import type { Injector } from '@angular/core';
import { Router, type UrlTree } from '@angular/router';
import type { Clock } from './core/clock';
import type { SessionManager } from './core/session-manager';
import type { Observable } from 'rxjs';
import type { SessionEvent } from './core/session-state';

/** A page that was left for the sign-in page: it is not gone back to for another user, or much later. */
export interface LeftPage {
  readonly url: string;
  /** When it was left, by the monotonic clock, in milliseconds. */
  readonly at: number;
  /** Whose session ended under it, if one did. */
  readonly sub: string | undefined;
}

/** Who remembers the page that was left. */
export interface PageLeaver {
  readonly clock: Clock;
  readonly manager: SessionManager | undefined;
  left: LeftPage | undefined;
}

/**
 * URL of the sign-in page with `returnUrl`, the router URL to come back to.
 * @param sub whose session ended on that page; nobody's when a guard kept somebody from it.
 */
export function signInPage(
  router: Router,
  leaver: PageLeaver,
  returnUrl: string,
  sub?: string,
): UrlTree {
  const { clock, manager } = leaver;
  leaver.left = { url: returnUrl, at: clock.monotonic(), sub };
  const page = router.parseUrl(manager?.config.signInUrl ?? '/');
  page.queryParams['returnUrl'] = returnUrl;
  return page;
}

/** Whether the app's URL `url` is the sign-in page or lies below it, whatever its matrix parameters. */
export function isBelow(url: string, signInUrl: string): boolean {
  const [path = '', signIn = ''] = [url, signInUrl].map((each) => each.split(/[?#;]/)[0]);
  return `${path}/`.startsWith(`${signIn}/`);
}

declare const ngDevMode: boolean;

/** Goes to the sign-in page when the session ends, unless the config says `onSessionEnd: 'stay'`. */
export function followEvents(
  events$: Observable<SessionEvent>,
  { config }: SessionManager,
  injector: Injector,
  leaver: PageLeaver,
): void {
  events$.subscribe((event) => {
    if (event.type === 'signed-out' && config.onSessionEnd === 'navigate') {
      // Only now: a router made at start would navigate before the app has its routes.
      const router = injector.get(Router);
      if (!isBelow(router.url, config.signInUrl)) {
        router
          .navigateByUrl(signInPage(router, leaver, router.url, leaver.manager?.lastSub))
          .catch(warn);
      }
    }
    // An app whose store fails works on until a reload; without a word a developer would look for the reason long.
    if (typeof ngDevMode === 'undefined' || ngDevMode) {
      if (event.type === 'store-failed') warn(event.error);
    }
  });
}

/** For what an app survives but its developer must see: an app without a sign-in route, a store that fails. */
function warn(error: Error): void {
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    console.warn(`ngx-cognito-session: ${error.message}`);
  }
}
