// Reproduces each row of docs/troubleshooting.md: the error or the console output has the text that
// the row quotes.

import {
  HTTP_INTERCEPTORS,
  HttpBackend,
  HttpClient,
  HttpErrorResponse,
  type HttpInterceptorFn,
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { type ProviderToken, runInInjectionContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  NavigationError,
  provideRouter,
  Router,
  type Routes,
  withRouterConfig,
} from '@angular/router';
import { catchError, of, throwError } from 'rxjs';
import type { CognitoSessionConfig } from './core/config/session-config';
import { DevelopmentHints } from './development-hints';
import { provideCognitoSession } from './provide-cognito-session';
import { groupGuard, sessionGuard, signedOutGuard } from './session-guard';
import { SessionInterceptor, sessionInterceptor } from './session-interceptor';
import { SessionHistory } from './session-history';
import { SessionService } from './session-service';
import { API_URL, FakeApi } from '../test/support/fake-api';
import { openSignedInTab } from '../test/support/manager-tab';
import { observe } from '../test/support/observed';
import { openRouterApp } from '../test/support/router-app';
import { type AppOptions, DOORS, openApp, type SessionApp } from '../test/support/session-app';
import { EmptyPage } from '../test/support/sign-in-route';
import { fakeHost, injectorOf, adapterProviders } from '../test/support/adapters';
import { quotedIn, symptomsBelow } from '../test/support/troubleshooting-rows';

const component = EmptyPage;
const [door] = DOORS;
const TO_FAKE_API = { provide: HttpBackend, useExisting: FakeApi };

let warned: jest.SpyInstance;
beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  warned.mockRestore();
  Reflect.deleteProperty(globalThis, 'PerformanceObserver');
});

const printed = (): string => warned.mock.calls.flat().join('\n');

async function signedIn(options: AppOptions = {}): Promise<SessionApp> {
  const app = await openApp(door!, options);
  await app.signIn();
  return app;
}

/** The console output after a request to the API in an app with these `apis`. */
async function request(apis: CognitoSessionConfig['apis'], url = API_URL): Promise<string> {
  const tab = await openSignedInTab({ config: { apis } });
  const injector = injectorOf(...adapterProviders(fakeHost(tab.manager).host));
  const sent = new HttpRequest('GET', url);
  observe(
    runInInjectionContext(injector, () => sessionInterceptor(sent, () => of(new HttpResponse()))),
  );
  return printed();
}

/** Sends a request through this interceptor behind the session's. */
async function requestBehind(later: HttpInterceptorFn): Promise<string> {
  const app = await signedIn({
    providers: [provideHttpClient(withInterceptors([sessionInterceptor, later])), TO_FAKE_API],
  });
  app.api.status = () => 500;
  observe(app.injector.get(HttpClient).get(API_URL));
  await app.clock.advance(1000);
  return printed();
}

/**
 * Opens a page, signed out or in, and returns the console output and the error of the navigation.
 */
async function openPage(routes: Routes, url: string, isSignedIn = false): Promise<string> {
  const providers = [
    provideRouter([], withRouterConfig({ resolveNavigationPromiseOnError: true })),
  ];
  const app = await openApp(door!, { routes, providers, config: { onSessionEnd: 'stay' } });
  if (isSignedIn) await app.signIn();
  const router = TestBed.inject(Router);
  const failures: string[] = [];
  router.events.subscribe((event) => {
    if (event instanceof NavigationError) failures.push(String(event.error));
  });
  await router.navigateByUrl(url);
  return [printed(), ...failures].join('\n');
}

const REQUESTS: Record<string, () => Promise<string>> = {
  'has not passed sessionInterceptor': async () => {
    let report: (list: unknown) => void = () => undefined;
    class FakePerformanceObserver {
      constructor(callback: typeof report) {
        report = callback;
      }
      observe = (): void => undefined;
      disconnect = (): void => undefined;
    }
    Object.assign(globalThis, { PerformanceObserver: FakePerformanceObserver });
    const app = await openApp({
      ...door!,
      // The class alone does nothing: it needs withInterceptorsFromDi().
      provide: (config, ...features) => [
        provideHttpClient(),
        { provide: HTTP_INTERCEPTORS, useClass: SessionInterceptor, multi: true },
        provideCognitoSession(config, ...features),
      ],
    });
    await app.signIn();
    observe(app.http.get(API_URL));
    await app.clock.advance(1000);
    expect(app.api.calls.map(({ token }) => token)).toEqual([null]);
    // As a browser reports a 401 without CORS headers.
    const entry = { initiatorType: 'xmlhttprequest', name: API_URL, responseStatus: 0 };
    report({ getEntries: () => [entry] });
    return printed();
  },
  'because no entry of apis matches it': () => request([]),
  'because apis names other paths of that origin': () => request([`${API_URL}v2/`]),
  'not with HttpErrorResponse': () =>
    requestBehind((sent, next) =>
      next(sent).pipe(catchError(() => throwError(() => new RangeError('mapped')))),
    ),
  'was answered by https://': () =>
    requestBehind(() => of(new HttpResponse({ url: 'https://other.example.org/x' }))),
  'status 0 with an expired token': async () => {
    const app = await signedIn();
    app.api.status = () => 0;
    const answer = observe(app.http.get(API_URL));
    await app.clock.advance(1000);
    expect(answer.errors).toEqual([expect.any(HttpErrorResponse)]);
    // The session stays: a status 0 alone proves nothing.
    expect(app.session.isAuthenticated()).toBe(true);
    return String((answer.errors[0] as HttpErrorResponse).status);
  },
};

/** The error for a service in an app without `provideCognitoSession`. */
function withoutSession(service: ProviderToken<unknown>): string {
  TestBed.resetTestingModule();
  try {
    TestBed.inject(service);
    return '';
  } catch (error) {
    return String(error);
  }
}

const children = [{ path: 'sign-in', component }];

const PAGES: Record<string, () => Promise<string>> = {
  'provideCognitoSession is missing': async () => withoutSession(SessionService),
  'NG0201 SessionHistory': async () => withoutSession(SessionHistory),
  'no route matches otherwise': () => {
    const staff = groupGuard('staff', { otherwise: '/forbidden' });
    return openPage([{ path: 'orders', component, canActivate: [staff] }], '/orders', true);
  },
  'no route matches signInUrl': () =>
    openPage([{ path: 'orders', component, canActivate: [sessionGuard] }], '/orders'),
  'lies below a route that canActivate guards': () =>
    openPage([{ path: '', canActivate: [sessionGuard], children }], '/sign-in'),
  'which leads back to a guarded page': () => {
    const staff = groupGuard('staff', { otherwise: '/' });
    return openPage([{ path: '', component, canActivate: [staff] }], '/', true);
  },
  'leads this user back to the sign-in page': async () => {
    const app = await openRouterApp([
      { path: '', pathMatch: 'full', component, canActivate: [groupGuard('staff')] },
      { path: 'sign-in', component, canActivate: [signedOutGuard] },
    ]);
    await app.open('/');
    await app.signIn();
    return app.session.returnToApp().then(String, String);
  },
  'another page than the one asked for, after sign-in': async () => {
    const app = await openRouterApp([
      { path: '', pathMatch: 'full', component },
      { path: 'admin', component, canActivate: [groupGuard('staff')] },
      { path: 'sign-in', component },
    ]);
    await app.open('/admin');
    await app.signIn();
    await app.session.returnToApp();
    expect(app.router.url).toBe('/');
    return '';
  },
  'signed out after a reload': async () => {
    await signedIn({ store: 'memory' });
    const { session } = await openApp(door!, { store: 'memory' });
    expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    return '';
  },
};

describe.each([
  ['Requests', REQUESTS],
  ['Pages', PAGES],
])('docs/troubleshooting.md, %s', (heading, reproduced) => {
  const rows = symptomsBelow(heading).map((symptom) => {
    const quoted = quotedIn(symptom);
    return { key: quoted.join(' ') || symptom, quoted };
  });

  it('has a test for each row, and a row for each test', () => {
    expect(rows.map(({ key }) => key)).toEqual(Object.keys(reproduced));
  });

  it.each(rows)('$key', async ({ key, quoted }) => {
    const seen = (await reproduced[key]?.()) ?? '';
    for (const text of quoted) expect(seen).toContain(text);
  });
});

it('hints belong to the app: another app prints them again', async () => {
  const hints = [new DevelopmentHints(), new DevelopmentHints()];
  for (const each of hints) each.tell('topic', 'hint');
  expect(warned).toHaveBeenCalledTimes(2);
});
