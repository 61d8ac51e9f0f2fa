// Tests the interceptor in both of its forms, with a real session manager and without a page.

import { HttpContext, HttpErrorResponse, HttpHeaders, HttpRequest } from '@angular/common/http';
import { runInInjectionContext } from '@angular/core';
import { type Observable, throwError } from 'rxjs';
import { SESSION_TOKEN, sessionInterceptor } from './session-interceptor';
import { serviceError } from '../test/support/fake-pool';
import { FakeStore } from '../test/support/fake-store';
import { FakeClock } from '../test/support/fake-clock';
import { EXPIRED_MS, openManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { codeOf, observe } from '../test/support/observed';
import { fakeHost, injectorOf, adapterProviders } from '../test/support/adapters';
import {
  API,
  APIS,
  type InterceptedApp,
  openInterceptedApp,
  openSignedInApp,
  tokensSent,
} from '../test/support/intercepted-app';

const FORMS = [
  { form: 'sessionInterceptor', asClass: false },
  { form: 'SessionInterceptor', asClass: true },
];

const withToken = (kind: 'id' | 'access' | 'none'): { context: HttpContext } => ({
  context: new HttpContext().set(SESSION_TOKEN, kind),
});

describe.each(FORMS)('$form', ({ asClass }) => {
  it('sends the ID token to a configured API, at once', async () => {
    const app = await openSignedInApp(asClass);
    const { values, completions } = app.send();
    expect(tokensSent(app)).toEqual([`Bearer ${app.idToken}`]);
    expect(values).toMatchObject([{ status: 200 }]);
    expect(completions).toBe(1);
    expect(app.host.inZone).toEqual([app.tab.manager.active]);
  });

  it('replays a 401 once with a new token', async () => {
    const app = await openSignedInApp(asClass);
    app.statuses.push(401);
    const { values } = app.send();
    await app.tab.clock.advance(100);
    expect(values).toMatchObject([{ status: 200 }]);
    expect(new Set(tokensSent(app)).size).toBe(2);
    expect(app.tab.pool.refreshes).toBe(1);
  });
});

describe('a request', () => {
  it('of JSONP, which is a script and has no headers, passes untouched', async () => {
    const app = await openSignedInApp();
    const injector = injectorOf(...adapterProviders(app.host.host));
    const sent: HttpRequest<unknown>[] = [];
    const request = new HttpRequest<unknown>('JSONP', API);
    const { errors } = observe(
      runInInjectionContext(injector, () =>
        sessionInterceptor(request, (each) => {
          sent.push(each);
          return throwError(() => new HttpErrorResponse({ status: 401 }));
        }),
      ),
    );
    await app.tab.clock.advance(100);
    expect(sent).toEqual([request]);
    expect(errors.map(codeOf)).toEqual(['HTTP 401']);
    expect(app.tab.pool.calls).toEqual([]);
  });

  it.each([
    ['that no rule allows', 'https://other.example.com/', {}],
    ['whose rule says none', 'https://plain.example.com/', {}],
    ['that says none itself', API, withToken('none')],
  ])('%s passes untouched', async (_name, url, options) => {
    const app = await openSignedInApp();
    app.statuses.push(401);
    const { errors } = app.send(url, options);
    expect(tokensSent(app)).toEqual([null]);
    expect(errors.map(codeOf)).toEqual(['HTTP 401']);
    await app.tab.clock.advance(100);
    expect(app.tab.pool.calls).toEqual([]);
  });

  it('that has the header of its rule already passes untouched', async () => {
    const app = await openSignedInApp();
    app.statuses.push(401);

    app.send(API, { headers: new HttpHeaders({ authorization: 'Basic x' }) });
    await app.tab.clock.advance(100);
    expect(tokensSent(app)).toEqual(['Basic x']);
    expect(app.sent).toHaveLength(1);
  });

  it('gets the token, header and scheme of its rule', async () => {
    const app = await openSignedInApp();
    app.send('https://own.example.com/x');
    const { headers } = app.sent[0]!.request;
    expect(headers.get('X-Token')).toBe(app.accessToken);
    expect(headers.has('Authorization')).toBe(false);
  });

  it.each(['id', 'access'] as const)(
    'gets the %s token when its context chooses it',
    async (kind) => {
      const app = await openSignedInApp();
      app.send(API, withToken(kind));
      app.send('https://own.example.com/x', withToken(kind));
      // The rule's "none" is only a default.
      app.send('https://plain.example.com/', withToken(kind));
      const token = kind === 'id' ? app.idToken : app.accessToken;
      expect(tokensSent(app)).toEqual([`Bearer ${token}`, null, `Bearer ${token}`]);
      expect(app.sent[1]!.request.headers.get('X-Token')).toBe(token);
    },
  );

  it('gets none, whatever its context, when no rule allows its URL', async () => {
    const app = await openSignedInApp();
    app.send('https://other.example.com/', withToken('access'));
    expect(app.sent[0]!.request.headers.keys()).toEqual([]);
  });

  it('is resolved against the base of the document', async () => {
    const tab = await openSignedInTab({ config: { apis: ['https://app.example.com/page'] } });
    const app = openInterceptedApp(tab, fakeHost(tab.manager));
    app.send('page/x');
    app.send('x');
    expect(tokensSent(app).map((token) => token !== null)).toEqual([true, false]);
  });

  it('inside the margin is sent after one refresh, with the new token', async () => {
    const app = await openSignedInApp();
    await app.tab.clock.advance(EXPIRED_MS);
    app.send();
    expect(app.sent).toEqual([]);
    await app.tab.clock.advance(100);
    expect(tokensSent(app)).toHaveLength(1);
    expect(tokensSent(app)[0]).not.toBe(`Bearer ${app.idToken}`);
  });

  it('fails unsent when the refresh fails', async () => {
    const app = await openSignedInApp();
    app.tab.pool.always('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    await app.tab.clock.advance(EXPIRED_MS);
    const { errors } = app.send();
    await app.tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(app.sent).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([400, 403, 500, -1])('of %d is passed on, and nothing is sent again', async (status) => {
    const app = await openSignedInApp();
    app.statuses.push(status);
    const { errors } = app.send();
    await app.tab.clock.advance(100);
    expect(errors).toHaveLength(1);
    expect(app.sent).toHaveLength(1);
    expect(app.tab.pool.calls).toEqual([]);
  });

  it('of 401 that is no HttpErrorResponse is passed on', async () => {
    const app = await openSignedInApp();
    const next = (): Observable<never> =>
      throwError(() => Object.assign(new Error('x'), { status: 401 }));
    const injector = injectorOf(...adapterProviders(app.host.host));
    const { errors } = observe(
      runInInjectionContext(injector, () => sessionInterceptor(new HttpRequest('GET', API), next)),
    );
    await app.tab.clock.advance(100);
    expect(errors).toHaveLength(1);
    expect(app.tab.pool.calls).toEqual([]);
  });

  it('of a second 401 reaches the caller', async () => {
    const app = await openSignedInApp();
    app.statuses.push(401, 401);
    const { errors } = app.send();
    await app.tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['HTTP 401']);
    expect(app.sent).toHaveLength(2);
    // The new token did not help: the next 401 starts no refresh.
    app.statuses.push(401);
    const again = app.send();
    await app.tab.clock.advance(100);
    expect(again.errors.map(codeOf)).toEqual(['HTTP 401']);
    expect(app.tab.pool.refreshes).toBe(1);
  });

  it('of 401 to a body that can be read once is not sent again', async () => {
    const app = await openSignedInApp();
    app.statuses.push(401);
    const injector = injectorOf(...adapterProviders(app.host.host));
    const sent: unknown[] = [];
    const body = { getReader: () => undefined };
    const request = new HttpRequest<unknown>('POST', API, body);
    const { errors } = observe(
      runInInjectionContext(injector, () =>
        sessionInterceptor(request, (each) => {
          sent.push(each);
          return throwError(() => new HttpErrorResponse({ status: 401 }));
        }),
      ),
    );
    await app.tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['HTTP 401']);
    expect(sent).toHaveLength(1);
  });

  it('401 is answered by a replay that is sent inside the zone', async () => {
    const app = await openSignedInApp();
    app.statuses.push(401);
    app.send();
    await app.tab.clock.advance(100);
    expect(app.host.inZone.at(-1)).toMatchObject({ revision: 1 });
  });
});

describe('signed out', () => {
  it('a request goes without a token', () => {
    const tab = openManagerTab({ config: APIS });
    const app = openInterceptedApp(tab, fakeHost(tab.manager));
    app.send();
    expect(tokensSent(app)).toEqual([null]);
  });

  it('its 401 reaches the caller', async () => {
    const tab = openManagerTab({ config: APIS });
    const app = openInterceptedApp(tab, fakeHost(tab.manager));
    app.statuses.push(401);
    const { errors } = app.send();
    await tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['HTTP 401']);
  });
});

describe('a session that ends or changes under a request', () => {
  it.each([
    ['ends', (app: InterceptedApp) => app.tab.manager.signOut()],
    [
      'becomes another',
      (app: InterceptedApp) => app.tab.manager.start(app.tab.pool.issue(), 'now'),
    ],
  ])('%s: the request is not sent', async (_name, change) => {
    const app = await openSignedInApp();
    await app.tab.clock.advance(EXPIRED_MS);
    const { errors } = app.send();
    await app.tab.clock.advance(10);
    void change(app);
    await app.tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['NOT_SIGNED_IN']);
    expect(app.sent).toEqual([]);
  });

  it('while restoring does not count: the request has the token of the restored session', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, config: APIS, stored: (core) => core.hold() });
    const app = openInterceptedApp(tab, fakeHost(tab.manager));
    app.send();
    expect(app.sent).toEqual([]);
    await clock.advance(10);
    expect(tokensSent(app)).toEqual([expect.stringMatching(/^Bearer eyJ/)]);
  });
});

describe('where there is no manager yet', () => {
  it('a request goes untouched, because it may get the config', () => {
    const app = openInterceptedApp(openManagerTab({ config: APIS }), fakeHost());
    app.send();
    expect(tokensSent(app)).toEqual([null]);
  });

  it('on a server a request goes untouched', () => {
    const app = openInterceptedApp(
      openManagerTab({ config: APIS }),
      fakeHost(undefined, { onServer: true }),
    );
    app.send();
    expect(tokensSent(app)).toEqual([null]);
  });
});
