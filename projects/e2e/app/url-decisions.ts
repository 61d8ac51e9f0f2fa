// Asks the interceptor whether it would add a token to a request, without sending the request:
// thousands of URLs can be asked for within a second.

import {
  HttpBackend,
  HttpClient,
  type HttpEvent,
  type HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { createEnvironmentInjector, type EnvironmentInjector } from '@angular/core';
import { sessionInterceptor } from 'ngx-cognito-session';
import { type Observable, of } from 'rxjs';

/** Stands where the browser's own requests begin; keeps the last request. */
class SilentBackend extends HttpBackend {
  last: HttpRequest<unknown> | undefined;

  override handle(request: HttpRequest<unknown>): Observable<HttpEvent<unknown>> {
    this.last = request;
    return of(new HttpResponse({ status: 200 }));
  }
}

/**
 * Returns what says whether a GET to a URL would leave with a token; there must be a session good
 * for the margin.
 */
export function urlDecisions(parent: EnvironmentInjector): (url: string) => boolean {
  const backend = new SilentBackend();
  const injector = createEnvironmentInjector(
    [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      { provide: HttpBackend, useValue: backend },
    ],
    parent,
  );
  const http = injector.get(HttpClient);
  return (url) => {
    backend.last = undefined;
    http.get(url).subscribe();
    const sent = backend.last as HttpRequest<unknown> | undefined;
    if (!sent)
      throw new Error('the request waits: there is no session that is good for the margin');
    return sent.headers.has('Authorization');
  };
}
