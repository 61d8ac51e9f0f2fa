// What surrounds the session is not always as it should be: locks that refuse, records that are
// none, sessions without a refresh token, configs that come by HTTP.

import {
  HttpBackend,
  HttpClient,
  HttpContext,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { ApplicationInitStatus, inject, NgZone, runInInjectionContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Clock } from '../../src/core/clock';
import { provideCognitoSession, withStorage } from '../../src/provide-cognito-session';
import { sessionGuard } from '../../src/session-guard';
import { SESSION_TOKEN, sessionInterceptor } from '../../src/session-interceptor';
import { API_URL, FakeApi } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { serviceError } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { CLIENT_ID, LIFETIME_SECONDS, POOL_ID } from '../support/fake-tokens';
import { observe, tally } from '../support/observed';
import { DOOR, openApp, openBeside } from '../support/session-app';

afterEach(() => setWebLocks(undefined));

it('B09: Web Locks that throw SecurityError do not keep a session from being refreshed', async () => {
  const refuse = (): Promise<never> =>
    Promise.reject(new DOMException('not here', 'SecurityError'));
  setWebLocks({ request: refuse, query: refuse } as unknown as FakeLocks);
  const app = await openApp(DOOR);
  await app.signIn();
  const refreshed = observe(app.session.refreshSession());
  await app.clock.advance(60_000);
  expect(tally([refreshed])).toEqual({ values: 1, errors: 0, pending: 0 });
  expect(app.pool.refreshes).toBe(1);
});

it('E04: a record that is none does not take the session that starts while it is read', async () => {
  const clock = new FakeClock();
  const items = new Map([[STORE_KEY, 'garbage']]);
  const store = new FakeStore({ items, delay: { clock, ms: 200 } });
  const app = await openApp(DOOR, { clock, store });
  await clock.advance(50);
  await app.signIn();
  await clock.advance(2000);
  expect(app.session.isAuthenticated()).toBe(true);
  expect(items.get(STORE_KEY)).toContain('"v":1');
});

it('a session without a refresh token works until its tokens expire, and then is over', async () => {
  const app = await openApp(DOOR);
  const { IdToken, AccessToken } = app.pool.issue();
  app.session.setSession({ IdToken, AccessToken });
  await app.clock.advance((LIFETIME_SECONDS - 30) * 1000);
  const inTime = observe(app.http.get(API_URL));
  await app.clock.advance(1000);
  expect(tally([inTime])).toEqual({ values: 1, errors: 0, pending: 0 });
  expect(app.api.calls[0]?.token).toBe(IdToken);
  await app.clock.advance(60_000);
  const tooLate = observe(app.http.get(API_URL));
  await app.clock.advance(5000);
  expect(tally([tooLate])).toEqual({ values: 0, errors: 1, pending: 0 });
  expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
});

it('G03: a forced refresh that succeeds ends the pause for this tab, its own mark notwithstanding', async () => {
  const clock = new FakeClock();
  setWebLocks(new FakeLocks(clock));
  const app = await openApp(DOOR, { clock });
  await app.signIn();
  app.pool.always('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
  await clock.advance((LIFETIME_SECONDS + 1) * 1000);
  observe(app.session.getSession());
  await clock.advance(2000);
  app.pool.always('GetTokensFromRefreshToken');
  observe(app.session.refreshSession());
  await clock.advance(2000);
  const refused = app.session.idToken()?.getJwtToken();
  app.api.status = ({ token }) => (token === refused ? 401 : 200);
  const request = observe(app.http.get(API_URL));
  await clock.advance(2000);
  expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
});

it('M02: a guard that waited for a slow store answers inside the zone', async () => {
  const clock = new FakeClock();
  const first = await openApp(DOOR, { clock });
  let depth = 0;
  const run = <T>(work: () => T): T => {
    depth++;
    try {
      return work();
    } finally {
      depth--;
    }
  };
  const zone = { run, runOutsideAngular: <T>(work: () => T): T => work() };
  const app = openBeside(DOOR, clock, first.pool, {
    store: new FakeStore({ delay: { clock, ms: 100 } }),
    providers: [{ provide: NgZone, useValue: zone }],
  });
  const depths: number[] = [];
  runInInjectionContext(app.injector, () =>
    sessionGuard({}, { url: '/orders' } as Parameters<typeof sessionGuard>[1]),
  ).subscribe(() => depths.push(depth));
  await clock.advance(300);
  expect(depths).toEqual([1]);
});

it('a config function may ask for the config by HttpClient, with SESSION_TOKEN none', async () => {
  const clock = new FakeClock();
  const context = new HttpContext().set(SESSION_TOKEN, 'none');
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideCognitoSession(async () => {
        await firstValueFrom(inject(HttpClient).get('/config.json', { context }));
        return { userPoolId: POOL_ID, clientId: CLIENT_ID, apis: [API_URL] };
      }, withStorage('memory')),
      { provide: Clock, useValue: clock },
      { provide: FakeApi, useValue: new FakeApi(clock) },
      { provide: HttpBackend, useExisting: FakeApi },
    ],
  });
  const status = TestBed.inject(ApplicationInitStatus);
  await clock.advance(1000);
  await status.donePromise;
  expect(status.done).toBe(true);
});
