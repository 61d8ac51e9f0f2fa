// Attaches the session's token to requests of configured APIs. A token about to expire is refreshed
// before the request is sent. A 401 leads to one refresh, which every waiting request shares
// (`shareReplay`), and to one replay.

import { DOCUMENT } from '@angular/common';
import {
  HttpContextToken,
  type HttpEvent,
  HttpErrorResponse,
  type HttpHandler,
  type HttpHandlerFn,
  type HttpInterceptor,
  type HttpInterceptorFn,
  type HttpRequest,
} from '@angular/common/http';
import { inject, Injectable, Injector, runInInjectionContext } from '@angular/core';
import { catchError, type Observable, switchMap, tap, throwError } from 'rxjs';
import type { CheckedApiRule, SessionTokenKind } from './core/config/api-rules';
import type { ActiveSession } from './core/session/active-session';
import { sessionEnded } from './core/session-error';
import type { SessionManager } from './core/session-manager';
import { DevelopmentHints } from './development-hints';
import { injectSessionHost, type SessionHost } from './session-host';

/**
 * Chooses the token of one request: `'id'`, `'access'`, or `'none'` to send it untouched. Without
 * it the API's rule decides. It never sends a token to a URL that no rule allows.
 *
 * @example
 * http.get(url, { context: new HttpContext().set(SESSION_TOKEN, 'access') });
 */
export const SESSION_TOKEN = new HttpContextToken<SessionTokenKind | undefined>(() => undefined);

declare const ngDevMode: boolean;

/**
 * Attaches the token of the matching rule to requests of the configured `apis`.
 *
 * A request passes untouched if no rule allows it, if it already carries the rule's header, if its
 * {@link SESSION_TOKEN} is `'none'`, and if it starts while the user is signed out or a function
 * still gets the config. The interceptor sends any other request with a token that is valid for the
 * margin. On a 401 the session refreshes once, with `shareReplay` for all waiting requests, and the
 * interceptor replays each request once; the second 401 reaches the caller. A request fails with
 * `SessionError`, unsent or not replayed, if the refresh fails (`SESSION_EXPIRED`,
 * `REFRESH_UNAVAILABLE`) or if the session it started in is over (`NOT_SIGNED_IN`).
 *
 * A 401 that asks for a stronger sign-in (`WWW-Authenticate: Bearer
 * error="insufficient_user_authentication"`, RFC 9470) reaches the caller as it is, because a
 * refresh would not change how the user signed in. An API on another origin has to name the header
 * in `Access-Control-Expose-Headers`. JSONP requests, which carry no headers, pass untouched.
 *
 * With `observe: 'events'` a replayed request shows `Sent` and its progress twice, the second time
 * from 0, and one `Response`. A body that can be read only once (a stream, for an `HttpBackend` of
 * your own) is not sent again: the caller gets the 401, whose `message` says so; the next request
 * goes with the new token.
 */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  if (typeof ngDevMode === 'undefined' || ngDevMode) inject(DevelopmentHints).sawRequest();
  if (request.context.get(SESSION_TOKEN) === 'none' || request.method === 'JSONP') {
    return next(request);
  }
  const host = injectSessionHost();
  const { manager } = host;
  // There is no manager on a server, and none while a function gets the config, maybe by this very
  // request.
  if (!manager) return next(request);
  return authorize(request, next, manager, host, inject(DOCUMENT).baseURI);
};

/** {@link sessionInterceptor} as a class, for `HTTP_INTERCEPTORS`. */
@Injectable()
export class SessionInterceptor implements HttpInterceptor {
  readonly #injector = inject(Injector);

  intercept(request: HttpRequest<unknown>, next: HttpHandler): Observable<HttpEvent<unknown>> {
    return runInInjectionContext(this.#injector, () =>
      sessionInterceptor(request, (handled) => next.handle(handled)),
    );
  }
}

function authorize(
  request: HttpRequest<unknown>,
  next: HttpHandlerFn,
  manager: SessionManager,
  host: SessionHost,
  baseURI: string,
): Observable<HttpEvent<unknown>> {
  const rule = manager.config.rules.find(request.url, baseURI);
  const token = request.context.get(SESSION_TOKEN) ?? rule?.token;
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    // A request with its own header is not for this library.
    if (!request.headers.has('Authorization')) {
      host.injector.get(DevelopmentHints).passed(request.url, baseURI, manager);
    }
  }
  if (!rule || token === 'none' || request.headers.has(rule.header)) return next(request);

  // A request belongs to the session it starts in; it is never sent with another user's token.
  const { generation } = manager;
  const send = ({ session }: ActiveSession): Observable<HttpEvent<unknown>> => {
    const jwt = (
      token === 'access' ? session.getAccessToken() : session.getIdToken()
    ).getJwtToken();
    const answer$ = next(request.clone({ setHeaders: { [rule.header]: rule.prefix + jwt } }));
    if (typeof ngDevMode === 'undefined' || ngDevMode) {
      // Interceptors after this one can change the URL; only the answer shows where the token went.
      const check = (answer: unknown): void => warnWhenElsewhere(answer, rule, baseURI);
      return answer$.pipe(tap<HttpEvent<unknown>>({ next: check, error: check }));
    }
    return answer$;
  };

  return host.inZone(manager.acquire()).pipe(
    switchMap((active) => {
      // While signed out, a request goes without a token: an API's public resources still answer.
      // If the session has ended since the request started, the request fails.
      if (!active && generation === undefined) return next(request);
      if (!active || (generation ?? active.generation) !== active.generation) throw sessionEnded();
      return send(active).pipe(
        catchError((error: unknown) => {
          if (!isUnauthorized(error)) {
            if (typeof ngDevMode === 'undefined' || ngDevMode) {
              if (!(error instanceof HttpErrorResponse)) {
                host.injector.get(DevelopmentHints).mapped(error);
              }
            }
            throw error;
          }
          return host.inZone(manager.renewAfterRejection(active, error)).pipe(
            switchMap((renewed) => {
              if (!renewed) return throwError(() => error);
              // The refresh still helps: the caller's next request has the new token.
              if (isReadOnce(request.body)) {
                return throwError(() => Object.assign(error, { message: READ_ONCE }));
              }
              return send(renewed).pipe(
                tap({
                  error: (again: unknown) => {
                    if (isUnauthorized(again)) manager.noteStillRejected(renewed, again);
                  },
                }),
              );
            }),
          );
        }),
      );
    }),
  );
}

/** The message of a 401 whose request was a stream. */
const READ_ONCE = '401, and not sent again with a new token: the body can only be read once';

/** Whether a body is a stream, which the first request has used up. */
function isReadOnce(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    ('getReader' in body || Symbol.asyncIterator in body)
  );
}

function isUnauthorized(error: unknown): error is HttpErrorResponse {
  return error instanceof HttpErrorResponse && error.status === 401;
}

/** In development builds, warns if the answer comes from another origin than the rule allows. */
function warnWhenElsewhere(answer: unknown, rule: CheckedApiRule, baseURI: string): void {
  const { url }: { readonly url?: string | null } = answer ?? {};
  if (!url || url.startsWith(`${rule.origin}/`) || !URL.canParse(url, baseURI)) return;
  const { origin } = new URL(url, baseURI);
  if (origin === rule.origin) return;
  const redirect =
    rule.header.toLowerCase() === 'authorization'
      ? 'the browser has taken the token out'
      : `the browser has sent the header ${rule.header} along`;
  console.warn(
    `ngx-cognito-session: a request with a token for ${rule.origin} was answered by ${origin}. Put interceptors that ` +
      `change URLs before the session's; if the API redirected, ${redirect}.`,
  );
}
