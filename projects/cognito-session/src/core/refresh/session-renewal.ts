// Renews the session of this tab: decides whether a refresh is needed or can help, and emits the
// new session.

import { from, map, type Observable, of, switchMap, tap } from 'rxjs';
import type { CurrentSession } from '../session/current-session';
import { type ActiveSession, refreshTokenOf } from '../session/active-session';
import { isFresh } from '../session/session-lifetime';
import { isFamily } from '../session/session-comparison';
import { decodeJwtPart } from '../tokens/jwt-payload';
import type { OtherTabs } from '../tabs/other-tabs';
import type { ClientMetadata, RefreshRequest, SessionParts } from './refresh-request';
import { RejectedSessions } from './rejected-sessions';
import { SessionError, sessionEnded } from '../session-error';
import type { SessionRefresher } from './session-refresher';
import { asksForStepUp, type StepUpAnswer } from './step-up';

/** The number of used refresh tokens to remember: a day of refreshes with five-minute tokens. */
const MOST_REPLACED = 300;

/** Renews the session of this tab. */
export class SessionRenewal {
  /**
   * The refresh tokens of this session's sign-in that newer ones have replaced, the latest last.
   */
  #replaced: string[] = [];
  #last: ActiveSession | null;
  readonly #rejected: RejectedSessions;

  constructor(
    private readonly refresher: SessionRefresher,
    private readonly tabs: OtherTabs,
    private readonly current: CurrentSession,
    private readonly parts: SessionParts,
  ) {
    this.#rejected = new RejectedSessions(parts.clock);
    this.#last = current.active;
    current.state$.subscribe(() => this.#note(current.active));
  }

  /**
   * Remembers the replaced refresh tokens. Times in tokens would not show the order: they are whole
   * seconds.
   */
  #note(active: ActiveSession | null): void {
    const before = this.#last;
    this.#last = active;
    if (!before || active?.sub !== before.sub) this.#replaced = [];
    const used = before && refreshTokenOf(before);
    if (!used || active?.generation !== before.generation || refreshTokenOf(active) === used)
      return;
    this.#replaced = [...this.#replaced.slice(1 - MOST_REPLACED), used];
  }

  /**
   * Keeps the tokens of the session before if the app has started a session from older tokens of
   * the same sign-in, because rotation has invalidated their refresh token.
   */
  keepNewer(before: ActiveSession, started: ActiveSession): void {
    const { current } = this;
    const [ours, theirs] = [before, started].map(({ session }) => session.getAccessToken());
    const isOlder =
      current.active === started &&
      before.sub === started.sub &&
      isFamily(before, { AccessToken: theirs?.getJwtToken() }) &&
      (Number(ours?.getIssuedAt()) > Number(theirs?.getIssuedAt()) ||
        this.#replaced.includes(refreshTokenOf(started) ?? ''));
    if (!isOlder) return;
    const newer = { ...before, generation: started.generation, revision: started.revision + 1 };
    void this.parts.persistence.write(newer);
    current.hold(newer);
  }

  /** Emits the new session, or null if the session has ended; errors if the refresh fails. */
  renew(request: RefreshRequest): Observable<ActiveSession | null> {
    const { current } = this;
    return this.refresher.refresh(request).pipe(
      switchMap((outcome) => {
        if (outcome.kind === 'failed') throw outcome.error;
        // The refresher has applied the outcome; an observer of its event may have ended the
        // session.
        if (outcome.kind !== 'superseded') return of(current.active);
        return from(Promise.resolve(this.tabs.look())).pipe(
          map(() => {
            const { active } = current;
            // The caller's own metadata has not reached Cognito.
            const insists = request.because === 'forced' && request.clientMetadata !== undefined;
            if (!active || (active !== request.active && !insists)) return active;
            throw new SessionError('REFRESH_UNAVAILABLE', 'the session changed during the refresh');
          }),
        );
      }),
    );
  }

  /**
   * Emits the active session if it is valid for the margin, or else a renewed one; null when signed
   * out.
   */
  ensureFresh(clientMetadata?: ClientMetadata): Observable<ActiveSession | null> {
    const looked = this.tabs.catchUp();
    return looked instanceof Promise
      ? from(looked).pipe(switchMap(() => this.#renewUnlessFresh(clientMetadata)))
      : this.#renewUnlessFresh(clientMetadata);
  }

  #renewUnlessFresh(clientMetadata?: ClientMetadata): Observable<ActiveSession | null> {
    const { active } = this.current;
    const { config, clock } = this.parts;
    return !active || isFresh(active, config, clock)
      ? of(active)
      : this.renew({ active, because: 'margin', clientMetadata });
  }

  /** Refreshes the session, whatever its age, because the app asks for it. */
  forced(clientMetadata?: ClientMetadata): Observable<ActiveSession | null> {
    const { active } = this.current;
    return active ? this.renew({ active, because: 'forced', clientMetadata }) : of(null);
  }

  /**
   * Emits a session newer than `rejected`, whose token an API refused with 401. Refreshes once if
   * `rejected` is still the active session. Emits null if no refresh can help: the API asks for a
   * stronger sign-in, or a refresh has just been tried. Errors with `NOT_SIGNED_IN` if the session
   * is over, and as a refresh does.
   */
  renewAfterRejection(
    rejected: ActiveSession,
    answer: StepUpAnswer,
  ): Observable<ActiveSession | null> {
    if (asksForStepUp(answer)) return of(null);
    const { active } = this.current;
    if (active?.generation !== rejected.generation) throw sessionEnded();
    if (active === rejected && this.#rejected.has(active)) return of(null);
    const renewed$ =
      active === rejected ? this.renew({ active, because: 'rejected' }) : this.ensureFresh();
    return renewed$.pipe(
      tap((renewed) => {
        // The user may have switched while the refresh was under way.
        if (renewed?.generation !== rejected.generation) throw sessionEnded();
      }),
    );
  }

  /**
   * Notes that an API refused the token of a renewed session, too. For 30 s no other refresh starts
   * for it.
   */
  noteStillRejected(renewed: ActiveSession, answer: StepUpAnswer): void {
    if (!asksForStepUp(answer)) this.#rejected.add(renewed);
  }

  /**
   * Emits a session newer than a token that an API refused, for clients other than `HttpClient`.
   * Emits null if the token is another user's: a request of one user must not be sent again with
   * another's token. Errors with `INVALID_TOKEN` if it is no token.
   */
  newerThan(jwt: string, clientMetadata?: ClientMetadata): Observable<ActiveSession | null> {
    const { active } = this.current;
    if (!active) return of(null);
    const { session, sub } = active;
    const jwts = [session.getIdToken(), session.getAccessToken()].map((it) => it.getJwtToken());
    if (jwts.includes(jwt)) {
      // The caller's own metadata must reach Cognito, so a refresh with other metadata will not do.
      const because = clientMetadata ? 'forced' : 'rejected';
      return this.renew({ active, because, clientMetadata });
    }
    const payload = decodeJwtPart(jwt, 1);
    if (payload) return payload['sub'] === sub ? this.ensureFresh() : of(null);
    throw new SessionError('INVALID_TOKEN', 'rejectedToken: it must be an ID or access token');
  }
}
