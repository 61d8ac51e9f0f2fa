// QUIET: the time without automatic refreshes after a failure, in this tab and in others.

import { FakeClock } from '../../../test/support/fake-clock';
import { configWith } from '../../../test/support/good-config';
import { makeTokens } from '../../../test/support/fake-tokens';
import { CognitoServiceError } from '../cognito/cognito-service-error';
import { toActiveSession } from '../session/session-check';
import { RefreshCooldown } from './refresh-cooldown';
import { checkConfig } from '../config/session-config';
import type { TabLocks } from '../tabs/tab-locks';

function open(): {
  clock: FakeClock;
  page: { online: boolean; wake$: never; away$: never };
  marks: [name: string, ms: number][];
  /** The signal that ends the markers early. */
  signals: (AbortSignal | undefined)[];
  cooldown: RefreshCooldown;
  /** Lets a flight fail that began at this time, by default now. */
  fail: (
    error: Error,
    generation?: string,
    startedAt?: number,
  ) => ReturnType<RefreshCooldown['startAfter']>;
} {
  const clock = new FakeClock();
  const page = { online: true, wake$: undefined as never, away$: undefined as never };
  const marks: [string, number][] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const locks: TabLocks = {
    exclusively: (work) => work(),
    mark: async (name, ms, signal) => {
      marks.push([name, ms]);
      signals.push(signal);
    },
    marks: async () => marks.map(([name]) => name),
  };
  const cooldown = new RefreshCooldown(clock, page, locks);
  const fail: ReturnType<typeof open>['fail'] = (
    error,
    generation = 'gen',
    startedAt = clock.monotonic(),
  ) => {
    const place = { generation, revision: 0 };
    const active = toActiveSession(makeTokens(), place, 'now', checkConfig(configWith()), clock);
    return cooldown.startAfter(error, active, startedAt);
  };
  return { clock, page, marks, signals, cooldown, fail };
}

const throttled = (retryAfter?: number): Error =>
  new CognitoServiceError('TooManyRequestsException', 'no', 400, retryAfter);
const unreached = (): Error => new TypeError('Failed to fetch');

describe('RefreshCooldown', () => {
  it('lets refreshes start at first, with three calls', () => {
    const { cooldown } = open();
    expect(cooldown.current('gen')).toBeNull();
    expect(cooldown.mostCalls).toBe(3);
  });

  it('gives the outcome of a failure again for 30 s', async () => {
    const { clock, cooldown, fail } = open();
    await clock.advance(1000);
    const outcome = fail(throttled());
    expect(outcome.error.code).toBe('REFRESH_UNAVAILABLE');
    await clock.advance(29_999);
    expect(cooldown.current('gen')).toBe(outcome);
    await clock.advance(1);
    expect(cooldown.current('gen')).toBeNull();
  });

  it('concerns the generation that failed and no other', () => {
    const { cooldown, fail } = open();
    fail(throttled());
    expect(cooldown.current('other')).toBeNull();
  });

  it('lasts as long as Cognito asks, if that is longer', async () => {
    const { clock, cooldown, fail } = open();
    fail(throttled(45));
    await clock.advance(44_999);
    expect(cooldown.current('gen')).not.toBeNull();
    await clock.advance(1);
    expect(cooldown.current('gen')).toBeNull();
    fail(throttled(5));
    await clock.advance(29_999);
    expect(cooldown.current('gen')).not.toBeNull();
  });

  it('does not follow an error that says nothing about Cognito', () => {
    const { cooldown, marks, fail } = open();
    const outcome = fail(new Error('a gateway that throws'));
    expect(outcome.failure.internal).toBe(true);
    expect(cooldown.current('gen')).toBeNull();
    expect(marks).toEqual([]);
  });

  it('ends with a refresh that succeeds', () => {
    const { cooldown, fail } = open();
    fail(unreached());
    cooldown.reset();
    expect(cooldown.current('gen')).toBeNull();
    expect(cooldown.mostCalls).toBe(3);
  });

  describe('in the other tabs', () => {
    it('is shown by a marker for the length of the cooldown', () => {
      const { marks, fail } = open();
      fail(throttled());
      fail(throttled(45), 'other');
      expect(marks).toEqual([
        ['quiet:gen', 30_000],
        ['quiet:other', 45_000],
      ]);
    });

    it('is shown until the app is destroyed at the latest', () => {
      const { signals, cooldown, fail } = open();
      fail(throttled());
      expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
      cooldown.dispose();
      expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    });

    it('is not shown when this tab did not reach Cognito', () => {
      const { marks, fail } = open();
      fail(unreached());
      expect(marks).toEqual([]);
    });

    it('gives an error to a tab that finds the marker', () => {
      const { cooldown } = open();
      const outcome = cooldown.inOtherTabs('gen', ['used:x', 'quiet:gen']);
      expect(outcome?.error.code).toBe('REFRESH_UNAVAILABLE');
      expect(outcome?.failure.offline).toBe(true);
      expect((outcome?.error.cause as Error).message).toBe(
        'another tab could not refresh just now',
      );
    });

    it('does not exist without the marker of this generation', () => {
      const { cooldown } = open();
      expect(cooldown.inOtherTabs('gen', [])).toBeNull();
      expect(cooldown.inOtherTabs('gen', ['quiet:other', 'used:gen', 'gen'])).toBeNull();
    });

    it("ignores this tab's own marker, which outlives the cooldown", async () => {
      const { clock, cooldown, fail } = open();
      await clock.advance(1);
      fail(throttled());
      cooldown.reset();
      await clock.advance(29_999);
      expect(cooldown.inOtherTabs('gen', ['quiet:gen'])).toBeNull();
      await clock.advance(1);
      expect(cooldown.inOtherTabs('gen', ['quiet:gen'])).not.toBeNull();
    });
  });

  describe('while Cognito cannot be reached', () => {
    it('lasts 30 s at first, then 60 s, with one call', async () => {
      const { clock, cooldown, fail } = open();
      fail(unreached());
      expect(cooldown.mostCalls).toBe(1);
      await clock.advance(30_000);
      expect(cooldown.current('gen')).toBeNull();
      for (let again = 0; again < 2; again++) {
        fail(unreached());
        expect(cooldown.mostCalls).toBe(1);
        await clock.advance(59_999);
        expect(cooldown.current('gen')).not.toBeNull();
        await clock.advance(1);
        expect(cooldown.current('gen')).toBeNull();
      }
    });

    it('lasts 30 s after an answer of Cognito, even then', async () => {
      const { clock, cooldown, fail } = open();
      fail(unreached());
      fail(throttled());
      await clock.advance(30_000);
      expect(cooldown.current('gen')).toBeNull();
    });
  });

  describe('while the browser says that it is offline', () => {
    it('refuses with an error and without a cooldown', () => {
      const { page, cooldown } = open();
      page.online = false;
      const outcome = cooldown.current('gen');
      expect(outcome?.error.code).toBe('REFRESH_UNAVAILABLE');
      expect((outcome?.error.cause as Error).message).toBe('the browser is offline');
      page.online = true;
      expect(cooldown.current('gen')).toBeNull();
    });

    it('reports a refused refresh once when the network is back', () => {
      const { page, cooldown } = open();
      expect(cooldown.networkIsBack()).toBe(false);
      page.online = false;
      cooldown.current('gen');
      expect(cooldown.networkIsBack()).toBe(true);
      expect(cooldown.networkIsBack()).toBe(false);
    });
  });

  describe('when the network is back', () => {
    it('ends a cooldown that only waited for it', () => {
      const { cooldown, fail } = open();
      fail(unreached());
      expect(cooldown.networkIsBack()).toBe(true);
      expect(cooldown.current('gen')).toBeNull();
      expect(cooldown.mostCalls).toBe(3);
      expect(cooldown.networkIsBack()).toBe(false);
    });

    it('does not begin for a call sent before', async () => {
      const { clock, cooldown, fail } = open();
      await clock.advance(10);
      cooldown.networkIsBack();
      await clock.advance(10);
      fail(unreached(), 'gen', 10);
      expect(cooldown.current('gen')).toBeNull();
      expect(cooldown.mostCalls).toBe(3);
      fail(unreached(), 'gen', 11);
      expect(cooldown.current('gen')).not.toBeNull();
    });

    it('begins all the same when Cognito answered', async () => {
      const { clock, cooldown, fail } = open();
      await clock.advance(10);
      cooldown.networkIsBack();
      fail(throttled(), 'gen', 5);
      expect(cooldown.current('gen')).not.toBeNull();
    });

    it('keeps a cooldown that Cognito asked for', () => {
      const { cooldown, fail } = open();
      const outcome = fail(throttled());
      expect(cooldown.networkIsBack()).toBe(false);
      expect(cooldown.current('gen')).toBe(outcome);
    });
  });
});
