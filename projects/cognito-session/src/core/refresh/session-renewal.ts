// A refresh as those who hold a session see it: what it changes, and what its callers get.

import { from, map, type Observable, of, switchMap } from 'rxjs';
import type { CurrentSession } from '../session/current-session';
import { type HeldSession, refreshTokenOf } from '../session/held-session';
import { isFamily, isNewer } from '../session/session-comparison';
import { decodeJwtPart } from '../tokens/jwt-payload';
import type { OtherTabs } from '../tabs/other-tabs';
import type { ClientMetadata, RefreshRequest, SettledRefresh } from './refresh-request';
import { SessionError } from '../session-error';
import type { SessionPersistence } from '../store/session-persistence';
import type { SessionRefresher } from './session-refresher';

/** How many used refresh tokens are remembered: as many refreshes as fit in a day of five-minute tokens. */
const MOST_REPLACED = 300;

/** Renews the session of this tab. */
export class SessionRenewal {
  /** Refresh tokens of this session's sign-in that were replaced by newer ones, the latest last. */
  #replaced: string[] = [];
  #last: HeldSession | null;

  constructor(
    private readonly refresher: SessionRefresher,
    private readonly tabs: OtherTabs,
    private readonly current: CurrentSession,
    private readonly persistence: SessionPersistence,
  ) {
    this.#last = current.held;
    current.state$.subscribe(() => this.#note(current.held));
  }

  /** Remembers which refresh tokens are used up: times in tokens are whole seconds, and cannot tell. */
  #note(held: HeldSession | null): void {
    const before = this.#last;
    this.#last = held;
    if (!before || held?.sub !== before.sub) this.#replaced = [];
    const used = before && refreshTokenOf(before);
    if (!used || held?.generation !== before.generation || refreshTokenOf(held) === used) return;
    this.#replaced = [...this.#replaced.slice(1 - MOST_REPLACED), used];
  }

  /**
   * Goes on with the tokens of the session before, if the ones that the app has started a session from belong to the
   * same sign-in and are older: rotation has used up their refresh token.
   */
  keepNewer(before: HeldSession, started: HeldSession): void {
    const { current } = this;
    const [ours, theirs] = [before, started].map(({ session }) => session.getAccessToken());
    const isOlder =
      current.held === started &&
      before.sub === started.sub &&
      isFamily(before, { AccessToken: theirs?.getJwtToken() }) &&
      (Number(ours?.getIssuedAt()) > Number(theirs?.getIssuedAt()) ||
        this.#replaced.includes(refreshTokenOf(started) ?? ''));
    if (!isOlder) return;
    const newer = { ...before, generation: started.generation, revision: started.revision + 1 };
    void this.persistence.write(newer);
    current.hold(newer);
  }

  /** Emits the new session, or null when it has ended; errors as the refresh failed. */
  renew(request: RefreshRequest): Observable<HeldSession | null> {
    const { current } = this;
    return this.refresher.refresh(request).pipe(
      switchMap((outcome) => {
        if (outcome.kind === 'failed') throw outcome.error;
        // An observer who has just been told of the outcome may have ended the session.
        if (outcome.kind !== 'superseded') return of(current.held);
        return from(Promise.resolve(this.tabs.look())).pipe(
          map(() => {
            const { held } = current;
            // The caller's own metadata has not reached Cognito.
            const insists = request.because === 'forced' && request.clientMetadata !== undefined;
            if (!held || (held !== request.held && !insists)) return held;
            throw new SessionError('REFRESH_UNAVAILABLE', 'the session changed during the refresh');
          }),
        );
      }),
    );
  }

  /** One refresh that was asked for; with `rejected`, a token that an API refused, as {@link newerThan} says. */
  forced(
    held: HeldSession,
    clientMetadata: ClientMetadata | undefined,
    rejected: string | undefined,
    acquire: () => Observable<HeldSession | null>,
  ): Observable<HeldSession | null> {
    return rejected === undefined
      ? this.renew({ held, because: 'forced', clientMetadata })
      : this.newerThan(rejected, acquire, clientMetadata);
  }

  /**
   * A session newer than a token that an API refused: by one refresh as long as the session has that token, and by
   * `acquire` after that. Emits null when the token is another user's: what was sent for one user is not to be sent
   * again for another one.
   */
  newerThan(
    jwt: string,
    acquire: () => Observable<HeldSession | null>,
    clientMetadata?: ClientMetadata,
  ): Observable<HeldSession | null> {
    const { held } = this.current;
    if (!held) return of(null);
    const { session, sub } = held;
    const jwts = [session.getIdToken(), session.getAccessToken()].map((it) => it.getJwtToken());
    if (jwts.includes(jwt)) {
      // Metadata of the caller's own must reach Cognito: no call with another one will do.
      const because = clientMetadata ? 'forced' : 'rejected';
      return this.renew({ held, because, clientMetadata });
    }
    const payload = decodeJwtPart(jwt, 1);
    if (payload) return payload['sub'] === sub ? acquire() : of(null);
    throw new SessionError('INVALID_TOKEN', 'rejectedToken: it must be an ID or access token');
  }

  /** Takes over what a refresh found out; its callers are told afterwards. */
  settle({ request: { held }, outcome }: SettledRefresh): void {
    const { current } = this;
    if (outcome.kind === 'refreshed' || outcome.kind === 'adopted') {
      // The app may have started the session anew from its own tokens: its generation counts.
      const same = current.held?.generation === outcome.held.generation ? current.held : null;
      if (same && isNewer(outcome.held, same)) current.hold(outcome.held, outcome.kind);
      // Another tab has renewed the session again, and this one holds that already: its own refresh is told all the same.
      else if (same && outcome.kind === 'refreshed') current.tell({ type: outcome.kind });
      return;
    }
    if (outcome.kind === 'failed' && current.generation === held.generation) {
      const { error, held: kept } = outcome;
      if (kept && current.held && isNewer(kept, current.held)) current.hold(kept);
      current.tell({ type: 'refresh-failed', code: error.code, error });
      // An observer of that event may have signed out.
      if (error.code === 'SESSION_EXPIRED' && current.generation === held.generation) {
        current.end('refused');
      }
    }
  }
}
