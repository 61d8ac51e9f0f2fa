// What a request looked like when it left the app, for specs in which only the token's arrival
// counts.

import { HttpBackend, HttpClient, type HttpRequest } from '@angular/common/http';
import type { Injector } from '@angular/core';
import { NEVER, type Observable } from 'rxjs';
import type { CognitoSessionConfig, SessionFeature } from '../../src/public-api';
import { type Door, openApp, type SessionApp } from './session-app';

/** The network: takes requests and never answers. */
class SilentBackend extends HttpBackend {
  #last: HttpRequest<unknown> | undefined;

  handle(request: HttpRequest<unknown>): Observable<never> {
    this.#last = request;
    return NEVER;
  }

  /** The last request since it was asked for. */
  take(): HttpRequest<unknown> | undefined {
    const last = this.#last;
    this.#last = undefined;
    return last;
  }
}

/**
 * A signed-in app whose requests go nowhere; its session is in memory, so that requests leave at
 * once.
 */
export async function openSilentApp(
  door: Door,
  config: Partial<CognitoSessionConfig>,
  ...features: SessionFeature[]
): Promise<SessionApp> {
  const app = await openApp(door, {
    config,
    features,
    store: 'memory',
    providers: [{ provide: HttpBackend, useValue: new SilentBackend() }],
  });
  await app.signIn();
  return app;
}

/**
 * Headers, by name, of what leaves the app for a GET of `url`; fails when nothing leaves in the
 * same tick.
 */
export function headersSent(
  { injector }: { injector: Injector },
  url: string,
  options: Parameters<HttpClient['get']>[1] = {},
): Record<string, string> {
  const backend = injector.get(HttpBackend);
  if (!(backend instanceof SilentBackend)) throw new Error('open the app with openSilentApp');
  backend.take();
  injector
    .get(HttpClient)
    .get(url, { ...options, responseType: 'json' })
    .subscribe()
    .unsubscribe();
  const headers = backend.take()?.headers;
  if (!headers) throw new Error(`nothing was sent to ${JSON.stringify(url)}`);
  return Object.fromEntries(headers.keys().map((name) => [name, headers.get(name) ?? '']));
}

/** Whether a token is in any header of what leaves the app for a GET of `url`. */
export function carriesToken(
  app: { injector: Injector },
  url: string,
  options: Parameters<HttpClient['get']>[1] = {},
): boolean {
  return Object.values(headersSent(app, url, options)).some((value) => value.includes('eyJ'));
}
