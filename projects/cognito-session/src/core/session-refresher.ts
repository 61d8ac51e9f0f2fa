// Gets new tokens for a session: one flight for all callers of this tab, one call for all tabs of the browser, and a
// bounded time for both. Whom it calls: tab locks, persistence (look again, store), gateway (ask).
// What it found out goes up as a RefreshOutcome; it changes no state of its owner.

import { from, type Observable, of, Subject } from 'rxjs';
import type { Clock } from './clock';
import type { CognitoGateway } from './cognito-gateway';
import type { DeviceKeyOf } from './device-key';
import type { EndedGenerations } from './ended-generations';
import {
  type HeldSession,
  holdSession,
  isFresh,
  isNewer,
  refreshTokenOf,
  remainingSeconds,
  type TokenSet,
} from './held-session';
import type { PageLifecycle } from './page-lifecycle';
import {
  askForTokens,
  judgeRefreshFailure,
  type RefreshFailed,
  refreshFailed,
} from './refresh-call';
import { RefreshPause } from './refresh-pause';
import type { CheckedConfig } from './session-config';
import { SessionError } from './session-error';
import type { SessionPersistence } from './session-persistence';
import type { TabChannel } from './tab-channel';
import type { TabLocks } from './tab-locks';
import { endedMark, usedMark } from './tab-marks';
import { limitTime } from './time-limit';
import type { TokenRevocation } from './token-revocation';

/** Limits, in milliseconds; the names in capitals are those of the reliability scenarios. */
const MS = {
  /** Part of HOLD (20 s) in which calls are made; the rest is for looking at and writing the store. */
  calls: 17_000,
  /** One flight, with its wait for the lock (WAIT, 25 s): nobody waits longer, even for a store that hangs. */
  flight: 45_000,
  /** How long another tab's newer session is waited for, and how often it is looked for. */
  adoption: 2000,
  adoptionPoll: 50,
  /** How long the mark of a used refresh token stands: longer than any store shows an old value (20 ms seen). */
  usedMark: 1000,
};

/** Why a refresh is asked for. */
export interface RefreshRequest {
  readonly held: HeldSession;
  /** `'margin'`: the token is about to expire. `'rejected'`: an API refused it. `'forced'`: the app wants new claims. */
  readonly because: 'margin' | 'rejected' | 'forced';
  readonly clientMetadata?: Record<string, string> | undefined;
}

/** What came of a refresh; `'superseded'`: the session ended or changed meanwhile, and the store tells how. */
export type RefreshOutcome =
  | { readonly kind: 'refreshed' | 'adopted'; readonly held: HeldSession }
  | { readonly kind: 'superseded' }
  | RefreshFailed;

/** A refresh and what came of it. */
export interface SettledRefresh {
  readonly request: RefreshRequest;
  readonly outcome: RefreshOutcome;
}

/** What is there from the start. */
export interface SessionParts {
  readonly config: CheckedConfig;
  readonly clock: Clock;
  readonly persistence: SessionPersistence;
  readonly channel: TabChannel;
}

/** What a refresher works with. */
export interface RefresherParts extends SessionParts {
  readonly gateway: CognitoGateway;
  readonly locks: TabLocks;
  readonly page: PageLifecycle;
  /** Generations that are over; an answer for one of them is dropped. */
  readonly ended: EndedGenerations;
  /** The remembered device a session belongs to, where the pool tracks devices; never rejects. */
  readonly deviceKey?: DeviceKeyOf;
}

/** Refreshes sessions of one pool client. */
export class SessionRefresher {
  /** Every outcome, before any caller of the flight gets it. */
  readonly outcomes$ = new Subject<SettledRefresh>();
  #flight: { generation: string; outcome: Promise<RefreshOutcome> } | undefined;
  /** After failures; automatic refreshes wait for its end. */
  readonly pause: RefreshPause;

  constructor(
    private readonly parts: RefresherParts,
    private readonly revocation: TokenRevocation,
  ) {
    this.pause = new RefreshPause(parts.clock, parts.page, parts.locks);
  }

  /**
   * Joins the flight for the session's generation, or starts one. The flight goes on when every subscriber has left:
   * Cognito may already have rotated the token. Emits one outcome, never errors.
   */
  refresh(request: RefreshRequest): Observable<RefreshOutcome> {
    const { generation } = request.held;
    if (this.#flight?.generation === generation) return from(this.#flight.outcome);
    const pause = request.because === 'forced' ? null : this.pause.of(generation);
    if (pause) return of(pause);
    // Shared and replayed by a promise, not by shareReplay, whose subject takes quadratic time to complete: docs/adr/0007.
    const outcome = this.#run(request).then((settled) => {
      // A slot taken over by a newer generation is not ours to clear.
      if (this.#flight === flight) this.#flight = undefined;
      this.outcomes$.next({ request, outcome: settled });
      return settled;
    });
    const flight = (this.#flight = { generation, outcome });
    return from(outcome);
  }

  async #run(request: RefreshRequest): Promise<RefreshOutcome> {
    const { clock, locks } = this.parts;
    // Not in this tick: a store that fails is told of at once, and who hears it and asks must find the flight.
    const work = Promise.resolve().then(() =>
      locks.exclusively(() => this.#refreshAlone(request, clock.monotonic())),
    );
    try {
      return await limitTime(MS.flight, clock, () => work);
    } catch (error) {
      // What a flight stores after its limit (the page was frozen, say) is taken over by its own tab, too.
      work.then((outcome) => this.outcomes$.next({ request, outcome })).catch(() => undefined);
      return refreshFailed(error);
    }
  }

  /** Runs under the cross-tab lock; nothing in here calls code of the app but store and gateway. */
  async #refreshAlone(request: RefreshRequest, startedAt: number): Promise<RefreshOutcome> {
    const { held, because, clientMetadata } = request;
    const { config, gateway, clock, persistence, locks } = this.parts;
    const deadline = startedAt + MS.calls;
    const stored = await persistence.read();
    if (stored?.generation !== held.generation) return { kind: 'superseded' };
    const base = isNewer(stored, held) ? stored : held;
    if (base !== held && this.#serves(base, because)) return { kind: 'adopted', held: base };
    const refreshToken = refreshTokenOf(base);
    if (!refreshToken) return this.#withoutRefreshToken(base);

    const marks = await locks.marks();
    if (marks.includes(usedMark(refreshToken))) {
      // Another tab has just used this token, and this tab's view of the store is late: docs/adr/0002.
      // Then from the start with what that one stored: even if it is not fresh, its refresh token has not been used.
      if (await this.#newerThan(base)) return this.#refreshAlone(request, startedAt);
    } else if (because !== 'forced') {
      const paused = this.pause.ofOtherTabs(held.generation, marks);
      if (paused) return paused;
    }

    try {
      const DeviceKey = await this.parts.deviceKey?.(base);
      const tokens = await askForTokens(
        {
          ClientId: config.clientId,
          RefreshToken: refreshToken,
          ...(DeviceKey && { DeviceKey }),
          ...(clientMetadata && { ClientMetadata: clientMetadata }),
        },
        gateway,
        clock,
        { calls: this.pause.mostCalls, deadline },
      );
      return await this.#keep(tokens, base, refreshToken);
    } catch (error) {
      return this.#refused(error, base, startedAt);
    }
  }

  /** Whether another tab's session is what this refresh was asked for. */
  #serves(newer: HeldSession, because: RefreshRequest['because']): boolean {
    return because !== 'margin' || isFresh(newer, this.parts.config, this.parts.clock);
  }

  /** Stores the answer, unless the session it was asked for is over. */
  async #keep(tokens: TokenSet, base: HeldSession, used: string): Promise<RefreshOutcome> {
    const { config, clock, persistence, channel, locks, ended } = this.parts;
    const { generation, sub, session } = base;
    // Rotation off: the answer has no refresh token and the old one stays good.
    const RefreshToken = tokens.RefreshToken ?? used;
    const place = { generation, revision: base.revision + 1 };
    const fresh = holdSession({ ...tokens, RefreshToken }, place, 'now', config, clock);
    const was = session.getAccessToken();
    const is = fresh.session.getAccessToken();
    // Cognito's servers may be seconds apart, never a minute; this device's clock is not asked.
    const isOld =
      is.getJwtToken() === was.getJwtToken() || is.getIssuedAt() < was.getIssuedAt() - 60;
    if (isOld || fresh.sub !== sub) {
      throw new SessionError('INVALID_TOKEN', 'the answer must hold new tokens of the same user');
    }
    const marked = (await locks.marks()).includes(endedMark(generation));
    const stored = await persistence.read();
    // From here to the write nothing is awaited: in this tab no sign-out can come between.
    if (marked || ended.has(generation) || stored?.generation !== generation) {
      return this.#tooLate(tokens);
    }
    // A tab that went on without the lock was quicker: its tokens are as good, and they are what all tabs see.
    if (refreshTokenOf(stored) !== used && isNewer(stored, base)) {
      return { kind: 'adopted', held: stored };
    }
    await persistence.write(fresh);
    await locks.mark(usedMark(used), MS.usedMark);
    // Signed out while the store or the lock manager was slow: the record is removed in its turn.
    if (ended.has(generation)) return this.#tooLate(tokens);
    channel.post({ type: 'changed' });
    this.pause.end();
    return { kind: 'refreshed', held: fresh };
  }

  /** An answer for a session that is over: whoever ended it could only revoke the token they knew. */
  #tooLate({ RefreshToken }: TokenSet): RefreshOutcome {
    if (RefreshToken) void this.revocation.revoke(RefreshToken);
    return { kind: 'superseded' };
  }

  /** A failure for good. When Cognito refused, another tab may have rotated the token: look for its session first. */
  async #refused(error: unknown, base: HeldSession, startedAt: number): Promise<RefreshOutcome> {
    if (judgeRefreshFailure(error).code !== 'SESSION_EXPIRED') {
      return this.pause.after(error, base, startedAt);
    }
    const { persistence } = this.parts;
    const newer = persistence.shared ? await this.#newerThan(base) : null;
    if (newer) return { kind: 'adopted', held: newer };
    const stored = await persistence.read();
    if (this.parts.ended.has(base.generation)) return { kind: 'superseded' };
    if (stored && stored.generation !== base.generation) return { kind: 'superseded' };
    // Compare and clear: only the token that was refused.
    if (stored && refreshTokenOf(stored) === refreshTokenOf(base)) await this.#end(base);
    return refreshFailed(error);
  }

  /** Tokens that cannot be renewed are over when they expire, not before. */
  async #withoutRefreshToken(held: HeldSession): Promise<RefreshOutcome> {
    const error = new Error('the session has no refresh token');
    const over = remainingSeconds(held, this.parts.clock) <= 0;
    error.name = over ? 'NotAuthorizedException' : 'NoRefreshToken';
    if (over) await this.#end(held);
    return refreshFailed(error);
  }

  /** Ends a session for all tabs. */
  async #end({ generation }: HeldSession): Promise<void> {
    const { persistence, channel } = this.parts;
    await persistence.write(null);
    // A duplicated tab has the generation in common with its original, but not the tokens.
    if (persistence.shared) channel.post({ type: 'ended', generation, reason: 'refused' });
  }

  /** A session of the same generation newer than `held` as soon as the store shows it, or null after two seconds. */
  async #newerThan(held: HeldSession): Promise<HeldSession | null> {
    const { clock, persistence, channel } = this.parts;
    const until = clock.monotonic() + MS.adoption;
    for (;;) {
      const stored = await persistence.read();
      if (stored?.generation === held.generation && isNewer(stored, held)) return stored;
      if (clock.monotonic() >= until) return null;
      // A hidden tab's timers fire once a second at best; the storage event comes when the value can be read.
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          cancel();
          events.unsubscribe();
          resolve();
        };
        const cancel = clock.schedule(MS.adoptionPoll, wake);
        const events = channel.messages$.subscribe(wake);
      });
    }
  }
}
