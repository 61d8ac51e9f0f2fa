// Gets new tokens for a session: one flight for all callers of this tab, one call for all tabs of the browser, and a
// bounded time for both. Whom it calls: tab coordinator (lock), persistence (look again, store), gateway (ask).
// What it found out goes up as a RefreshOutcome; it changes no state of its owner.

import { from, type Observable, of, shareReplay, Subject, tap } from 'rxjs';
import type { Clock } from './clock';
import type { CognitoGateway } from './cognito-gateway';
import {
  type HeldSession,
  holdSession,
  isNewer,
  lifetimeSeconds,
  parseSession,
  refreshTokenOf,
  remainingSeconds,
  serializeSession,
  type TokenSet,
} from './held-session';
import type { PageLifecycle } from './page-lifecycle';
import {
  judgeRefreshFailure,
  refreshError,
  type RefreshFailure,
  UnreadableAnswer,
} from './refresh-failure';
import type { CheckedConfig } from './session-config';
import { SessionError } from './session-error';
import type { SessionPersistence } from './session-persistence';
import type { TabCoordinator } from './tab-coordinator';
import type { TokenRevocation } from './token-revocation';

/** Limits, in milliseconds; the names in capitals are those of the reliability scenarios. */
const MS = {
  /** TRY: one call. */
  call: 8000,
  /** Part of HOLD (20 s) in which calls are made; the rest is for looking at and writing the store. */
  calls: 17_000,
  /** Full jitter between calls: base and cap. */
  backoff: 500,
  mostBackoff: 8000,
  /** QUIET: no automatic refresh after one that failed; longer while Cognito stays out of reach. */
  quiet: 30_000,
  quietOffline: 60_000,
  /** How long another tab's newer session is waited for. */
  adoption: 2000,
  adoptionPoll: 50,
  /** How long the mark of a used refresh token stands: longer than any store shows an old value (20 ms seen). */
  usedMark: 1000,
};
const MOST_CALLS = 3;

/** Why a refresh is asked for. */
export interface RefreshRequest {
  readonly held: HeldSession;
  /** `'margin'`: the token is about to expire. `'rejected'`: an API refused it. `'forced'`: the app wants new claims. */
  readonly because: 'margin' | 'rejected' | 'forced';
  readonly clientMetadata?: Record<string, string> | undefined;
}

/** What came of a refresh. */
export type RefreshOutcome =
  | { readonly kind: 'refreshed' | 'adopted'; readonly held: HeldSession }
  /** The session ended or changed elsewhere meanwhile; the store tells how. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly error: SessionError; readonly failure: RefreshFailure };

/** Refreshes sessions of one pool client. */
export class SessionRefresher {
  /** Every outcome, before any caller of the flight gets it. */
  readonly outcomes$ = new Subject<{ request: RefreshRequest; outcome: RefreshOutcome }>();
  #flight: { generation: string; outcome$: Observable<RefreshOutcome> } | undefined;
  #quiet:
    { generation: string; until: number; offline: boolean; outcome: RefreshOutcome } | undefined;
  /** Flights in a row that did not reach Cognito. */
  #unreached = 0;

  constructor(
    private readonly config: CheckedConfig,
    private readonly gateway: CognitoGateway,
    private readonly persistence: SessionPersistence,
    private readonly tabs: TabCoordinator,
    private readonly page: PageLifecycle,
    private readonly clock: Clock,
    private readonly revocation: TokenRevocation,
    /** Generations that are over; an answer for one of them is dropped. */
    private readonly ended: ReadonlySet<string>,
  ) {}

  /**
   * Joins the flight for the session's generation, or starts one. The flight goes on when every subscriber has left:
   * Cognito may already have rotated the token. Emits one outcome, never errors.
   */
  refresh(request: RefreshRequest): Observable<RefreshOutcome> {
    const { generation } = request.held;
    if (this.#flight?.generation === generation) return this.#flight.outcome$;
    const pause = request.because === 'forced' ? null : this.#pauseOf(generation);
    if (pause) return of(pause);
    const outcome$ = from(this.#run(request)).pipe(
      tap((outcome) => {
        // A slot taken over by a newer generation is not ours to clear.
        if (this.#flight === flight) this.#flight = undefined;
        this.outcomes$.next({ request, outcome });
      }),
      shareReplay(1),
    );
    const flight = (this.#flight = { generation, outcome$ });
    outcome$.subscribe();
    return outcome$;
  }

  /** The network is back: a pause that only waited for it is over. */
  networkIsBack(): void {
    if (this.#quiet?.offline) this.#quiet = undefined;
    this.#unreached = 0;
  }

  /** Whether a session is good for the margin; the margin is never more than half the tokens' lifetime. */
  isFresh(held: HeldSession): boolean {
    const lifetime = lifetimeSeconds(held.session);
    const margin = this.config.refreshMarginSeconds ?? Math.min(60, lifetime / 5);
    return remainingSeconds(held, this.clock) > Math.min(margin, lifetime / 2);
  }

  /** The failure that keeps automatic refreshes waiting, or null when one may start. */
  #pauseOf(generation: string): RefreshOutcome | null {
    const quiet = this.#quiet;
    if (quiet?.generation === generation && this.clock.monotonic() < quiet.until)
      return quiet.outcome;
    return this.page.online ? null : failed(new TypeError('the browser is offline'));
  }

  async #run(request: RefreshRequest): Promise<RefreshOutcome> {
    try {
      return await this.tabs.exclusively(() => this.#refreshAlone(request));
    } catch (error) {
      return failed(error);
    }
  }

  /** Runs under the cross-tab lock; nothing in here calls code of the app but store and gateway. */
  async #refreshAlone({ held, because, clientMetadata }: RefreshRequest): Promise<RefreshOutcome> {
    const { generation } = held;
    const deadline = this.clock.monotonic() + MS.calls;
    const stored = await this.#stored();
    if (stored?.generation !== generation) return { kind: 'superseded' };
    let base = held;
    if (isNewer(stored, held)) {
      if (this.#serves(stored, because)) return { kind: 'adopted', held: stored };
      base = stored;
    }
    const refreshToken = refreshTokenOf(base);
    if (!refreshToken) return this.#withoutRefreshToken(base);

    const marks = await this.tabs.marks();
    if (marks.includes(usedMark(refreshToken))) {
      // Another tab has just used this token, and this tab's view of the store is late (see docs/adr/0002).
      const newer = await this.#newerThan(base);
      if (newer && this.#serves(newer, because)) return { kind: 'adopted', held: newer };
    } else if (because !== 'forced' && marks.includes(quietMark(generation))) {
      return failed(new UnreadableAnswer('another tab could not refresh just now'));
    }

    let tokens: TokenSet;
    try {
      tokens = await this.#ask(refreshToken, clientMetadata, deadline);
    } catch (error) {
      return this.#refused(error, base);
    }
    return this.#keep(tokens, base, refreshToken);
  }

  /** Whether another tab's session is what this refresh was asked for. */
  #serves(newer: HeldSession, because: RefreshRequest['because']): boolean {
    return because !== 'margin' || this.isFresh(newer);
  }

  /** Asks Cognito, at most three times with full jitter between. */
  async #ask(
    refreshToken: string,
    clientMetadata: Record<string, string> | undefined,
    deadline: number,
  ): Promise<TokenSet> {
    const { clock } = this;
    const most = this.#unreached > 0 ? 1 : MOST_CALLS;
    const input = {
      ClientId: this.config.clientId,
      RefreshToken: refreshToken,
      ...(clientMetadata && { ClientMetadata: clientMetadata }),
    };
    for (let call = 1; ; call++) {
      try {
        const { AuthenticationResult: tokens } = await clock.limit(
          Math.min(MS.call, deadline - clock.monotonic()),
          (signal) => this.gateway.send('GetTokensFromRefreshToken', input, { signal }),
        );
        if (!tokens?.IdToken || !tokens.AccessToken) throw new UnreadableAnswer('no tokens in it');
        return tokens;
      } catch (error) {
        const { retry, retryAfterSeconds = 0 } = judgeRefreshFailure(error);
        const jitter = Math.random() * Math.min(MS.mostBackoff, MS.backoff * 2 ** call);
        const pause = Math.max(jitter, retryAfterSeconds * 1000);
        if (!retry || call >= most || clock.monotonic() + pause >= deadline) throw error;
        await clock.delay(pause);
      }
    }
  }

  /** Stores the answer, unless the session it was asked for is over. */
  async #keep(tokens: TokenSet, base: HeldSession, used: string): Promise<RefreshOutcome> {
    const { generation, sub, session } = base;
    // Rotation off: the answer has no refresh token and the old one stays good.
    const RefreshToken = tokens.RefreshToken ?? used;
    let fresh: HeldSession;
    try {
      fresh = holdSession({ ...tokens, RefreshToken }, generation, 'now', this.config, this.clock);
      const old = session.getAccessToken().getJwtToken();
      if (fresh.sub !== sub || fresh.session.getAccessToken().getJwtToken() === old) {
        throw new SessionError('INVALID_TOKEN', 'the answer must hold new tokens of the same user');
      }
    } catch (error) {
      return this.#pauseAfter(error, base);
    }
    const marks = await this.tabs.marks();
    const stored = await this.#stored();
    // From here to the write nothing is awaited: in this tab no sign-out can come between.
    if (
      this.ended.has(generation) ||
      marks.includes(endedMark(generation)) ||
      stored?.generation !== generation
    ) {
      if (tokens.RefreshToken) {
        // Whoever ended the session could only revoke the token they knew.
        void this.revocation.revoke(tokens.RefreshToken);
      }
      return { kind: 'superseded' };
    }
    // A tab that went on without the lock was quicker: its tokens are as good, and they are what all tabs see.
    if (refreshTokenOf(stored) !== used && isNewer(stored, base)) {
      return { kind: 'adopted', held: stored };
    }
    await this.persistence.write(serializeSession(fresh));
    await this.tabs.mark(usedMark(used), MS.usedMark);
    this.#unreached = 0;
    this.#quiet = undefined;
    return { kind: 'refreshed', held: fresh };
  }

  /** A call that failed for good. When Cognito refused, another tab may have rotated the token: look for it first. */
  async #refused(error: unknown, base: HeldSession): Promise<RefreshOutcome> {
    if (judgeRefreshFailure(error).code !== 'SESSION_EXPIRED') return this.#pauseAfter(error, base);
    const newer = this.persistence.shared ? await this.#newerThan(base) : null;
    if (newer) return { kind: 'adopted', held: newer };
    const stored = await this.#stored();
    if (this.ended.has(base.generation) || (stored && stored.generation !== base.generation)) {
      return { kind: 'superseded' };
    }
    // Compare and clear: only the token that was refused.
    if (stored && refreshTokenOf(stored) === refreshTokenOf(base))
      await this.persistence.write(null);
    return failed(error);
  }

  /** Tokens that cannot be renewed are over when they expire, not before. */
  #withoutRefreshToken(held: HeldSession): RefreshOutcome {
    const over = remainingSeconds(held, this.clock) <= 0;
    const failure: RefreshFailure = {
      name: 'NoRefreshToken',
      code: over ? 'SESSION_EXPIRED' : 'REFRESH_UNAVAILABLE',
      retry: false,
      offline: false,
      internal: true,
      retryAfterSeconds: undefined,
    };
    if (over) void this.persistence.write(null);
    return { kind: 'failed', failure, error: refreshError(failure, undefined) };
  }

  /** Begins the pause after a failure, in this tab and by a mark in the others. */
  #pauseAfter(error: unknown, { generation }: HeldSession): RefreshOutcome {
    const outcome = failed(error);
    const { internal, offline, retryAfterSeconds = 0 } = outcome.failure;
    if (internal) return outcome;
    const usual = offline && this.#unreached++ > 0 ? MS.quietOffline : MS.quiet;
    const ms = Math.max(usual, retryAfterSeconds * 1000);
    this.#quiet = { generation, until: this.clock.monotonic() + ms, offline, outcome };
    // Whether there is a network each tab finds out by itself.
    if (!offline) void this.tabs.mark(quietMark(generation), ms);
    return outcome;
  }

  /** The stored session; a store without one, but a session that could not be saved, counts as that. */
  async #stored(): Promise<HeldSession | null> {
    const raw = await this.persistence.read();
    return raw === null ? null : parseSession(raw, this.config, this.clock);
  }

  /** A session of the same generation newer than `held`, as soon as the store shows it, or null after two seconds. */
  async #newerThan(held: HeldSession): Promise<HeldSession | null> {
    const until = this.clock.monotonic() + MS.adoption;
    for (;;) {
      const stored = await this.#stored();
      if (stored?.generation === held.generation && isNewer(stored, held)) return stored;
      if (this.clock.monotonic() >= until) return null;
      // A hidden tab's timers fire once a second at best; the storage event comes when the value can be read.
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          cancel();
          events.unsubscribe();
          resolve();
        };
        const cancel = this.clock.schedule(MS.adoptionPoll, wake);
        const events = this.tabs.messages$.subscribe(wake);
      });
    }
  }
}

/** Name of the mark that a session was ended; its tokens must not be written any more. */
export function endedMark(generation: string): string {
  return `ended:${generation}`;
}

function quietMark(generation: string): string {
  return `quiet:${generation}`;
}

/** Name of the mark that a refresh token was used: 64 bits of hash, which say nothing about a token of a kilobyte. */
function usedMark(refreshToken: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < refreshToken.length; i++) {
    const code = refreshToken.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return `used:${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

function failed(error: unknown): Extract<RefreshOutcome, { kind: 'failed' }> {
  const failure = judgeRefreshFailure(error);
  return { kind: 'failed', failure, error: refreshError(failure, error) };
}
