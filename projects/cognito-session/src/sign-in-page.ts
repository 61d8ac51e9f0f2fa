// The way to the sign-in page, and the page that was left for it.

import type { Injector } from '@angular/core';
import type { Router, UrlTree } from '@angular/router';
import type { Clock } from './core/clock';
import type { SessionManager } from './core/session-manager';
import { DevelopmentHints } from './development-hints';
import { pathOf } from './guard-redirects';
import { withoutTokens } from './tokens-in-url';

/**
 * A page that was left for the sign-in page: nobody returns to it as another user, or much later.
 */
export interface ReturnTarget {
  readonly url: string;
  /** When it was left, in milliseconds since the epoch. */
  readonly at: number;
  /** The user (`sub`) whose session ended on it, if one did. */
  readonly sub: string | undefined;
}

/** Remembers the page that was left; the host of a session is one. */
export interface ReturnTargetOwner {
  readonly clock: Clock;
  readonly injector: Injector;
  readonly manager: SessionManager | undefined;
  /** Routes that a guard let somebody with a session open. */
  readonly passed: ReadonlySet<unknown>;
  left: ReturnTarget | undefined;
}

declare const ngDevMode: boolean;

/**
 * URL of the sign-in page with `returnUrl`, the router URL to come back to.
 * @param sub the user whose session ended on that page; none when a guard kept somebody from it.
 */
export function signInPage(
  router: Router,
  owner: ReturnTargetOwner,
  returnUrl: string,
  sub?: string,
): UrlTree {
  // Neither the address nor the browser's history gets a token that the page's own URL held.
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

/** Whether a URL of the app is the sign-in page: has exactly its path. */
export function isSignInPage(url: string, router: Router, owner: ReturnTargetOwner): boolean {
  // As the router writes it: a path in another script is encoded there, and as it was typed in the
  // config.
  const signIn = router.serializeUrl(router.parseUrl(signInUrlOf(owner)));
  return pathOf(url) === pathOf(signIn);
}

function signInUrlOf({ manager }: ReturnTargetOwner): string {
  return manager?.config.signInUrl ?? '/';
}
