// Tests the warning of development builds when an answer shows that a token went to another origin.

import { HttpErrorResponse, HttpRequest, HttpResponse } from '@angular/common/http';
import { runInInjectionContext } from '@angular/core';
import { type Observable, of, throwError } from 'rxjs';
import type { ApiRule } from './core/config/api-rules';
import { sessionInterceptor } from './session-interceptor';
import { API } from '../test/support/intercepted-app';
import { openSignedInTab } from '../test/support/manager-tab';
import { observe } from '../test/support/observed';
import { fakeHost, injectorOf, adapterProviders } from '../test/support/adapters';

describe('an answer from another origin', () => {
  // Angular's own code reads it as well.
  const { ngDevMode } = globalThis as { ngDevMode?: unknown };
  let warned: jest.SpyInstance;
  beforeEach(() => {
    warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    warned.mockRestore();
    Object.assign(globalThis, { ngDevMode });
  });

  /** Sends a request with a token, which gets this answer. */
  async function answeredBy(
    answer$: Observable<unknown>,
    apis: readonly (string | ApiRule)[] = [API],
  ): Promise<void> {
    const tab = await openSignedInTab({ config: { apis } });
    const [api = API] = apis;
    const url = typeof api === 'string' ? api : api.url;
    const injector = injectorOf(...adapterProviders(fakeHost(tab.manager).host));
    observe(
      runInInjectionContext(injector, () =>
        sessionInterceptor(new HttpRequest('GET', url), () => answer$ as never),
      ),
    );
  }
  const elsewhere = { status: 200, url: 'https://evil.com/x' };
  const warning =
    'ngx-cognito-session: a request with a token for https://api.example.com was answered by https://evil.com. ' +
    "Put interceptors that change URLs before the session's; if the API redirected, the browser has taken the token out.";

  it.each([
    ['a response', of(new HttpResponse(elsewhere))],
    ['an error', throwError(() => new HttpErrorResponse({ ...elsewhere, status: 500 }))],
  ])('prints a warning: %s', async (_name, answer$) => {
    await answeredBy(answer$);
    expect(warned.mock.calls).toEqual([[warning]]);
  });

  it.each([
    ['from the API', of(new HttpResponse({ url: 'https://api.example.com/other' }))],
    ['without a URL', of(new HttpResponse({}), { type: 0 })],
    ['of nothing', of(null)],
    ['from no URL', of(new HttpResponse({ url: 'http://[mock' }))],
  ])('prints no warning: %s', async (_name, answer$) => {
    await answeredBy(answer$);
    expect(warned).not.toHaveBeenCalled();
  });

  it('prints no warning when its relative URL is that of the app and of the API', async () => {
    await answeredBy(of(new HttpResponse({ url: '/x' })), ['https://app.example.com/']);
    expect(warned).not.toHaveBeenCalled();
  });

  it('names the header that the browser sends along, when it is not Authorization', async () => {
    const answer$ = of(new HttpResponse(elsewhere));
    await answeredBy(answer$, [{ url: API, header: 'X-Token' }]);
    expect(warned.mock.calls.flat().join()).toMatch(
      /the browser has sent the header X-Token along\.$/,
    );
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('prints a warning in development only (ngDevMode %p)', async (mode, times) => {
    Object.assign(globalThis, { ngDevMode: mode });
    await answeredBy(of(new HttpResponse(elsewhere)));
    expect(warned).toHaveBeenCalledTimes(times);
  });
});
