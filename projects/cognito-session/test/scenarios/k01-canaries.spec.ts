// K01: canary tokens go through a whole life of an app, faults included; afterwards everything that
// a session leaves behind or sends is searched for them.

import {
  APP_BASE_HREF,
  BrowserPlatformLocation,
  JsonPipe,
  PlatformLocation,
} from '@angular/common';
import { HttpBackend, type HttpEvent, type HttpRequest } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { SignInService } from 'ngx-cognito-session/sign-in';
import { type Observable, tap } from 'rxjs';
import { sessionGuard, SessionHistory, SessionService, withHistory } from '../../src/public-api';
import { API_URL, FakeApi } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool, json, serviceError, unreachable } from '../support/fake-pool';
import { STORE_KEY } from '../support/fake-store';
import { type Claims, type FakeTokens, makeTokens } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { leaksIn, partsOf } from '../support/leak-search';
import { observe } from '../support/observed';
import { GATEWAYS, DOORS, openApp, type SessionApp } from '../support/session-app';
import { PASSWORD } from '../support/sign-in-harness';
import { EmptyPage } from '../support/sign-in-route';

const LEVELS = ['debug', 'log', 'info', 'warn', 'error', 'trace'] as const;

/** Shows all there is of a session, as somebody who debugs an app does. */
@Component({
  imports: [JsonPipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `{{ s.state() | json }} {{ s.session() | json }} {{ s.idToken() | json }}
    {{ s.session() }}`,
})
class DebugPage {
  readonly s = inject(SessionService);
}

/** Remembers every token it issues. */
class CanaryPool extends FakePool {
  readonly canaries: string[] = [PASSWORD];
  override issue(claims: Claims = {}): FakeTokens {
    const tokens = super.issue(claims);
    this.canaries.push(...canariesOf(tokens));
    return tokens;
  }
}
function canariesOf({ IdToken, AccessToken, RefreshToken }: FakeTokens): string[] {
  return [...partsOf(IdToken, AccessToken), RefreshToken];
}

/** What was seen, by the place where it was seen. */
const seen = new Map<string, unknown[]>();
const note = (place: string, ...values: unknown[]): void => {
  seen.set(place, [...(seen.get(place) ?? []), ...values]);
};

/** The API, at which URLs and not headers are looked at: the header is where the token belongs. */
class NotingApi extends FakeApi {
  override handle(request: HttpRequest<unknown>): Observable<HttpEvent<unknown>> {
    note('URLs and bodies sent to the API', request.urlWithParams, request.body);
    return super
      .handle(request)
      .pipe(tap({ error: (error: unknown) => note('errors of requests', error) }));
  }
}

function notePage(): void {
  note('page HTML', document.documentElement.outerHTML);
  note('router URL and address bar', location.href, document.referrer);
  note('history state', history.state);
  note('cookies', document.cookie);
  for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) {
    for (let n = 0; n < storage.length; n++) {
      const key = storage.key(n)!;
      note('names of storage keys', key);
      // The one place where tokens are kept, by the app's choice.
      if (name !== 'localStorage' || key !== STORE_KEY)
        note('other storage keys', storage.getItem(key));
    }
  }
  note('globals', Object.keys(globalThis));
}

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  beforeEach(() => {
    seen.clear();
    for (const level of LEVELS) {
      jest
        .spyOn(console, level)
        .mockImplementation((...args: unknown[]) => note('console', ...args));
    }
    for (const method of ['pushState', 'replaceState'] as const) {
      const original = history[method].bind(history);
      jest
        .spyOn(history, method)
        .mockImplementation((...args: Parameters<History['pushState']>) => {
          note('history state', args);
          original(...args);
        });
    }
    setBroadcastChannel(true);
    const { prototype } = BroadcastChannel;
    const post = prototype.postMessage;
    jest.spyOn(prototype, 'postMessage').mockImplementation(function (
      this: BroadcastChannel,
      data,
    ) {
      note('messages between tabs', data);
      post.call(this, data);
    });
    localStorage.clear();
    localStorage.setItem('theme', 'dark');
    document.cookie = 'visitor=1';
    history.replaceState(null, '', '/');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    setBroadcastChannel(false);
    setWebLocks(undefined);
    localStorage.clear();
  });

  it('K01: no canary token or password is anywhere but in the store and in the headers, after a whole life with faults', async () => {
    const clock = new FakeClock();
    const locks = new FakeLocks(clock);
    setWebLocks(locks);
    const pool = new CanaryPool(clock, { rotation: true });
    let api = new NotingApi(clock);
    const open = async (): Promise<SessionApp> => {
      api = new NotingApi(clock);
      const app = await openApp(
        { ...DOORS[0]!, ...gateway },
        {
          clock,
          pool,
          store: 'local',
          features: [withHistory()],
          routes: [
            { path: 'sign-in', component: EmptyPage },
            { path: '**', component: EmptyPage, canMatch: [sessionGuard] },
          ],
          providers: [
            { provide: PlatformLocation, useClass: BrowserPlatformLocation },
            { provide: APP_BASE_HREF, useValue: '/' },
            { provide: HttpBackend, useValue: api },
          ],
        },
      );
      app.session.events$.subscribe((event) => note('events', event));
      return app;
    };
    /** Runs what an app does; its errors are kept, as a reporter keeps them. */
    const run = async (source: Observable<unknown>): Promise<void> => {
      const { errors } = observe(source);
      await clock.advance(60_000);
      note('errors', ...errors);
      await TestBed.inject(Router).navigateByUrl(`/orders?at=${clock.seconds}`);
      const page = TestBed.createComponent(DebugPage);
      document.body.append(page.nativeElement as HTMLElement);
      await page.whenStable();
      note(
        'marks of the page',
        (await locks.query()).held?.map(({ name }) => name),
      );
      notePage();
      const history = TestBed.inject(SessionHistory);
      note('history for error reports', history.entries(), history.toString());
      page.destroy();
    };

    let app = await open();
    const signIn = (): Observable<unknown> =>
      TestBed.inject(SignInService).signIn({
        username: 'maria',
        password: PASSWORD,
        flow: 'USER_PASSWORD_AUTH',
      });
    pool.always('InitiateAuth', () => serviceError('NotAuthorizedException'));
    await run(signIn());
    pool.always('InitiateAuth', () => json(200, { AuthenticationResult: pool.issue() }));
    await run(signIn());
    expect(app.session.isAuthenticated()).toBe(true);
    app = await open();
    await run(app.http.get(`${API_URL}orders`));
    pool.always('GetTokensFromRefreshToken', () => serviceError('TooManyRequestsException', 429));
    await run(app.session.refreshSession());
    pool.always('GetTokensFromRefreshToken', unreachable());
    await run(app.session.refreshSession());
    const stranger = new CanaryPool(clock, { sub: 'someone-else' });
    const answers = [
      stranger.issue(),
      { ...pool.issue(), IdToken: 'eyJtYWxmb3JtZWQ.eyJjYW5hcnkiOjE.x' },
    ];
    for (const answer of answers) {
      pool.always('GetTokensFromRefreshToken', () => json(200, { AuthenticationResult: answer }));
      await run(app.session.refreshSession());
    }
    // The tokens of somebody else have ended the session.
    await run(signIn());
    pool.always('GetTokensFromRefreshToken');
    await run(app.session.refreshSession());
    for (const status of [401, 403, 500, 0]) {
      api.status = () => status;
      await run(app.http.post(`${API_URL}orders?page=2`, { amount: 1 }));
      api.status = () => 200;
    }
    const malformed = ['Canary.Malformed.Token', 'eyJDYW5hcnki', `${'Canary'.repeat(50)}\r\n`];
    const foreign = makeTokens({ aud: 'other', client_id: 'other' });
    for (const IdToken of [...malformed, foreign.IdToken]) {
      await run(app.session.setSession({ ...foreign, IdToken }));
    }
    jest.spyOn(Storage.prototype, 'setItem').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await run(app.session.refreshSession());
    expect(app.session.isAuthenticated()).toBe(true);
    pool.always('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
    await run(app.session.refreshSession());
    expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
    await run(signIn());
    await run(app.session.signOut({ everywhere: true }));
    localStorage.setItem(
      STORE_KEY,
      JSON.stringify({ v: 1, generation: 'x', idToken: malformed[0] }),
    );
    app = await open();
    await run(app.session.getSession());
    for (const { operation } of pool.calls) note('operations asked of Cognito', operation);
    note('URL of Cognito', pool.endpoint);

    const canaries = new Set([
      ...pool.canaries,
      ...stranger.canaries,
      ...canariesOf(foreign),
      ...malformed,
      'eyJtYWxmb3JtZWQ',
      'Canary',
    ]);
    const hits = [...seen].flatMap(([place, values]) =>
      values.flatMap((value) => leaksIn(value, [...canaries]).map((leak) => `${place}: ${leak}`)),
    );
    const noted = [...seen.values()].flat().length;
    expect(hits).toEqual([]);
    // The run met what it was to meet, and the search does find what is there.
    expect(canaries.size).toBeGreaterThan(30);
    expect([...seen.keys()].sort()).toEqual(PLACES);
    expect(leaksIn([{ deep: [...canaries][5] }], [...canaries])).not.toEqual([]);
    figure(
      `K01 ${canaries.size} canaries, ${noted} things in ${seen.size} places searched: ${hits.length} found`,
    );
  }, 120_000);
});

const PLACES = [
  'URL of Cognito',
  'URLs and bodies sent to the API',
  'console',
  'cookies',
  'errors',
  'errors of requests',
  'events',
  'globals',
  'history for error reports',
  'history state',
  'marks of the page',
  'messages between tabs',
  'names of storage keys',
  'operations asked of Cognito',
  'other storage keys',
  'page HTML',
  'router URL and address bar',
];
