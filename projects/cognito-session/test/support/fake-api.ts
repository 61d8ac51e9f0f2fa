// The app's protected API, in the place of Angular's HttpBackend: counts calls and remembers which
// token each carried.

import {
  HttpBackend,
  HttpErrorResponse,
  type HttpEvent,
  HttpHeaders,
  type HttpRequest,
  HttpResponse,
} from '@angular/common/http';
import { Observable } from 'rxjs';
import type { FakeClock } from './fake-clock';

/** One call that reached the API. */
export interface ApiCall {
  readonly method: string;
  readonly url: string;
  /** The token behind `Bearer`, or null. */
  readonly token: string | null;
  readonly body: unknown;
  /** When it arrived, by the monotonic clock. */
  readonly at: number;
}

/** Where the specs' API is. */
export const API_URL = 'https://api.example.com/prod/';

/**
 * Answers by status: below 400 with that status as the response, else with an error; 0 is a network
 * error.
 */
export class FakeApi extends HttpBackend {
  readonly calls: ApiCall[] = [];
  latencyMs = 20;
  /** Decides a call's status, at its arrival. */
  status: (call: ApiCall) => number = () => 200;
  /** Headers of the refusals to come. */
  headers: Readonly<Record<string, string | string[]>> = {};
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    super();
    this.#clock = clock;
  }

  /** How often each token arrived. */
  get callsByToken(): ReadonlyMap<string | null, number> {
    const counts = new Map<string | null, number>();
    for (const { token } of this.calls) counts.set(token, (counts.get(token) ?? 0) + 1);
    return counts;
  }

  handle(request: HttpRequest<unknown>): Observable<HttpEvent<unknown>> {
    return new Observable((observer) => {
      const call: ApiCall = {
        method: request.method,
        url: request.url,
        token: request.headers.get('Authorization')?.replace(/^Bearer /, '') ?? null,
        body: request.serializeBody(),
        at: this.#clock.monotonic(),
      };
      this.calls.push(call);
      const { url } = request;
      const status = this.status(call);
      const headers = new HttpHeaders({ ...this.headers });
      return this.#clock.schedule(this.latencyMs, () => {
        if (status === 0 || status >= 400) {
          observer.error(new HttpErrorResponse({ status, url, statusText: 'refused', headers }));
        } else {
          observer.next(new HttpResponse({ status, url, body: { url } }));
          observer.complete();
        }
      });
    });
  }
}
