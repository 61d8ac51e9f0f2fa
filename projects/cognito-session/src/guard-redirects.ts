// What this library's guards know of each other: where they have sent the navigation under way
// already. Without it two guards can send a user to and fro for ever, in microtasks, and the page
// never answers again (J06).

import { inject, Injectable } from '@angular/core';
import { type Navigation, Router, type UrlTree } from '@angular/router';
import { SessionError } from './core/session-error';
import { CANCELLED_FOR, EVENT, onRouterEvents } from './router-events';

/**
 * The path of a URL of the app: without query, fragment, matrix parameters and a last slash. Other
 * outlets stay, so a URL that opens one beside a page is not that page.
 */
export function pathOf(url: string): string {
  return url
    .replace(/[?#].*/s, '')
    .replace(/;[^/()]*/g, '')
    .replace(/(.)\/$/, '$1');
}

/**
 * The navigation under way; none for the routers of apps' own tests, which often have less than
 * Angular's.
 */
export function navigationOf(router: Partial<Router>): Navigation | null | undefined {
  return router.currentNavigation?.();
}

/** Redirects by guards; one for the app, since guards of several sessions can meet on one route. */
@Injectable({ providedIn: 'root' })
export class GuardRedirects {
  readonly #router = inject(Router);
  /**
   * Where guards want the navigation under way to go instead; of those on one route the router
   * takes the first.
   */
  #wanted: string[] = [];
  /** Where guards sent it before. */
  #taken: string[] = [];
  #isRedirect = false;

  constructor() {
    onRouterEvents(this.#router, ({ type, url = '', code }) => {
      if (type === EVENT.cancel) {
        this.#isRedirect = code === CANCELLED_FOR.redirect;
      } else if (type === EVENT.start) {
        const isOurs = this.#wanted.includes(url);
        // A redirect by a guard of the app's own continues the chain: it may lead back to one of
        // ours.
        if (!this.#isRedirect) this.#taken = [];
        else if (isOurs) this.#taken.push(url);
        this.#wanted = [];
        this.#isRedirect = false;
      } else if (type === EVENT.skipped) {
        // A redirect to the page that is open already: it begins nothing.
        [this.#taken, this.#wanted, this.#isRedirect] = [[], [], false];
      }
    });
  }

  /**
   * URLs to which guards have redirected, one after the other, until the navigation under way
   * began.
   */
  get taken(): readonly string[] {
    return this.#taken;
  }

  /**
   * The redirect from `url` to `page`.
   * @throws {@link SessionError} `INVALID_CONFIG` when a guard has redirected to that page before,
   *   and it led here: the router would go round for ever.
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
