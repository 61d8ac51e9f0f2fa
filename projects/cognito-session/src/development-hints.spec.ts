// Tests the hints for developers: each names a mistake and its cure, and is printed once.

import { HttpContext, HttpErrorResponse, HttpRequest, HttpResponse } from '@angular/common/http';
import { type Injector, runInInjectionContext } from '@angular/core';
import { NavigationError, type Router } from '@angular/router';
import { type Observable, of, Subject, throwError } from 'rxjs';
import type { SessionManager } from './core/session-manager';
import type { CognitoSessionConfig } from './core/config/session-config';
import { DevelopmentHints } from './development-hints';
import { SESSION_TOKEN, sessionInterceptor } from './session-interceptor';
import { openManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { observe } from '../test/support/observed';
import { fakeHost, injectorOf, adapterProviders } from '../test/support/adapters';

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
  const injector = injectorOf(...adapterProviders(fakeHost(tab.manager).host));
  for (const url of urls) sendOne(injector, new HttpRequest('GET', url), answer$);
}

function sendOne(injector: Injector, request: HttpRequest<unknown>, answer$ = OK): void {
  observe(runInInjectionContext(injector, () => sessionInterceptor(request, () => answer$)));
}

describe('a request without a token has a hint', () => {
  it('when apis names other paths of its origin, which it lists', async () => {
    const apis = ['https://api.example.com/prod', { url: 'https://api.example.com/v2/' }];
    await send(apis, ['https://api.example.com/orders?secret=1', 'https://api.example.com/x']);
    expect(hints()).toEqual([
      'ngx-cognito-session: a request to https://api.example.com/orders went without a token, because apis names other paths of that origin: /prod/, /v2/. If it is your API, add the path that its requests have in common.',
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
    [
      'it gets a file of the site',
      ['https://b.example.com/'],
      'https://cdn.example.com/a.json',
      true,
    ],
    ['its URL is none', [], 'http://[mock', true],
    ['it reads what the page holds', [], 'data:application/json,{}', true],
    ['it reads a blob', ['https://app.example.com/api/'], 'blob:https://app.example.com/1', true],
  ])('but not when %s', async (_name, apis, url, signedIn) => {
    await send(apis, [url], { signedIn });
    expect(hints()).toEqual([]);
  });
});

describe('a host is of the page’s site', () => {
  it.each([
    ['app.example.com', 'api.example.com'],
    ['example.com', 'api.example.com'],
    ['app.example.co.uk', 'api.example.co.uk'],
    ['192.168.1.20', '192.168.1.20'],
  ])('%s and %s', (page, host) => {
    tellOfRequest(page, `https://${host}:8443`);
    expect(hints()).toEqual([expect.stringContaining('no entry of apis matches')]);
  });

  // The hosts under these domains belong to different customers.
  it.each([
    ['a.co.uk', 'b.co.uk'],
    ['www.a.com.au', 'api.b.com.au'],
    ['ana.github.io', 'ben.github.io'],
    ['a.s3.eu-west-1.amazonaws.com', 'b.execute-api.eu-west-1.amazonaws.com'],
    ['d111.cloudfront.net', 'd222.cloudfront.net'],
    ['main.d1.amplifyapp.com', 'main.d2.amplifyapp.com'],
    ['192.168.1.20', '10.0.1.20'],
    ['intranet', 'printer'],
    ['app.example.com', 'api.example.org'],
  ])('but not %s and %s', (page, host) => {
    tellOfRequest(page, `https://${host}`);
    expect(hints()).toEqual([]);
  });
});

/** A request from a page on `host`, in an app whose `apis` names another site. */
function tellOfRequest(host: string, url: string): void {
  const { manager } = openManagerTab({ config: { apis: ['https://elsewhere.example.net/'] } });
  const signedIn = { active: {}, config: manager.config } as unknown as SessionManager;
  new DevelopmentHints().passed(`${url}/orders`, `https://${host}/`, signedIn);
}

it('a request that gets its token from the interceptor of another session has no hint', async () => {
  const hint = new DevelopmentHints();
  const [own, other] = await Promise.all(
    ['https://api.example.com/', 'https://b.example.com/'].map((api) =>
      openSignedInTab({ config: { apis: [api] } }),
    ),
  );
  const page = 'https://app.example.com/';
  hint.watchRequests(page, own!.manager);
  const stop = hint.watchRequests(page, other!.manager);
  hint.passed('https://b.example.com/x', page, own!.manager);
  expect(hints()).toEqual([]);
  stop();
  hint.passed('https://b.example.com/x', page, own!.manager);
  expect(hints()).toHaveLength(1);
});

it('a path of the own origin that apis does not name has a hint', async () => {
  await send(['https://app.example.com/api/v1/'], ['/api/v2/orders']);
  expect(hints()).toEqual([expect.stringContaining('names other paths of that origin: /api/v1/.')]);
});

describe('an error that is no HttpErrorResponse', () => {
  const api = 'https://api.example.com/';

  it('has a hint once, with the order of interceptors', async () => {
    const answer$ = throwError(() => new RangeError('of another interceptor'));
    await send([api], [`${api}a`, `${api}b`], { answer$ });
    expect(hints()).toEqual([
      'ngx-cognito-session: a request with a token failed with RangeError, not with HttpErrorResponse. If an interceptor maps errors, list it before sessionInterceptor; else a 401 leads to no refresh.',
    ]);
  });

  it.each([
    new HttpErrorResponse({ status: 500 }),
    Object.assign(new Error('late'), { name: 'TimeoutError' }),
  ])('has no hint for $name', async (error) => {
    await send([api], [`${api}a`], { answer$: throwError(() => error) });
    expect(hints()).toEqual([]);
  });
});

describe('requests that no interceptor sees', () => {
  const apis = ['https://api.example.com/'];
  const page = 'https://app.example.com/';
  type Entry = Partial<PerformanceResourceTiming>;
  const entry: Entry = {
    initiatorType: 'xmlhttprequest',
    name: 'https://api.example.com/orders',
    // The error of a browser for an answer that it hides.
    responseStatus: 0,
  };
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

  it('have a hint once, with both ways to register it', async () => {
    const { manager } = await openSignedInTab({ config: { apis } });
    new DevelopmentHints().watchRequests(page, manager);
    report(entry);
    report({ ...entry, initiatorType: 'fetch' });
    expect(hints()).toEqual([
      'ngx-cognito-session: a request to https://api.example.com has not passed sessionInterceptor. For HttpClient, add provideHttpClient(withInterceptors([sessionInterceptor])), or withInterceptorsFromDi() for the class SessionInterceptor; other clients attach the token of SessionService.getSession() themselves.',
    ]);
  });

  it.each([401, 403])('have a hint when the API answers %i', async (responseStatus) => {
    const { manager } = await openSignedInTab({ config: { apis } });
    new DevelopmentHints().watchRequests(page, manager);
    report({ ...entry, responseStatus });
    expect(hints()).toHaveLength(1);
  });

  it.each([
    ['the interceptor is at work', entry, true, true],
    ['nobody is signed in', entry, false, false],
    ['no rule matches', { ...entry, name: 'https://else.example.com/' }, false, true],
    ['it is an image', { ...entry, initiatorType: 'img' }, false, true],
    // Sent by fetch with its own token, or by HttpBackend, which interceptors never see.
    ['it needs no token', { ...entry, responseStatus: 200 }, false, true],
    ['the API fails', { ...entry, responseStatus: 500 }, false, true],
    [
      'the browser keeps the status to itself',
      { ...entry, responseStatus: undefined as never },
      false,
      true,
    ],
  ])('are none when %s', async (_name, request, intercepted, signedIn) => {
    const config = { apis };
    const { manager } = await (signedIn ? openSignedInTab({ config }) : openManagerTab({ config }));
    const watching = new DevelopmentHints();
    watching.watchRequests(page, manager);
    if (intercepted) watching.sawRequest();
    report(request);
    expect(hints()).toEqual([]);
  });

  it.each([
    ['whose token is none', 'GET', 'none', true],
    ['by JSONP', 'JSONP', undefined, true],
    ['before the config is there', 'GET', undefined, false],
    ['to an API', 'GET', undefined, true],
  ] as const)(
    'are none when the interceptor has seen one %s',
    async (_name, method, token, arrived) => {
      const { manager } = await openSignedInTab({ config: { apis } });
      const { host } = fakeHost(arrived ? manager : undefined);
      const injector = injectorOf(...adapterProviders(host));
      injector.get(DevelopmentHints).watchRequests(page, manager);
      const context = new HttpContext().set(SESSION_TOKEN, token);
      sendOne(injector, new HttpRequest(method as 'GET', 'https://api.example.com/x', { context }));
      report(entry);
      expect(hints()).toEqual([]);
    },
  );

  it('are no longer watched when the session’s injector is destroyed', async () => {
    const { manager } = await openSignedInTab({ config: { apis } });
    const stop = new DevelopmentHints().watchRequests(page, manager);
    expect(connected).toBe(true);
    stop();
    expect(connected).toBe(false);
  });

  it('are not watched where the browser has no PerformanceObserver', async () => {
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
    watching.watchRoute(router as Router, '/sign-in?lang=de', 'signInUrl');
    watching.watchRoute(router as Router, '/sign-in?lang=de', 'signInUrl');
    events.next(new NavigationError(1, url, error));
    events.next(new NavigationError(2, url, error));
    events.next({});
    expect(hints()).toEqual(
      Array(times).fill(
        "ngx-cognito-session: no route matches signInUrl '/sign-in?lang=de'. Add { path: 'sign-in', … } to the routes, or set signInUrl to the path of that page.",
      ),
    );
  });
});
