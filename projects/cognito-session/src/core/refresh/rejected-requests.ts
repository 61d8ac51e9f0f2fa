// What a 401 leads to: one refresh shared by everybody who waits, and one replay of the request.

import { type Observable, of, switchMap, tap } from 'rxjs';
import type { Clock } from '../clock';
import type { HeldSession } from '../session/held-session';
import { sessionEnded } from '../session-error';
import type { SessionRenewal } from './session-renewal';
import { asksForStepUp, type StepUpAnswer } from './step-up';

/** QUIET: no refresh for a token that was refused although it was brand-new, in milliseconds. */
const QUIET_MS = 30_000;

/** What is read of Angular's `HttpErrorResponse` of a 401. */
export type Refusal = Error & StepUpAnswer;

/** A request that an API refused with 401. */
export interface RejectedRequest<T> {
  /** The session whose token it carried. */
  readonly sent: HeldSession;
  readonly body: unknown;
  /** The API's answer; what the caller gets when there is no replay. */
  readonly refusal: Refusal;
  /** Sends it once more. */
  readonly send: (held: HeldSession) => Observable<T>;
  /** Whether an error of `send` is a 401. */
  readonly isRefusal: (error: unknown) => error is Refusal;
}

/** The session of this tab; given with each request. */
export interface SessionHolder {
  readonly held: HeldSession | null;
  /** A session good for the margin. */
  acquire(): Observable<HeldSession | null>;
}

/** Renews sessions for requests that were refused, and sends them again. */
export class RejectedRequests {
  readonly #clock: Clock;
  /** Sessions refused right after their refresh, and until when they start no other; weak, so that none outlives its end. */
  readonly #uncured = new WeakMap<HeldSession, number>();
  readonly #renewal: Pick<SessionRenewal, 'renew'>;

  constructor(clock: Clock, renewal: Pick<SessionRenewal, 'renew'>) {
    this.#clock = clock;
    this.#renewal = renewal;
  }

  /**
   * Sends the request once more, with another token. Errors with the refusal when it asks for a stronger sign-in, when
   * a refresh has just been tried and did not help, or when the body cannot be sent twice; with `NOT_SIGNED_IN` when
   * the session it was sent in is over.
   */
  replay<T>(request: RejectedRequest<T>, holder: SessionHolder): Observable<T> {
    const { sent, body, refusal, send, isRefusal } = request;
    if (asksForStepUp(refusal)) throw refusal;
    return this.#renewed(sent, holder).pipe(
      switchMap((renewed) => {
        if (!renewed) throw refusal;
        // After the refresh: what the caller sends next goes with the new token.
        if (isReadOnce(body)) {
          const message =
            '401, and not sent again with a new token: the body can only be read once';
          throw Object.assign(refusal, { message });
        }
        return send(renewed).pipe(
          tap({
            error: (error) => {
              if (isRefusal(error) && !asksForStepUp(error)) this.#noteUncured(renewed);
            },
          }),
        );
      }),
    );
  }

  #renewed(sent: HeldSession, holder: SessionHolder): Observable<HeldSession | null> {
    const { held } = holder;
    if (held?.generation !== sent.generation) throw sessionEnded();
    if (this.#clock.monotonic() < (this.#uncured.get(sent) ?? 0)) return of(null);
    // Another request may have been quicker: then its token is used, as any token would be.
    const renewed$ =
      held === sent ? this.#renewal.renew({ held, because: 'rejected' }) : holder.acquire();
    return renewed$.pipe(
      tap((renewed) => {
        // The user may have switched while the refresh was under way.
        if (renewed?.generation !== sent.generation) throw sessionEnded();
      }),
    );
  }

  #noteUncured(held: HeldSession): void {
    this.#uncured.set(held, this.#clock.monotonic() + QUIET_MS);
  }
}

/** Whether a body is a stream: it was read when it was sent. */
function isReadOnce(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    ('getReader' in body || Symbol.asyncIterator in body)
  );
}
