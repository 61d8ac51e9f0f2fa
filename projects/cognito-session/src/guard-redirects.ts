// Keeps the redirects of all guards of this library in the current navigation. Without it, two
// guards can redirect to each other for ever, in microtasks, and the page freezes (J06).

import { inject, Injectable } from '@angular/core';
import { type Navigation, Router, type UrlTree } from '@angular/router';
import { SessionError } from './core/session-error';
import { CANCELLED_FOR, EVENT, onRouterEvents } from './router-events';

/**
 * The path of a URL of the app, without query, fragment, matrix parameters and trailing slash.
 * Secondary outlets stay, so a URL that opens one beside a page does not count as that page.
 */
export function pathOf(url: string): string {
  return url
    .replace(/[?#].*/s, '')
    .replace(/;[^/()]*/g, '')
    .replace(/(.)\/$/, '$1');
}

/**
 * The current navigation; undefined for fake routers in apps' tests, which often lack the method.
 */
export function navigationOf(router: Partial<Router>): Navigation | null | undefined {
  return router.currentNavigation?.();
}

/**
 * The redirects by guards. One instance serves the whole app, because guards of several sessions
 * can stand on one route.
 */
@Injectable({ providedIn: 'root' })
export class GuardRedirects {
  readonly #router = inject(Router);
  /**
   * The redirects that guards have returned in the current navigation. If several guards of one
   * route redirect, the router follows the first.
   */
  #wanted: string[] = [];
  /** The redirects that the router has followed to get to the current navigation. */
  #taken: string[] = [];
  #isRedirect = false;

  constructor() {
    onRouterEvents(this.#router, ({ type, url, code }) => {
      if (type === EVENT.cancel) {
        this.#isRedirect = code === CANCELLED_FOR.redirect;
      } else if (type === EVENT.start) {
        const isOurs = this.#wanted.includes(url);
        // A redirect by a guard of the app continues the chain: it may lead back to a guard of this
        // library.
        if (!this.#isRedirect) this.#taken = [];
        else if (isOurs) this.#taken.push(url);
        this.#wanted = [];
        this.#isRedirect = false;
      } else if (type === EVENT.skipped) {
        // The redirect led to the page that is open already, so no navigation follows.
        [this.#taken, this.#wanted, this.#isRedirect] = [[], [], false];
      }
    });
  }

  /** The URLs to which guards redirected, in order, before the current navigation began. */
  get taken(): readonly string[] {
    return this.#taken;
  }

  /**
   * Redirects from `url` to `page`.
   * @throws {@link SessionError} `INVALID_CONFIG` if a guard has redirected to that page before in
   *   the same chain: the router would go round for ever.
   */
  to(page: UrlTree, url: string): UrlTree {
    const target = this.#router.serializeUrl(page);
    const [from, to] = [pathOf(url), pathOf(target)];
    if (this.#taken.some((each) => pathOf(each) === to)) {
      throw new SessionError(
        'INVALID_CONFIG',
        `a guard redirects ${from} to ${to}, which leads back to a guarded page; let ${to} open without a redirect or guard that does so`,
      );
    }
    this.#wanted.push(target);
    return page;
  }
}
