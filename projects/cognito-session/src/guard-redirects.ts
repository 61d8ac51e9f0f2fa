// What this library's guards know of each other: where they have sent the navigation under way already. Without it two
// guards can send a user to and fro for ever, in microtasks, and the page never answers again (J06).

import { Injectable } from '@angular/core';
import type { Navigation, Router, UrlTree } from '@angular/router';
import { SessionError } from './core/session-error';

/**
 * The path of a URL of the app: without query, fragment, matrix parameters and a last slash. Other outlets stay, so a
 * URL that opens one beside a page is not that page.
 */
export function pathOf(url: string): string {
  return url
    .replace(/[?#].*/s, '')
    .replace(/;[^/()]*/g, '')
    .replace(/(.)\/$/, '$1');
}

/** The navigation under way; none for the routers of apps' own tests, which often have less than Angular's. */
export function navigationOf(router: Router): Navigation | null | undefined {
  return (router as Partial<Router>).currentNavigation?.();
}

/** Redirects by guards; one for the app, since guards of several sessions can meet on one route. */
@Injectable({ providedIn: 'root' })
export class GuardRedirects {
  /** The navigation that a guard last decided about. */
  #id = NaN;
  /** Where guards want that navigation to go instead; of those on one route the router takes the first. */
  #wanted: string[] = [];
  /** Where guards sent it before. */
  #taken: string[] = [];

  /** URLs to which guards have redirected, one after the other, until the navigation under way began. */
  taken(router: Router): readonly string[] {
    const { id = NaN, extractedUrl } = navigationOf(router) ?? {};
    if (id !== this.#id) {
      // The router begins a redirect at once, as the next navigation.
      const url = extractedUrl && id - 1 === this.#id ? router.serializeUrl(extractedUrl) : '';
      this.#taken = this.#wanted.includes(url) ? [...this.#taken, url] : [];
      this.#wanted = [];
      this.#id = id;
    }
    return this.#taken;
  }

  /**
   * The redirect from `url` to `page`.
   * @throws {@link SessionError} `INVALID_CONFIG` when a guard has redirected to that page before,
   *   and it led here: the router would go round for ever.
   */
  to(page: UrlTree, url: string, router: Router): UrlTree {
    const target = router.serializeUrl(page);
    const [from, to] = [pathOf(url), pathOf(target)];
    if (this.taken(router).some((each) => pathOf(each) === to)) {
      throw new SessionError(
        'INVALID_CONFIG',
        `a guard redirects ${from} to ${to}, which leads to a guarded page again; leave ${to} without that guard`,
      );
    }
    this.#wanted.push(target);
    return page;
  }
}
