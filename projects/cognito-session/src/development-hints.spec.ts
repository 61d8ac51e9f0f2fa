// Hints for developers: which mistake each one names, with its cure, and that it is printed once.

import { HttpErrorResponse, HttpRequest, HttpResponse } from '@angular/common/http';
import { runInInjectionContext } from '@angular/core';
import { NavigationError, type Router } from '@angular/router';
import { type Observable, of, Subject, throwError } from 'rxjs';
import type { CognitoSessionConfig } from './core/session-config';
import { DevelopmentHints } from './development-hints';
import { sessionInterceptor } from './session-interceptor';
import { openManagerTab, openSignedInTab } from './testing-support/manager-tab';
import { observe } from './testing-support/observed';
import { fakeHost, injectorOf, skinProviders } from './testing-support/skins';

let warned: jest.SpyInstance;
const hints = (): unknown[] => warned.mock.calls.flat();

beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => warned.mockRestore());

const OK: Observable<HttpResponse<unknown>> = of(new HttpResponse({}));

interface Sent {
  readonly signedIn?: boolean;
  readonly answer$?: Observable<HttpResponse<unknown>>;
}

/** Sends requests through the interceptor, signed in, from a page of https://app.example.com. */
async function send(
  apis: CognitoSessionConfig['apis'],
  urls: readonly string[],
  { signedIn = true, answer$ = OK }: Sent = {},
): Promise<void> {
  const config = { apis };
  const tab = await (signedIn ? openSignedInTab({ config }) : openManagerTab({ config }));
  const injector = injectorOf(...skinProviders(fakeHost(tab.manager).host));
  for (const url of urls) {
    observe(
      runInInjectionContext(injector, () =>
        sessionInterceptor(new HttpRequest('GET', url), () => answer$),
      ),
    );
  }
}

describe('a request without a token is told of', () => {
  it('when apis names other paths of its origin, which it lists', async () => {
    const apis = ['https://api.example.com/prod', { url: 'https://api.example.com/v2/' }];
    await send(apis, ['https://api.example.com/orders?secret=1', 'https://api.example.com/x']);
    expect(hints()).toEqual([
      'ngx-cognito-session: a request to https://api.example.com/orders went without a token, because apis names other paths of that origin: /prod/, /v2/.',
    ]);
  });

  it.each([
    ['a server on this machine', 'http://localhost:3000'],
    ['a server on this machine', 'http://127.0.0.1:3000'],
    ['a server of the page’s site', 'https://api.example.com'],
    ['API Gateway', 'https://abc123.execute-api.eu-west-1.amazonaws.com'],
  ])('when apis is empty and it goes to %s: %s', async (_name, origin) => {
    await send([], [`${origin}/orders`, `${origin}/other`]);
    expect(hints()).toEqual([
      `ngx-cognito-session: a request to ${origin} went without a token, because no entry of apis matches it. If it is your API, add '${origin}/' to apis.`,
    ]);
  });

  it.each([
    ['it has one', ['https://api.example.com/'], 'https://api.example.com/orders', true],
    ['nobody is signed in', [], 'http://localhost:3000/orders', false],
    ['it goes to somebody else', ['https://api.example.com/'], 'https://fonts.example.org/a', true],
    ['it gets a file of the app', ['https://app.example.com/api/'], '/config.json', true],
    ['it gets a page of the app', [], '/orders', true],
    ['its URL is none', [], 'http://[mock', true],
  ])('but not when %s', async (_name, apis, url, signedIn) => {
    await send(apis, [url], { signedIn });
    expect(hints()).toEqual([]);
  });
});

it('a path of the own origin that apis does not name is told of', async () => {
  await send(['https://app.example.com/api/v1/'], ['/api/v2/orders']);
  expect(hints()).toEqual([expect.stringContaining('names other paths of that origin: /api/v1/.')]);
});

describe('an error that is no HttpErrorResponse', () => {
  const api = 'https://api.example.com/';

  it('is told of once, with the order of interceptors', async () => {
    const answer$ = throwError(() => new RangeError('of another interceptor'));
    await send([api], [`${api}a`, `${api}b`], { answer$ });
    expect(hints()).toEqual([
      'ngx-cognito-session: a request with a token failed with RangeError, not with HttpErrorResponse. If an interceptor maps errors, list it before sessionInterceptor; else a 401 leads to no refresh.',
    ]);
  });

  it.each([
    new HttpErrorResponse({ status: 500 }),
    Object.assign(new Error('late'), { name: 'TimeoutError' }),
  ])('is not told of for $name', async (error) => {
    await send([api], [`${api}a`], { answer$: throwError(() => error) });
    expect(hints()).toEqual([]);
  });
});

describe('requests that no interceptor sees', () => {
  const apis = ['https://api.example.com/'];
  const page = 'https://app.example.com/';
  type Entry = Partial<PerformanceResourceTiming>;
  const entry: Entry = { initiatorType: 'xmlhttprequest', name: 'https://api.example.com/orders' };
  let report: (...entries: Entry[]) => void;
  let connected: boolean;

  beforeEach(() => {
    class FakePerformanceObserver {
      constructor(callback: (list: { getEntries: () => Entry[] }) => void) {
        report = (...entries) => callback({ getEntries: () => entries });
      }
      observe(): void {
        connected = true;
      }
      disconnect(): void {
        connected = false;
      }
    }
    Object.assign(globalThis, { PerformanceObserver: FakePerformanceObserver });
  });
  afterEach(() => Reflect.deleteProperty(globalThis, 'PerformanceObserver'));

  it('are told of once, with both ways to register it', async () => {
    const { manager } = await openSignedInTab({ config: { apis } });
    new DevelopmentHints().watchRequests(page, manager);
    report(entry);
    report({ ...entry, initiatorType: 'fetch' });
    expect(hints()).toEqual([
      'ngx-cognito-session: a request to https://api.example.com has not passed sessionInterceptor. For HttpClient, add provideHttpClient(withInterceptors([sessionInterceptor])), or withInterceptorsFromDi() for the class SessionInterceptor; other clients attach the token of SessionService.getSession() themselves.',
    ]);
  });

  it.each([
    ['the interceptor is at work', entry, true, true],
    ['nobody is signed in', entry, false, false],
    ['no rule matches', { ...entry, name: 'https://else.example.com/' }, false, true],
    ['it is an image', { ...entry, initiatorType: 'img' }, false, true],
  ])('are none when %s', async (_name, request, intercepted, signedIn) => {
    const config = { apis };
    const { manager } = await (signedIn ? openSignedInTab({ config }) : openManagerTab({ config }));
    const watching = new DevelopmentHints();
    watching.watchRequests(page, manager);
    if (intercepted) watching.passed('https://api.example.com/x', page, manager);
    report(request);
    expect(hints()).toEqual([]);
  });

  it('are no longer looked for when the session’s injector ends', async () => {
    const { manager } = await openSignedInTab({ config: { apis } });
    const stop = new DevelopmentHints().watchRequests(page, manager);
    expect(connected).toBe(true);
    stop();
    expect(connected).toBe(false);
  });

  it('are not looked for where the browser cannot tell', async () => {
    Reflect.deleteProperty(globalThis, 'PerformanceObserver');
    const { manager } = await openSignedInTab({ config: { apis } });
    expect(() => new DevelopmentHints().watchRequests(page, manager)()).not.toThrow();
  });
});

describe('a sign-in page without a route', () => {
  const noMatch = { code: 4002 };

  it.each([
    ['is told of', '/sign-in?returnUrl=%2F', noMatch, 1],
    ['is another page', '/orders', noMatch, 0],
    ['failed otherwise', '/sign-in', new Error('of the page'), 0],
    ['failed with nothing', '/sign-in', undefined, 0],
  ])('%s', (_name, url, error, times) => {
    const events = new Subject<unknown>();
    const router: unknown = { events };
    const watching = new DevelopmentHints();
    watching.watchSignInRoute(router as Router, '/sign-in?lang=de');
    watching.watchSignInRoute(router as Router, '/sign-in?lang=de');
    events.next(new NavigationError(1, url, error));
    events.next(new NavigationError(2, url, error));
    events.next({});
    expect(hints()).toEqual(
      Array(times).fill(
        "ngx-cognito-session: no route matches signInUrl '/sign-in?lang=de'. Add { path: 'sign-in', … } to the routes, or set signInUrl to the path of your sign-in page.",
      ),
    );
  });
});
