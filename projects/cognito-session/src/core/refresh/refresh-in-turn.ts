// One refresh, run while no other tab runs its own: look at the store again, ask Cognito, store the
// answer. Nothing in here calls code of the app except the store and the gateway.

import { type ActiveSession, refreshTokenOf, type TokenSet } from '../session/active-session';
import { toActiveSession } from '../session/session-check';
import { isFresh, remainingSeconds } from '../session/session-lifetime';
import { isFamily, isNewer } from '../session/session-comparison';
import { CognitoRefreshToken } from '../tokens/cognito-tokens';
import { CognitoUserSession } from '../tokens/cognito-user-session';
import { decodeJwtPart } from '../tokens/jwt-payload';
import {
  AnotherUser,
  requestTokens,
  judgeRefreshFailure,
  refreshFailed,
  requireTokens,
  rotatedIn,
} from './refresh-call';
import type { RefreshCooldown } from './refresh-cooldown';
import type { RefresherParts, RefreshOutcome, RefreshTurn } from './refresh-request';
import { SessionError } from '../session-error';
import { sessionEndedMarker, tokenUsedMarker } from '../tabs/tab-markers';
import type { TokenRevocation } from './token-revocation';

/** Limits, in milliseconds; the names in capitals are those of the reliability scenarios. */
const MS = {
  /**
   * Part of HOLD (20 s) in which calls are made; the rest is for looking at and writing the store.
   */
  calls: 19_500,
  /** How long another tab's newer session is waited for, and how often it is looked for. */
  adoption: 2000,
  adoptionPoll: 50,
  /**
   * How long the mark of a used refresh token stands: longer than any store shows an old value (20
   * ms seen).
   */
  tokenUsedMarker: 1000,
};

/** Runs refreshes under the lock of all tabs. */
export class RefreshInTurn {
  constructor(
    private readonly parts: RefresherParts,
    private readonly revocation: TokenRevocation,
    private readonly cooldown: RefreshCooldown,
  ) {}

  /** @param startedAt when the lock was had, by the monotonic clock, in milliseconds. */
  async refresh(request: RefreshTurn, startedAt: number): Promise<RefreshOutcome> {
    const { active, because, clientMetadata } = request;
    const { config, gateway, clock, persistence, locks } = this.parts;
    const stored = await persistence.read();
    if (stored?.generation !== active.generation) return { kind: 'superseded' };
    const base = isNewer(stored, active) ? stored : active;
    if (base !== active && this.#serves(base, request)) return { kind: 'adopted', active: base };
    const refreshToken = refreshTokenOf(base);
    if (!refreshToken) return this.#withoutRefreshToken(base);

    const marks = await locks.marks();
    if (marks.includes(tokenUsedMarker(refreshToken, base.revision))) {
      // Another tab has just used this token, and this tab's view of the store is late:
      // docs/adr/0002. Then from the start with what that one stored: even if it is not fresh, its
      // refresh token has not been used.
      if (await this.#newerThan(base)) return this.refresh(request, startedAt);
    } else if (because !== 'forced') {
      const paused = this.cooldown.inOtherTabs(active.generation, marks);
      if (paused) return paused;
    }

    try {
      await this.parts.confirmDevice?.(base);
      const DeviceKey = await this.parts.deviceKey?.(base);
      const answer = await requestTokens(
        {
          ClientId: config.clientId,
          RefreshToken: refreshToken,
          ...(DeviceKey && { DeviceKey }),
          ...(clientMetadata && { ClientMetadata: clientMetadata }),
        },
        gateway,
        clock,
        { calls: this.cooldown.mostCalls, deadline: startedAt + MS.calls },
      );
      return await this.#keep(answer, base, refreshToken, startedAt);
    } catch (error) {
      return this.#refused(error, base, request, startedAt);
    }
  }

  /** Whether another tab's session is what this refresh was asked for. */
  #serves(newer: ActiveSession, { because, insists }: RefreshTurn): boolean {
    if (insists) return false;
    return because !== 'margin' || isFresh(newer, this.parts.config, this.parts.clock);
  }

  /** Stores what Cognito answered, unless the session it was asked for is over. */
  async #keep(
    answer: TokenSet,
    base: ActiveSession,
    used: string,
    startedAt: number,
  ): Promise<RefreshOutcome> {
    const { persistence, channel, locks, ended } = this.parts;
    for (;;) {
      const marks = await locks.marks();
      const stored = await persistence.read();
      // From here to the write nothing is awaited: in this tab no sign-out can come between.
      const live = stored && !this.#isOver(stored, marks) ? stored : null;
      const target = live && targetOf(live, base, used);
      if (!target) return this.#tooLate(answer, live);
      // A tab that went on without the lock was quicker: its tokens are as good, and they are what
      // all tabs see.
      if (refreshTokenOf(target) !== used && isNewer(target, base)) {
        return { kind: 'adopted', active: target };
      }
      const { fresh, problem } = this.#check(answer, target, used);
      if (!fresh && isOfAnother(answer, target.sub)) {
        await this.#end(target);
        void this.revocation.revoke(answer.RefreshToken ?? used);
        return refreshFailed(new AnotherUser(problem));
      }
      // Of an answer that fails a check a rotated refresh token is kept: it is the only good one
      // from now on.
      const rotated = rotatedIn(answer, used);
      const next = fresh ?? (rotated && withRefreshToken(target, rotated));
      if (next) {
        await persistence.write(next);
        await locks.mark(tokenUsedMarker(used, target.revision), MS.tokenUsedMarker);
        // Ended while the store or the lock manager was slow: who takes the answer is to be found
        // out again.
        if (ended.has(target.generation)) continue;
        channel.post({ type: 'changed' });
      }
      if (!fresh) {
        return {
          ...this.cooldown.startAfter(problem, target, startedAt),
          active: next || undefined,
        };
      }
      this.cooldown.reset();
      return { kind: 'refreshed', active: fresh };
    }
  }

  #isOver({ generation }: ActiveSession, marks: readonly string[]): boolean {
    return this.parts.ended.has(generation) || marks.includes(sessionEndedMarker(generation));
  }

  /** The new session, or what is wrong with the answer. */
  #check(
    answer: TokenSet,
    { generation, revision, sub, session }: ActiveSession,
    used: string,
  ): { readonly fresh?: ActiveSession; readonly problem?: unknown } {
    const { config, clock } = this.parts;
    try {
      requireTokens(answer);
      // Rotation off: the answer has no refresh token and the old one stays good.
      const tokens = { ...answer, RefreshToken: answer.RefreshToken ?? used };
      const place = { generation, revision: revision + 1 };
      const fresh = toActiveSession(tokens, place, 'now', config, clock);
      const was = session.getAccessToken();
      const is = fresh.session.getAccessToken();
      // Cognito's servers may be seconds apart, never a minute; this device's clock is not asked.
      const isOld =
        is.getJwtToken() === was.getJwtToken() || is.getIssuedAt() < was.getIssuedAt() - 60;
      if (!isOld && fresh.sub === sub) return { fresh };
      throw new SessionError('INVALID_TOKEN', 'the answer must hold new tokens of the same user');
    } catch (problem) {
      return { problem };
    }
  }

  /**
   * An answer for a session that is over: the tab that ended it could only revoke the token it
   * knew.
   */
  #tooLate(answer: TokenSet, live: ActiveSession | null): RefreshOutcome {
    const { RefreshToken } = answer;
    // A session that the app has started from the same sign-in would end with the token.
    const inUse = live && isFamily(live, answer);
    // A newer version of the library goes on with the session; only that one can read how.
    if (RefreshToken && !inUse && !this.parts.persistence.holdsNewerVersion)
      void this.revocation.revoke(RefreshToken);
    return { kind: 'superseded' };
  }

  /**
   * A failure for good. When Cognito refused, another tab may have rotated the token: look for its
   * session first.
   */
  async #refused(
    error: unknown,
    base: ActiveSession,
    request: RefreshTurn,
    startedAt: number,
  ): Promise<RefreshOutcome> {
    if (judgeRefreshFailure(error).code !== 'SESSION_EXPIRED') {
      return this.cooldown.startAfter(error, base, startedAt);
    }
    const { persistence, ended } = this.parts;
    const newer = persistence.record.shared ? await this.#newerThan(base) : null;
    if (newer) {
      if (this.#serves(newer, request)) return { kind: 'adopted', active: newer };
      return this.refresh({ ...request, active: newer }, startedAt);
    }
    const stored = await persistence.read();
    if (ended.has(base.generation)) return { kind: 'superseded' };
    if (stored && stored.generation !== base.generation) return { kind: 'superseded' };
    // Compare and clear: only the token that was refused.
    if (stored && refreshTokenOf(stored) === refreshTokenOf(base)) await this.#end(base);
    return refreshFailed(error);
  }

  /** Tokens that cannot be renewed are over when they expire, not before. */
  async #withoutRefreshToken(active: ActiveSession): Promise<RefreshOutcome> {
    const error = new Error('the session has no refresh token');
    const over = remainingSeconds(active, this.parts.clock) <= 0;
    error.name = over ? 'NotAuthorizedException' : 'NoRefreshToken';
    if (over) await this.#end(active);
    return refreshFailed(error);
  }

  /** Ends a session for all tabs. */
  async #end({ generation }: ActiveSession): Promise<void> {
    const { persistence, channel } = this.parts;
    await persistence.write(null);
    // A duplicated tab has the generation in common with its original, but not the tokens.
    if (persistence.record.shared) channel.post({ type: 'ended', generation, reason: 'refused' });
  }

  /**
   * A session of the same generation newer than `active` as soon as the store shows it, or null
   * after two seconds.
   */
  async #newerThan(active: ActiveSession): Promise<ActiveSession | null> {
    const { clock, persistence, channel } = this.parts;
    const until = clock.monotonic() + MS.adoption;
    for (;;) {
      const stored = await persistence.read();
      if (stored?.generation === active.generation && isNewer(stored, active)) return stored;
      if (clock.monotonic() >= until) return null;
      // A hidden tab's timers fire once a second at best; the storage event comes when the value
      // can be read.
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

/**
 * The session that an answer belongs to, or null: the one it was asked for, or one that the app has
 * started meanwhile from the same refresh token. Rotation has used that token up, so the new
 * session needs the answer.
 */
function targetOf(stored: ActiveSession, base: ActiveSession, used: string): ActiveSession | null {
  // A store that did not take the last refresh shows the session before it.
  if (stored.generation === base.generation) return isNewer(stored, base) ? stored : base;
  return stored.sub === base.sub && refreshTokenOf(stored) === used ? stored : null;
}

/** Whether one of the tokens names another user. */
function isOfAnother({ IdToken, AccessToken }: TokenSet, sub: string): boolean {
  return [IdToken, AccessToken].some((jwt) => {
    const claimed = typeof jwt === 'string' ? decodeJwtPart(jwt, 1)?.['sub'] : undefined;
    return typeof claimed === 'string' && claimed !== sub;
  });
}

/** A session with another refresh token, which Cognito gave without tokens that are any good. */
function withRefreshToken(active: ActiveSession, refreshToken: string): ActiveSession {
  const { session } = active;
  return {
    ...active,
    revision: active.revision + 1,
    session: new CognitoUserSession({
      IdToken: session.getIdToken(),
      AccessToken: session.getAccessToken(),
      RefreshToken: new CognitoRefreshToken({ RefreshToken: refreshToken }),
      ClockDrift: session.getClockDrift(),
    }),
  };
}
