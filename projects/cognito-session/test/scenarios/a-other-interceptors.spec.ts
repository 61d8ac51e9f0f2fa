// A17: beside an app's own interceptors, in whatever order. Those outside see one request and one
// answer; those inside see what goes over the wire.

import {
  HTTP_INTERCEPTORS,
  HttpBackend,
  HttpClient,
  type HttpEvent,
  type HttpHandlerFn,
  type HttpInterceptorFn,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
  withInterceptorsFromDi,
  withRequestsMadeViaParent,
} from '@angular/common/http';
import {
  createEnvironmentInjector,
  EnvironmentInjector,
  importProvidersFrom,
  type Provider,
} from '@angular/core';
import { catchError, finalize, type Observable, of, tap, throwError } from 'rxjs';
import { CognitoSessionModule } from '../../src/cognito-session-module';
import { provideCognitoSession } from '../../src/provide-cognito-session';
import { sessionInterceptor, SessionInterceptor } from '../../src/session-interceptor';
import { API_URL, FakeApi } from '../support/fake-api';
import { codeOf, codesOf, observe, observeMany, tally } from '../support/observed';
import { type Door, openApp, type SessionApp } from '../support/session-app';

/** What an app's interceptors noticed at one place of the chain. */
class Notes {
  readonly log: string[] = [];
  readonly headers: (string[] | null)[] = [];
  readonly toasts: string[] = [];
  readonly cached = new Map<string, HttpEvent<unknown>>();
  spinning = 0;
  mostSpinning = 0;

  /** Logging, caching, spinner and error toast. */
  readonly interceptors: readonly HttpInterceptorFn[] = [
    (request, next) => {
      this.headers.push(request.headers.getAll('Authorization'));
      return next(request).pipe(
        tap({
          next: (event) => event instanceof HttpResponse && this.log.push(`HTTP ${event.status}`),
          error: (error: unknown) => this.log.push(codeOf(error)),
        }),
      );
    },
    (request, next) => this.#cache(request.method + request.url, () => next(request)),
    (request, next) => {
      this.mostSpinning = Math.max(this.mostSpinning, ++this.spinning);
      return next(request).pipe(finalize(() => this.spinning--));
    },
    (request, next) =>
      next(request).pipe(
        catchError((error: unknown) => {
          this.toasts.push(codeOf(error));
          return throwError(() => error);
        }),
      ),
  ];

  #cache(key: string, ask: () => Observable<HttpEvent<unknown>>): Observable<HttpEvent<unknown>> {
    const known = this.cached.get(key);
    if (known) return of(known);
    return ask().pipe(tap((event) => event instanceof HttpResponse && this.cached.set(key, event)));
  }
}

/** A function as an interceptor of the class form. */
function asClass(interceptor: HttpInterceptorFn): Provider {
  const intercept = (
    request: Parameters<HttpInterceptorFn>[0],
    next: { handle: HttpHandlerFn },
  ): Observable<HttpEvent<unknown>> => interceptor(request, (handled) => next.handle(handled));
  return { provide: HTTP_INTERCEPTORS, useValue: { intercept }, multi: true };
}

/** Both doors, with other interceptors around the session's own, which is there `times` times. */
function doorsAmong(outer: Notes, inner: Notes, times: number): Door[] {
  const again = Array.from({ length: times - 1 });
  return [
    {
      door: 'functions',
      provide: (config, ...features) => [
        provideHttpClient(
          withInterceptors([
            ...outer.interceptors,
            sessionInterceptor,
            ...again.map(() => sessionInterceptor),
            ...inner.interceptors,
          ]),
        ),
        provideCognitoSession(config, ...features),
      ],
    },
    {
      door: 'classes',
      provide: (config, ...features) => [
        provideHttpClient(withInterceptorsFromDi()),
        outer.interceptors.map(asClass),
        importProvidersFrom(CognitoSessionModule.forRoot(config, ...features)),
        again.map(() => ({
          provide: HTTP_INTERCEPTORS,
          useExisting: SessionInterceptor,
          multi: true,
        })),
        inner.interceptors.map(asClass),
      ],
    },
  ];
}

/** The API refuses the token that the user signed in with. */
async function openRefused(door: Door): Promise<SessionApp> {
  const app = await openApp(door);
  await app.signIn();
  app.pool.disown();
  app.api.status = ({ token }) => (app.pool.accepts(token) ? 200 : 401);
  return app;
}

const variants = ['functions', 'classes'].flatMap((form) => [
  { form, times: 1, registered: 'once' },
  { form, times: 2, registered: 'twice' },
]);

describe.each(variants)('as $form, registered $registered', ({ form, times }) => {
  let [outer, inner] = [new Notes(), new Notes()];
  let app: SessionApp;

  beforeEach(async () => {
    [outer, inner] = [new Notes(), new Notes()];
    const door = doorsAmong(outer, inner, times).find((each) => each.door === form);
    app = await openRefused(door!);
  });

  it('A17: a 401 that is cured is seen by no interceptor outside, and by those inside once', async () => {
    const request = observe(app.http.get(`${API_URL}orders`));
    await app.clock.advance(5000);

    expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect({ log: outer.log, toasts: outer.toasts }).toEqual({ log: ['HTTP 200'], toasts: [] });
    expect({ log: inner.log, toasts: inner.toasts }).toEqual({
      log: ['HTTP 401', 'HTTP 200'],
      toasts: ['HTTP 401'],
    });
    expect({ refreshes: app.pool.refreshes, calls: app.api.calls.length }).toEqual({
      refreshes: 1,
      calls: 2,
    });
  });

  it('A17: each try carries the header once, with the token that was good at the time', async () => {
    const old = app.session.idToken()?.getJwtToken() ?? '';
    observe(app.http.get(`${API_URL}orders`));
    await app.clock.advance(5000);

    const fresh = app.session.idToken()?.getJwtToken() ?? '';
    expect(fresh).not.toBe(old);
    expect(outer.headers).toEqual([null]);
    expect(inner.headers).toEqual([[`Bearer ${old}`], [`Bearer ${fresh}`]]);
  });

  it('A17: a 401 that is not cured is seen outside once, after 1 refresh and 1 replay', async () => {
    app.api.status = () => 401;
    const request = observe(app.http.get(`${API_URL}orders`));
    await app.clock.advance(5000);

    expect(codesOf([request])).toEqual(['HTTP 401']);
    expect({ log: outer.log, toasts: outer.toasts }).toEqual({
      log: ['HTTP 401'],
      toasts: ['HTTP 401'],
    });
    expect(outer.spinning).toBe(0);
    expect({ refreshes: app.pool.refreshes, calls: app.api.calls.length }).toEqual({
      refreshes: 1,
      calls: 2,
    });
  });

  it('A17: a cache outside keeps the good answer, and a spinner turns once per request and stops', async () => {
    const requests = observeMany(10, (n) => app.http.get(`${API_URL}orders/${n}`));
    await app.clock.advance(5000);
    const asked = app.api.calls.length;
    const again = observeMany(10, (n) => app.http.get(`${API_URL}orders/${n}`));
    await app.clock.advance(5000);

    expect(tally([...requests, ...again])).toEqual({ values: 20, errors: 0, pending: 0 });
    expect(
      [...outer.cached.values()].map((event) => (event as HttpResponse<unknown>).status),
    ).toEqual(Array.from({ length: 10 }, () => 200));
    expect({ asked, afterwards: app.api.calls.length }).toEqual({ asked: 20, afterwards: 20 });
    expect(app.pool.refreshes).toBe(1);
    expect([outer, inner].map(({ spinning }) => spinning)).toEqual([0, 0]);
    expect(outer.mostSpinning).toBe(10);
  });
});

const lazy = [
  { chain: 'on top of the app', parent: [withRequestsMadeViaParent()] },
  { chain: 'instead of the app', parent: [] },
];
describe.each(['functions', 'classes'])('as %s', (form) => {
  it.each(lazy)(
    'A17: a lazy route whose HttpClient has the interceptor of its own, $chain, shares the 1 refresh',
    async ({ parent }) => {
      const door = doorsAmong(new Notes(), new Notes(), 1).find((each) => each.door === form);
      const { clock, pool, api, http, injector } = await openRefused(door!);
      const route = createEnvironmentInjector(
        [
          provideHttpClient(withInterceptors([sessionInterceptor]), ...parent),
          ...(parent.length ? [] : [{ provide: HttpBackend, useExisting: FakeApi }]),
        ],
        injector.get(EnvironmentInjector),
      );
      const lazyHttp = route.get(HttpClient);
      expect(lazyHttp).not.toBe(http);

      const requests = [lazyHttp, http, lazyHttp].map((client, n) =>
        observe(client.get(`${API_URL}orders/${n}`)),
      );
      await clock.advance(5000);

      expect(tally(requests)).toEqual({ values: 3, errors: 0, pending: 0 });
      expect({ refreshes: pool.refreshes, calls: api.calls.length }).toEqual({
        refreshes: 1,
        calls: 6,
      });
      // `Bearer x, Bearer x` would be no token that the pool knows.
      expect(api.calls.filter(({ token }) => pool.accepts(token)).length).toBe(3);
      route.destroy();
    },
  );
});
