// Requests as the interceptor lets them go, over a real session manager and no page.

import {
  HttpErrorResponse,
  type HttpEvent,
  type HttpHandler,
  type HttpHandlerFn,
  HttpRequest,
  HttpResponse,
} from '@angular/common/http';
import { runInInjectionContext } from '@angular/core';
import { of, throwError } from 'rxjs';
import { SessionInterceptor, sessionInterceptor } from '../../src/session-interceptor';
import { type ManagerTab, openSignedInTab } from './manager-tab';
import { observe, type Observed } from './observed';
import { fakeHost, type FakeHost, injectorOf, adapterProviders } from './adapters';

/** A URL that gets the ID token. */
export const API = 'https://api.example.com/orders';

/** An API with the defaults, one without a token, and one with settings of its own. */
export const APIS = {
  apis: [
    'https://api.example.com',
    { url: 'https://plain.example.com', token: 'none' as const },
    { url: 'https://own.example.com', token: 'access' as const, header: 'X-Token', scheme: '' },
  ],
};

/** A request that left the app. */
export interface Sent {
  readonly url: string;
  readonly token: string | null;
  readonly request: HttpRequest<unknown>;
}

/** An app whose requests go through the interceptor, and no further. */
export interface InterceptedApp {
  readonly tab: ManagerTab;
  readonly host: FakeHost;
  readonly sent: Sent[];
  /** Statuses of the answers to come; then 200. */
  readonly statuses: number[];
  send(
    url?: string,
    options?: ConstructorParameters<typeof HttpRequest<unknown>>[2],
  ): Observed<HttpEvent<unknown>>;
}

/** Opens one over a tab; in one of the interceptor's two forms. */
export function openInterceptedApp(
  tab: ManagerTab,
  host: FakeHost,
  asClass = false,
): InterceptedApp {
  const sent: Sent[] = [];
  const statuses: number[] = [];
  const injector = injectorOf(...adapterProviders(host.host), SessionInterceptor);
  const next: HttpHandlerFn = (request) => {
    sent.push({ url: request.url, token: request.headers.get('Authorization'), request });
    const status = statuses.shift() ?? 200;
    const { url } = request;
    return status === 200
      ? of(new HttpResponse({ status, url }))
      : throwError(() =>
          status < 0 ? new Error('not HTTP') : new HttpErrorResponse({ status, url }),
        );
  };
  return {
    tab,
    host,
    sent,
    statuses,
    send: (url = API, options = {}) => {
      const request = new HttpRequest<unknown>('GET', url, options as never);
      const handler: unknown = { handle: next };
      return observe(
        asClass
          ? injector.get(SessionInterceptor).intercept(request, handler as HttpHandler)
          : runInInjectionContext(injector, () => sessionInterceptor(request, next)),
      );
    },
  };
}

/** Opens one that is signed in. */
export async function openSignedInApp(
  asClass = false,
): Promise<InterceptedApp & { idToken: string; accessToken: string }> {
  const tab = await openSignedInTab({ config: APIS });
  const { session } = tab.active;
  return {
    ...openInterceptedApp(tab, fakeHost(tab.manager), asClass),
    idToken: session.getIdToken().getJwtToken(),
    accessToken: session.getAccessToken().getJwtToken(),
  };
}

/** The `Authorization` of each request that left. */
export const tokensSent = ({ sent }: InterceptedApp): (string | null)[] =>
  sent.map(({ token }) => token);
