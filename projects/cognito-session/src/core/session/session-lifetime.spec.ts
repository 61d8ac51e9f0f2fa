// Tests how long a session is valid by two clocks, and for which margin.

import { FAKE_START_MS, FakeClock } from '../../../test/support/fake-clock';
import { configWith } from '../../../test/support/good-config';
import {
  LIFETIME_SECONDS,
  makeAccessToken,
  makeIdToken,
  makeTokens,
} from '../../../test/support/fake-tokens';
import { checkMargin, isFresh, remainingSeconds } from './session-lifetime';
import type { ActiveSession, TokenSet } from './active-session';
import { toActiveSession } from './session-check';
import { checkConfig } from '../config/session-config';
import { SessionError } from '../session-error';

const PLACE = { generation: 'gen', revision: 3 };

const START_SECONDS = FAKE_START_MS / 1000;

const config = checkConfig(configWith());

let clock = new FakeClock();

beforeEach(() => {
  clock = new FakeClock();
});

type Issued = Parameters<typeof toActiveSession>[2];

function hold(tokens: TokenSet = makeTokens(), issued: Issued = 'now'): ActiveSession {
  return toActiveSession(tokens, PLACE, issued, config, clock);
}

describe('how long a session is valid', () => {
  it('counts from the earlier issue to the earlier expiry of both tokens', () => {
    const IdToken = makeIdToken({ iat: START_SECONDS - 10, exp: START_SECONDS + 500 });
    const AccessToken = makeAccessToken({ iat: START_SECONDS, exp: START_SECONDS + 400 });
    const active = hold({ IdToken, AccessToken });
    expect(remainingSeconds(active, clock)).toBe(410);
    expect(active.expiresAtMonotonic).toBe(410_000);
    const turned = {
      IdToken: makeIdToken({ iat: START_SECONDS, exp: START_SECONDS + 400 }),
      AccessToken: makeAccessToken({ iat: START_SECONDS - 10, exp: START_SECONDS + 500 }),
    };
    expect(remainingSeconds(hold(turned), clock)).toBe(410);
    // The wall clock decides: the monotonic clock has more time left.
    clock.jumpWallClock(10_000);
    expect(remainingSeconds(active, clock)).toBe(400);
  });

  it('D01 is that of an ID token that lives shorter, also when the wall clock is set back', async () => {
    const active = hold({
      ...makeTokens(),
      IdToken: makeIdToken({ iat: START_SECONDS, exp: START_SECONDS + 300 }),
      AccessToken: makeAccessToken({ iat: START_SECONDS, exp: START_SECONDS + 3600 }),
    });
    // From now on the monotonic clock decides.
    clock.jumpWallClock(-7_200_000);
    expect(remainingSeconds(active, clock)).toBe(300);
    await clock.advance(250_000);
    expect(isFresh(active, config, clock)).toBe(false);
    await clock.advance(50_000);
    expect(remainingSeconds(active, clock)).toBe(0);
  });

  it.each([-86_400, -10, 0, 10, 86_400])(
    'is a lifetime for tokens straight from Cognito, with the device %d s ahead',
    (ahead) => {
      clock.jumpWallClock(ahead * 1000);
      const active = hold();
      expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS);
      expect(active.session.getClockDrift()).toBe(ahead);
    },
  );

  it('is the rest of the lifetime for old tokens', () => {
    clock.jumpWallClock(1_000_000);
    const active = hold(makeTokens(), 'unknown');
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS - 1000);
    expect(active.issuedAt).toBe(FAKE_START_MS);
    expect(active.session.getClockDrift()).toBe(0);
  });

  it('is a lifetime for tokens of unknown age on a device whose clock is behind', () => {
    clock.jumpWallClock(-1_000_000);
    const active = hold(makeTokens(), 'unknown');
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS);
    expect(active.session.getClockDrift()).toBe(-1000);
  });

  it('counts from a known time of issue, and knows the drift by it', () => {
    clock.jumpWallClock(600_500);
    const active = hold(makeTokens(), FAKE_START_MS + 500_500);
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS - 100);
    expect(active.issuedAt).toBe(FAKE_START_MS + 500_500);
    expect(active.session.getClockDrift()).toBe(500);
  });

  it('treats a time of issue up to 5 s in the future as now', () => {
    const active = hold(makeTokens(), FAKE_START_MS + 5000);
    expect(active.issuedAt).toBe(FAKE_START_MS);
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS);
  });

  it.each([FAKE_START_MS + 5001, Number.NaN, Number.POSITIVE_INFINITY])(
    'is nothing for the time of issue %d, since the clock was set',
    (issued) => {
      const active = hold(makeTokens(), issued);
      expect(remainingSeconds(active, clock)).toBeLessThanOrEqual(0);
      expect(active).toMatchObject({ issuedAt: 0, expiresAtMonotonic: 0 });
      expect(active.session.getClockDrift()).toBe(0);
    },
  );

  it('passes with time', async () => {
    const active = hold();
    await clock.advance(100_000);
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS - 100);
    expect(hold(makeTokens(), FAKE_START_MS).expiresAtMonotonic).toBe(LIFETIME_SECONDS * 1000);
  });

  it('is the smaller result of both clocks', async () => {
    const active = hold();
    await clock.advance(100_000);
    clock.jumpWallClock(50_000);
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS - 150);
    clock.jumpWallClock(-500_000);
    expect(remainingSeconds(active, clock)).toBe(LIFETIME_SECONDS - 100);
  });
});

describe('isFresh', () => {
  /** Whether tokens of that lifetime are fresh with so many seconds left. */
  function freshWith(left: number, lifetime: number, margin?: number, renewable = true): boolean {
    const tokens = makeTokens({ exp: START_SECONDS + lifetime });
    const active = hold({ ...tokens, RefreshToken: renewable ? tokens.RefreshToken : undefined });
    clock.jumpWallClock((lifetime - left) * 1000);
    const given = margin === undefined ? {} : { refreshMarginSeconds: margin };
    const fresh = isFresh(active, checkConfig(configWith(given)), clock);
    clock.jumpWallClock((left - lifetime) * 1000);
    return fresh;
  }
  it.each([
    [3600, undefined, 60],
    [300, undefined, 60],
    [200, undefined, 40],
    [3600, 90, 90],
    [3600, 0, 0],
    [3600, 3000, 1800],
  ])(
    'with a lifetime of %d s and a margin of %p, until %d s are left',
    (lifetime, margin, edge) => {
      expect(freshWith(edge + 0.5, lifetime, margin)).toBe(true);
      expect(freshWith(edge, lifetime, margin)).toBe(false);
      expect(freshWith(edge - 0.5, lifetime, margin)).toBe(false);
    },
  );

  it('until the expiry when there is no refresh token', () => {
    expect(freshWith(0.5, 3600, 90, false)).toBe(true);
    expect(freshWith(0, 3600, 90, false)).toBe(false);
  });
});

describe('checkMargin', () => {
  const check = (refreshMarginSeconds?: number): void =>
    checkMargin(
      hold(makeTokens({ exp: START_SECONDS + 300 })),
      checkConfig(configWith(refreshMarginSeconds === undefined ? {} : { refreshMarginSeconds })),
    );

  it('accepts a margin shorter than the tokens’ lifetime, and none', () => {
    expect(() => check(299)).not.toThrow();
    expect(() => check()).not.toThrow();
  });

  it.each([300, 301])('refuses %d s for tokens that live 300', (margin) => {
    expect(() => check(margin)).toThrow(
      new SessionError(
        'INVALID_CONFIG',
        `refreshMarginSeconds must be shorter than the tokens' lifetime of 300 seconds; it is ${margin}`,
      ),
    );
  });
});
