// What goes wrong on a developer's first day without any error of this library. Each hint is
// printed once, in development builds only: every caller asks for `ngDevMode` first, so production
// builds drop this file.

import { Injectable } from '@angular/core';
import { NavigationError, type Router } from '@angular/router';
import type { SessionManager } from './core/session-manager';

/** The router's code for a URL that no route matches. */
const NO_MATCH = 4002;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;
const IP_ADDRESS = /^([\d.]+|\[.+\])$/;
/** Domains of countries whose second level is open to everybody: `co.uk`, `com.au`. */
const OF_A_COUNTRY = /\.(ac|co|com|edu|go|gob|gov|ne|net|or|org)\.[a-z]{2}$/;
/** Domains of hosting services, where each name is another customer's. The best-known ones do. */
const HOSTING =
  /\.((amazonaws|amplifyapp|awsapprunner|elasticbeanstalk|appspot|firebaseapp|herokuapp|onrender)\.com|on\.aws|(cloudfront|azurewebsites|azurestaticapps|azure-api|azureedge)\.net|(netlify|vercel|web|run|ngrok|ngrok-free|railway)\.app|(pages|workers|fly|deno)\.dev|(github|gitlab|stackblitz|webcontainer|ngrok)\.io)$/;
/** Files of the app itself or of its CDN need no token. */
const FILE = /\.\w+$/;
/** What an API answers for want of a token; 0 where the browser may not show its answer. */
const REFUSED = [0, 401, 403];

/** Hints for developers. */
@Injectable({ providedIn: 'root' })
export class DevelopmentHints {
  readonly #told = new Set<string>();
  readonly #sessions = new Set<SessionManager>();
  readonly #watched = new Set<string>();
  #intercepted = false;

  /** Prints `hint` the first time that `topic` comes up. */
  tell(topic: string, hint: string): void {
    if (this.#told.has(topic)) return;
    this.#told.add(topic);
    console.warn(`ngx-cognito-session: ${hint}`);
  }

  /** The interceptor has seen a request, be it one that needs no token. */
  sawRequest(): void {
    this.#intercepted = true;
  }

  /**
   * The interceptor of a session has seen a request that should have a token if it goes to an API.
   */
  passed(url: string, base: string, manager: SessionManager): void {
    const { rules } = manager.config;
    if (!manager.active || !URL.canParse(url, base)) return;
    // With the session of a route, the request may still pass the interceptor of the app's session.
    if ([manager, ...this.#sessions].some(({ config }) => config.rules.find(url, base))) return;
    const { protocol, origin, pathname, hostname } = new URL(url, base);
    if (!protocol.startsWith('http')) return;
    const page = new URL(base);
    if (origin === page.origin && FILE.test(pathname)) return;
    const paths = rules.rules
      .filter((rule) => rule.origin === origin)
      .map(({ path }) => `${path}/`);
    if (paths.length > 0) {
      this.tell(
        origin,
        `a request to ${origin}${pathname} went without a token, because apis names other paths of that origin: ${paths.join(', ')}. If it is your API, add the path that its requests have in common.`,
      );
    } else if (
      origin !== page.origin &&
      !FILE.test(pathname) &&
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

  /**
   * Notices requests to configured APIs that were refused and that no interceptor has seen. Those
   * that succeed needed no token, or another client attached it. Returns what stops that.
   */
  watchRequests(base: string, manager: SessionManager): () => void {
    this.#sessions.add(manager);
    const forget = (): void => void this.#sessions.delete(manager);
    if (typeof PerformanceObserver === 'undefined') return forget;
    const observer = new PerformanceObserver((list) => {
      const missed = (list.getEntries() as PerformanceResourceTiming[]).find(
        ({ initiatorType, name, responseStatus }) =>
          /^(fetch|xmlhttprequest)$/.test(initiatorType) &&
          REFUSED.includes(responseStatus) &&
          manager.config.rules.find(name, base),
      );
      if (!missed || !manager.active || this.#intercepted) return;
      this.tell(
        'interceptor',
        `a request to ${new URL(missed.name).origin} has not passed sessionInterceptor. For HttpClient, add provideHttpClient(withInterceptors([sessionInterceptor])), or withInterceptorsFromDi() for the class SessionInterceptor; other clients attach the token of SessionService.getSession() themselves.`,
      );
    });
    observer.observe({ type: 'resource' });
    return () => {
      forget();
      observer.disconnect();
    };
  }

  /**
   * Notices that the app has no route for a page to which guards send people; `setting` names that
   * page.
   */
  watchRoute(router: Partial<Router>, page: string, setting: string): void {
    const path = pathOf(page);
    if (this.#watched.has(path)) return;
    this.#watched.add(path);
    // An app's own tests may have a router without events.
    router.events?.subscribe((event) => {
      if (!(event instanceof NavigationError) || pathOf(event.url) !== path) return;
      const error: unknown = event.error;
      const { code }: { readonly code?: unknown } = error ?? {};
      if (code !== NO_MATCH) return;
      this.tell(
        path,
        `no route matches ${setting} '${page}'. Add { path: '${path.slice(1)}', … } to the routes, or set ${setting} to the path of that page.`,
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

/**
 * The registrable domain, near enough for a hint; the host itself where strangers share what stands
 * behind its name.
 */
function siteOf(hostname: string): string {
  if (IP_ADDRESS.test(hostname) || HOSTING.test(hostname)) return hostname;
  return hostname
    .split('.')
    .slice(OF_A_COUNTRY.test(hostname) ? -3 : -2)
    .join('.');
}

/**
 * Not that of guard-redirects: what is imported here would be loaded at start, in production, too.
 */
function pathOf(url: string): string {
  return url.replace(/[?#;(].*/s, '');
}
