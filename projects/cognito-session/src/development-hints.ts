// What goes wrong on a developer's first day without any error of this library. Each hint is printed once, in
// development builds only: every caller asks for `ngDevMode` first, so production builds drop this file.

import { Injectable } from '@angular/core';
import { NavigationError, type Router } from '@angular/router';
import type { SessionManager } from './core/session-manager';

/** The router's code for a URL that no route matches. */
const NO_MATCH = 4002;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;

/** Hints for developers. */
@Injectable({ providedIn: 'root' })
export class DevelopmentHints {
  readonly #told = new Set<string>();
  #intercepted = false;
  #followed = false;

  /** Prints `hint` the first time that `topic` comes up. */
  tell(topic: string, hint: string): void {
    if (this.#told.has(topic)) return;
    this.#told.add(topic);
    console.warn(`ngx-cognito-session: ${hint}`);
  }

  /** The interceptor has seen a request. */
  passed(url: string, base: string, { held, config }: SessionManager): void {
    this.#intercepted = true;
    const { rules } = config;
    if (!held || !URL.canParse(url, base) || rules.find(url, base)) return;
    const { origin, pathname, hostname } = new URL(url, base);
    const page = new URL(base);
    // Files of the app itself need no token.
    if (origin === page.origin && /\.\w+$/.test(pathname)) return;
    const paths = rules.rules
      .filter((rule) => rule.origin === origin)
      .map(({ path }) => `${path}/`);
    if (paths.length > 0) {
      this.tell(
        origin,
        `a request to ${origin}${pathname} went without a token, because apis names other paths of that origin: ${paths.join(', ')}.`,
      );
    } else if (
      origin !== page.origin &&
      (rules.rules.length === 0 ||
        LOOPBACK.test(hostname) ||
        siteOf(hostname) === siteOf(page.hostname))
    ) {
      this.tell(
        origin,
        `a request to ${origin} went without a token, because no entry of apis matches it. If it is your API, add '${origin}/' to apis.`,
      );
    }
  }

  /** Notices requests to configured APIs that no interceptor has seen. Returns what stops that. */
  watchRequests(base: string, manager: SessionManager): () => void {
    if (typeof PerformanceObserver === 'undefined') return () => undefined;
    const observer = new PerformanceObserver((list) => {
      const missed = (list.getEntries() as PerformanceResourceTiming[]).find(
        ({ initiatorType, name }) =>
          /^(fetch|xmlhttprequest)$/.test(initiatorType) && manager.config.rules.find(name, base),
      );
      if (!missed || !manager.held || this.#intercepted) return;
      this.tell(
        'interceptor',
        `a request to ${new URL(missed.name).origin} has not passed sessionInterceptor. For HttpClient, add provideHttpClient(withInterceptors([sessionInterceptor])), or withInterceptorsFromDi() for the class SessionInterceptor; other clients attach the token of SessionService.getSession() themselves.`,
      );
    });
    observer.observe({ type: 'resource' });
    return () => observer.disconnect();
  }

  /** Notices that the app has no route for its sign-in page. */
  watchSignInRoute(router: Router, signInUrl: string): void {
    if (this.#followed) return;
    this.#followed = true;
    const path = pathOf(signInUrl);
    // An app's own tests may have a router without events.
    (router.events as Router['events'] | undefined)?.subscribe((event) => {
      if (!(event instanceof NavigationError) || pathOf(event.url) !== path) return;
      if ((event.error as { code?: number } | undefined)?.code !== NO_MATCH) return;
      this.tell(
        'sign-in route',
        `no route matches signInUrl '${signInUrl}'. Add { path: '${path.slice(1)}', … } to the routes, or set signInUrl to the path of your sign-in page.`,
      );
    });
  }

  /** An error that is no HttpErrorResponse came back for a request with a token. */
  mapped(error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    // The app's own time limit, not an answer.
    if (/^(Timeout|Abort|Session)Error$/.test(name)) return;
    this.tell(
      'order',
      `a request with a token failed with ${name}, not with HttpErrorResponse. If an interceptor maps errors, list it before sessionInterceptor; else a 401 leads to no refresh.`,
    );
  }
}

/** The registrable domain, near enough for a hint. */
function siteOf(hostname: string): string {
  return hostname.split('.').slice(-2).join('.');
}

/** Not that of guard-redirects: what is imported here would be loaded at start, in production, too. */
function pathOf(url: string): string {
  return url.replace(/[?#;(].*/s, '');
}
