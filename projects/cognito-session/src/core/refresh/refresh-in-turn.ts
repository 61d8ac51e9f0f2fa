// Runs one refresh under the lock of all tabs: reads the store again, asks Cognito, stores the
// answer. Of the app's code, it calls only the store and the gateway.

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

/** Limits in milliseconds. The names in capitals are those of the reliability scenarios. */
const MS = {
  /** The part of HOLD (20 s) for calls; the rest is for reading and writing the store. */
  calls: 19_500,
  /** The wait for a newer session of another tab, and the interval of the reads. */
  adoption: 2000,
  adoptionPoll: 50,
  /**
   * The life of the marker of a used refresh token: longer than any store shows an old value (20 ms
   * seen).
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

  /** @param startedAt when this tab got the lock, by the monotonic clock, in milliseconds. */
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
      // Another tab has just used this token, and this tab still reads the old record
      // (docs/adr/0002). Start again with the session that the other tab stored: even if it is not
      // fresh, its refresh token has not been used.
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

  /** Whether another tab's session makes this refresh unnecessary. */
  #serves(newer: ActiveSession, { because, insists }: RefreshTurn): boolean {
    if (insists) return false;
    return because !== 'margin' || isFresh(newer, this.parts.config, this.parts.clock);
  }

  /** Stores Cognito's answer, unless the session is over. */
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
      // There is no await from here to the write, so that no sign-out of this tab can come between.
      const live = stored && !this.#isOver(stored, marks) ? stored : null;
      const target = live && targetOf(live, base, used);
      if (!target) return this.#tooLate(answer, live);
      // A tab that went on without the lock was faster. Its tokens are as good, and all tabs have
      // them.
      if (refreshTokenOf(target) !== used && isNewer(target, base)) {
        return { kind: 'adopted', active: target };
      }
      const { fresh, problem } = this.#check(answer, target, used);
      if (!fresh && isOfAnother(answer, target.sub)) {
        await this.#end(target);
        void this.revocation.revoke(answer.RefreshToken ?? used);
        return refreshFailed(new AnotherUser(problem));
      }
      // If the answer fails a check, its rotated refresh token is still stored: it is the only
      // valid one from now on.
      const rotated = rotatedIn(answer, used);
      const next = fresh ?? (rotated && withRefreshToken(target, rotated));
      if (next) {
        await persistence.write(next);
        await locks.mark(tokenUsedMarker(used, target.revision), MS.tokenUsedMarker);
        // The session ended while the store or the lock manager was slow: find the session for this
        // answer again.
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

  /** The new session, or the error of an unusable answer. */
  #check(
    answer: TokenSet,
    { generation, revision, sub, session }: ActiveSession,
    used: string,
  ): { readonly fresh?: ActiveSession; readonly problem?: unknown } {
    const { config, clock } = this.parts;
    try {
      requireTokens(answer);
      // Without rotation, the answer has no refresh token and the old one stays valid.
      const tokens = { ...answer, RefreshToken: answer.RefreshToken ?? used };
      const place = { generation, revision: revision + 1 };
      const fresh = toActiveSession(tokens, place, 'now', config, clock);
      const was = session.getAccessToken();
      const is = fresh.session.getAccessToken();
      // The clocks of Cognito's servers differ by seconds, never by a minute. This device's clock
      // plays no part.
      const isOld =
        is.getJwtToken() === was.getJwtToken() || is.getIssuedAt() < was.getIssuedAt() - 60;
      if (!isOld && fresh.sub === sub) return { fresh };
      throw new SessionError('INVALID_TOKEN', 'the answer must hold new tokens of the same user');
    } catch (problem) {
      return { problem };
    }
  }

  /**
   * Handles an answer for a session that is over: the tab that ended it could only revoke the old
   * refresh token.
   */
  #tooLate(answer: TokenSet, live: ActiveSession | null): RefreshOutcome {
    const { RefreshToken } = answer;
    // Revoking the token would also end a session that the app has started from the same sign-in.
    const inUse = live && isFamily(live, answer);
    // If a newer version of the library wrote the record, it may still use the session.
    if (RefreshToken && !inUse && !this.parts.persistence.holdsNewerVersion)
      void this.revocation.revoke(RefreshToken);
    return { kind: 'superseded' };
  }

  /**
   * Handles the last failure. If Cognito refused the token, another tab may have rotated it: look
   * for its session first.
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
    // Compare and clear: only a session with the refused token ends.
    if (stored && refreshTokenOf(stored) === refreshTokenOf(base)) await this.#end(base);
    return refreshFailed(error);
  }

  /** A session without a refresh token ends when its tokens expire, not before. */
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
    // A duplicated tab with a store of its own has the generation of its original, and other
    // tokens.
    if (persistence.record.shared) channel.post({ type: 'ended', generation, reason: 'refused' });
  }

  /**
   * Resolves with a newer session of the same generation as soon as the store shows it, or with
   * null after two seconds.
   */
  async #newerThan(active: ActiveSession): Promise<ActiveSession | null> {
    const { clock, persistence, channel } = this.parts;
    const until = clock.monotonic() + MS.adoption;
    for (;;) {
      const stored = await persistence.read();
      if (stored?.generation === active.generation && isNewer(stored, active)) return stored;
      if (clock.monotonic() >= until) return null;
      // A hidden tab's timers fire once a second at best. A storage event comes as soon as the
      // value can be read.
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
 * The session for an answer, or null: the one that was refreshed, or one that the app has started
 * meanwhile from the same refresh token. Rotation has invalidated that token, so the new session
 * needs the answer.
 */
function targetOf(stored: ActiveSession, base: ActiveSession, used: string): ActiveSession | null {
  // If the store refused the last write, it shows the session before it.
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

/** The session with the refresh token of an answer whose other tokens are unusable. */
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
