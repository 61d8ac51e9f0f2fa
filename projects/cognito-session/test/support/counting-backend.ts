// An API for runs of many thousand requests: it answers at once and keeps counts, not calls, so
// that neither its timers nor its memory are what the run measures.

import {
  HttpBackend,
  HttpErrorResponse,
  type HttpEvent,
  type HttpRequest,
  HttpResponse,
} from '@angular/common/http';
import { type Observable, of, throwError } from 'rxjs';

/** Answers 200 to requests whose token `accepts` takes, and 401 to others. */
export class CountingBackend extends HttpBackend {
  calls = 0;
  refused = 0;
  /** What the API takes; any token by default. */
  accepts: (token: string | null) => boolean = (token) => token !== null;

  handle({ url, headers }: HttpRequest<unknown>): Observable<HttpEvent<unknown>> {
    this.calls++;
    const token = headers.get('Authorization')?.replace(/^Bearer /, '') ?? null;
    if (this.accepts(token)) return of(new HttpResponse({ status: 200, url, body: {} }));
    this.refused++;
    return throwError(() => new HttpErrorResponse({ status: 401, url }));
  }
}
