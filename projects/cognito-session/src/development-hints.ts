// Hints about mistakes in the set-up that cause no error. Each hint is printed once, in development
// builds only: every caller checks `ngDevMode` first, so production builds drop this file.

import { Injectable } from '@angular/core';
import { NavigationError, type Router } from '@angular/router';
import type { SessionManager } from './core/session-manager';

/** The router's code for a URL that no route matches. */
const NO_MATCH = 4002;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;
const IP_ADDRESS = /^([\d.]+|\[.+\])$/;
/** Country domains whose second level is open to everybody: `co.uk`, `com.au`. */
const OF_A_COUNTRY = /\.(ac|co|com|edu|go|gob|gov|ne|net|or|org)\.[a-z]{2}$/;
/** Domains of the best-known hosting services, where each host name belongs to another customer. */
const HOSTING =
  /\.((amazonaws|amplifyapp|awsapprunner|elasticbeanstalk|appspot|firebaseapp|herokuapp|onrender)\.com|on\.aws|(cloudfront|azurewebsites|azurestaticapps|azure-api|azureedge)\.net|(netlify|vercel|web|run|ngrok|ngrok-free|railway)\.app|(pages|workers|fly|deno)\.dev|(github|gitlab|stackblitz|webcontainer|ngrok)\.io)$/;
/** Files of the app itself, or of its CDN, need no token. */
const FILE = /\.\w+$/;
/**
 * The statuses with which APIs refuse a request without a token; 0 if the browser hides the answer.
 */
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

  /** Notes that the interceptor has seen a request, even one that needs no token. */
  sawRequest(): void {
    this.#intercepted = true;
  }

  /** Warns when a request that carries no token looks like one to the app's API. */
  passed(url: string, base: string, manager: SessionManager): void {
    const { rules } = manager.config;
    if (!manager.active || !URL.canParse(url, base)) return;
    // A request without a rule in a route's session may have one in the app's session.
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
   * Warns when an API of the config refused a request that no interceptor has seen. A request that
   * succeeds needed no token, or another client attached it. Returns a function that stops the
   * watch.
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
   * Warns when the app has no route for a page to which guards redirect; `setting` names that page.
   */
  watchRoute(router: Partial<Router>, page: string, setting: string): void {
    const path = pathOf(page);
    if (this.#watched.has(path)) return;
    this.#watched.add(path);
    // The fake router of an app's tests may have no events.
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

  /** Warns when a request with a token fails with an error that is no HttpErrorResponse. */
  mapped(error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    // These come from a time limit of the app or from this library, not from a server.
    if (/^(Timeout|Abort|Session)Error$/.test(name)) return;
    this.tell(
      'order',
      `a request with a token failed with ${name}, not with HttpErrorResponse. If an interceptor maps errors, list it before sessionInterceptor; else a 401 leads to no refresh.`,
    );
  }
}

/**
 * The registrable domain, precise enough for a hint. For a hosting service, the host itself: its
 * neighbours belong to other customers.
 */
function siteOf(hostname: string): string {
  if (IP_ADDRESS.test(hostname) || HOSTING.test(hostname)) return hostname;
  return hostname
    .split('.')
    .slice(OF_A_COUNTRY.test(hostname) ? -3 : -2)
    .join('.');
}

/**
 * A copy of the function in guard-redirects: an import would put that file into the start of
 * production builds.
 */
function pathOf(url: string): string {
  return url.replace(/[?#;(].*/s, '');
}
