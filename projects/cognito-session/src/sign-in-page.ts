// Builds the URL of the sign-in page, and remembers the page that the user left for it.

import type { Injector } from '@angular/core';
import type { Router, UrlTree } from '@angular/router';
import type { Clock } from './core/clock';
import type { SessionManager } from './core/session-manager';
import { DevelopmentHints } from './development-hints';
import { pathOf } from './guard-redirects';
import { withoutTokens } from './tokens-in-url';

/**
 * A page that a user left for the sign-in page. Only the same user returns to it, and only for a
 * while.
 */
export interface ReturnTarget {
  readonly url: string;
  /** When the user left it, in milliseconds since the epoch. */
  readonly at: number;
  /** The user (`sub`) whose session ended on it; undefined if a guard kept the user from it. */
  readonly sub: string | undefined;
}

/** Remembers the page that was left. `SessionHost` implements it. */
export interface ReturnTargetOwner {
  readonly clock: Clock;
  readonly injector: Injector;
  readonly manager: SessionManager | undefined;
  /** The routes that a guard has opened for a user with a session. */
  readonly passed: ReadonlySet<unknown>;
  left: ReturnTarget | undefined;
}

declare const ngDevMode: boolean;

/**
 * The URL of the sign-in page with `returnUrl`, the router URL to return to.
 * @param sub the user whose session ended on that page; none if a guard kept the user from it.
 */
export function signInPage(
  router: Router,
  owner: ReturnTargetOwner,
  returnUrl: string,
  sub?: string,
): UrlTree {
  // A token in the page's own URL must reach neither the address bar nor the browser's history.
  const url = router.serializeUrl(withoutTokens(router.parseUrl(returnUrl)));
  owner.left = { url, at: owner.clock.now(), sub };
  const signInUrl = signInUrlOf(owner);
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    owner.injector.get(DevelopmentHints).watchRoute(router, signInUrl, 'signInUrl');
  }
  const page = router.parseUrl(signInUrl);
  page.queryParams['returnUrl'] = url;
  return page;
}

/** Whether a URL of the app is the sign-in page: whether it has exactly that path. */
export function isSignInPage(url: string, router: Router, owner: ReturnTargetOwner): boolean {
  // As the router serializes it: the config may have a path in another script, which the router
  // encodes.
  const signIn = router.serializeUrl(router.parseUrl(signInUrlOf(owner)));
  return pathOf(url) === pathOf(signIn);
}

function signInUrlOf({ manager }: ReturnTargetOwner): string {
  return manager?.config.signInUrl ?? '/';
}
