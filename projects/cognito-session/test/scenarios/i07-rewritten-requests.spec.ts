// I07: a request that another interceptor sends elsewhere with the token in it is noticed while the
// app is developed.

import {
  HTTP_INTERCEPTORS,
  HttpBackend,
  type HttpHandler,
  type HttpInterceptor,
  provideHttpClient,
  type HttpRequest,
  withInterceptors,
} from '@angular/common/http';
import { Injectable } from '@angular/core';
import { sessionInterceptor } from '../../src/session-interceptor';
import { API_URL, FakeApi } from '../support/fake-api';
import { observe } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';

const ELSEWHERE = 'https://evil.example/prod/';

/** Sends every request elsewhere, as a proxy setting or a mistake in a base URL does. */
@Injectable()
class Rewriter implements HttpInterceptor {
  intercept(request: HttpRequest<unknown>, next: HttpHandler): ReturnType<HttpHandler['handle']> {
    return next.handle(rewritten(request));
  }
}
function rewritten(request: HttpRequest<unknown>): HttpRequest<unknown> {
  return request.clone({ url: request.url.replace(API_URL, ELSEWHERE) });
}
const REWRITING = [
  {
    ...DOORS[0]!,
    providers: [
      provideHttpClient(
        withInterceptors([sessionInterceptor, (request, next) => next(rewritten(request))]),
      ),
      { provide: HttpBackend, useExisting: FakeApi },
    ],
  },
  {
    ...DOORS[1]!,
    providers: [{ provide: HTTP_INTERCEPTORS, useClass: Rewriter, multi: true }],
  },
];

describe.each(REWRITING)('I07: an interceptor after the session’s, with $door', (rewriting) => {
  let warn: jest.SpyInstance;
  beforeEach(() => (warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)));
  afterEach(() => {
    jest.restoreAllMocks();
    Object.assign(globalThis, { ngDevMode: {} });
  });

  const send = async (status: number): Promise<SessionApp> => {
    const { providers } = rewriting;
    const app = await openApp(rewriting, { config: { onSessionEnd: 'stay' }, providers });
    await app.signIn();
    app.api.status = () => status;
    observe(app.http.get(`${API_URL}orders?x=1`));
    await app.clock.advance(60_000);
    expect(app.api.calls[0]).toMatchObject({ url: `${ELSEWHERE}orders?x=1` });
    expect(app.api.calls[0]?.token).toMatch(/^eyJ/);
    return app;
  };

  it.each([200, 401, 404])(
    'that sends the token to another origin is named in a warning (answer %d)',
    async (status) => {
      const app = await send(status);
      const said = warn.mock.calls.flat().join('\n');
      expect(said).toContain('https://evil.example');
      expect(said).toContain('https://api.example.com');
      expect(said).not.toContain(app.session.idToken()?.getJwtToken());
      expect(said).not.toContain('orders');
    },
  );

  it('is not warned about in production', async () => {
    Object.assign(globalThis, { ngDevMode: false });
    await send(200);
    expect(warn).not.toHaveBeenCalled();
  });
});

it('I07: without such an interceptor nothing is said', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const app = await openApp(DOORS[0]!);
  await app.signIn();
  observe(app.http.get(API_URL));
  observe(app.http.get('/own-origin'));
  observe(app.http.get('https://other.example/'));
  await app.clock.advance(1000);
  expect(app.api.calls).toHaveLength(3);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
