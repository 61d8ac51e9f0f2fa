// Tests which 401 counts as a request for a stronger sign-in (RFC 9470), and reaches the caller.

import { HttpErrorResponse, HttpHeaders, HttpRequest } from '@angular/common/http';
import { runInInjectionContext } from '@angular/core';
import { throwError } from 'rxjs';
import { sessionInterceptor } from './session-interceptor';
import { API, openSignedInApp } from '../test/support/intercepted-app';
import { codeOf, observe } from '../test/support/observed';
import { injectorOf, adapterProviders } from '../test/support/adapters';

describe('an answer', () => {
  it.each<[string, string | string[], number]>([
    ['asks for a stronger sign-in', 'Bearer error="insufficient_user_authentication"', 0],
    [
      'asks for one in other words',
      ['Basic', 'dpop x=y, ERROR = Insufficient_user_Authentication'],
      0,
    ],
    ['asks for one with escapes', 'Bearer a="\\"b", error="insufficient\\_user_authentication"', 0],
    ['only quotes that', 'Bearer error="x", y="error=insufficient_user_authentication"', 1],
    ['only describes that', 'Bearer description="insufficient_user_authentication"', 1],
    ['names that and more', 'Bearer error="insufficient_user_authentication!"', 1],
    ['names nothing', 'Bearer error', 1],
  ])('of 401 that %s: %j', async (_name, challenge, refreshes) => {
    const app = await openSignedInApp();
    const injector = injectorOf(...adapterProviders(app.host.host));
    const headers = new HttpHeaders({ 'WWW-Authenticate': challenge });
    const { errors } = observe(
      runInInjectionContext(injector, () =>
        sessionInterceptor(new HttpRequest('GET', API), () =>
          throwError(() => new HttpErrorResponse({ status: 401, headers })),
        ),
      ),
    );
    await app.tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['HTTP 401']);
    expect(app.tab.pool.refreshes).toBe(refreshes);
  });
});
