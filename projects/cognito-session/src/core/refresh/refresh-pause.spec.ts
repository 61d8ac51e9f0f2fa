// QUIET: how long nothing is refreshed automatically after a failure, and who else is told.

import { FakeClock } from '../../../test/support/fake-clock';
import { configWith } from '../../../test/support/good-config';
import { makeTokens } from '../../../test/support/fake-tokens';
import { CognitoServiceError } from '../cognito/cognito-service-error';
import { holdSession } from '../session/held-session';
import { RefreshPause } from './refresh-pause';
import { checkConfig } from '../config/session-config';
import type { TabLocks } from '../tabs/tab-locks';

function open(): {
  clock: FakeClock;
  page: { online: boolean; wake$: never; away$: never };
  marks: [name: string, ms: number][];
  /** What ends the marks before their time. */
  signals: (AbortSignal | undefined)[];
  pause: RefreshPause;
  /** A flight that began at some time, by default now, fails. */
  fail: (
    error: Error,
    generation?: string,
    startedAt?: number,
  ) => ReturnType<RefreshPause['after']>;
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
  const pause = new RefreshPause(clock, page, locks);
  const fail: ReturnType<typeof open>['fail'] = (
    error,
    generation = 'gen',
    startedAt = clock.monotonic(),
  ) => {
    const place = { generation, revision: 0 };
    const held = holdSession(makeTokens(), place, 'now', checkConfig(configWith()), clock);
    return pause.after(error, held, startedAt);
  };
  return { clock, page, marks, signals, pause, fail };
}

const throttled = (retryAfter?: number): Error =>
  new CognitoServiceError('TooManyRequestsException', 'no', 400, retryAfter);
const unreached = (): Error => new TypeError('Failed to fetch');

describe('RefreshPause', () => {
  it('lets refreshes start at first, with three calls', () => {
    const { pause } = open();
    expect(pause.of('gen')).toBeNull();
    expect(pause.mostCalls).toBe(3);
  });

  it('gives the outcome of a failure again for 30 s', async () => {
    const { clock, pause, fail } = open();
    await clock.advance(1000);
    const outcome = fail(throttled());
    expect(outcome.error.code).toBe('REFRESH_UNAVAILABLE');
    await clock.advance(29_999);
    expect(pause.of('gen')).toBe(outcome);
    await clock.advance(1);
    expect(pause.of('gen')).toBeNull();
  });

  it('concerns the generation that failed and no other', () => {
    const { pause, fail } = open();
    fail(throttled());
    expect(pause.of('other')).toBeNull();
  });

  it('lasts as long as Cognito asks, if that is longer', async () => {
    const { clock, pause, fail } = open();
    fail(throttled(45));
    await clock.advance(44_999);
    expect(pause.of('gen')).not.toBeNull();
    await clock.advance(1);
    expect(pause.of('gen')).toBeNull();
    fail(throttled(5));
    await clock.advance(29_999);
    expect(pause.of('gen')).not.toBeNull();
  });

  it('does not follow an error that says nothing about Cognito', () => {
    const { pause, marks, fail } = open();
    const outcome = fail(new Error('a gateway that throws'));
    expect(outcome.failure.internal).toBe(true);
    expect(pause.of('gen')).toBeNull();
    expect(marks).toEqual([]);
  });

  it('ends with a refresh that succeeds', () => {
    const { pause, fail } = open();
    fail(unreached());
    pause.end();
    expect(pause.of('gen')).toBeNull();
    expect(pause.mostCalls).toBe(3);
  });

  describe('in the other tabs', () => {
    it('is told by a mark as long as the pause', () => {
      const { marks, fail } = open();
      fail(throttled());
      fail(throttled(45), 'other');
      expect(marks).toEqual([
        ['quiet:gen', 30_000],
        ['quiet:other', 45_000],
      ]);
    });

    it('is told until the app is closed at the latest', () => {
      const { signals, pause, fail } = open();
      fail(throttled());
      expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
      pause.dispose();
      expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    });

    it('is not told when this tab did not reach Cognito', () => {
      const { marks, fail } = open();
      fail(unreached());
      expect(marks).toEqual([]);
    });

    it('gives an error to whoever finds the mark', () => {
      const { pause } = open();
      const outcome = pause.ofOtherTabs('gen', ['used:x', 'quiet:gen']);
      expect(outcome?.error.code).toBe('REFRESH_UNAVAILABLE');
      expect(outcome?.failure.offline).toBe(true);
      expect((outcome?.error.cause as Error).message).toBe(
        'another tab could not refresh just now',
      );
    });

    it('says nothing without the mark of this generation', () => {
      const { pause } = open();
      expect(pause.ofOtherTabs('gen', [])).toBeNull();
      expect(pause.ofOtherTabs('gen', ['quiet:other', 'used:gen', 'gen'])).toBeNull();
    });

    it("is not mistaken for this tab's own mark, which outlives the pause", async () => {
      const { clock, pause, fail } = open();
      await clock.advance(1);
      fail(throttled());
      pause.end();
      await clock.advance(29_999);
      expect(pause.ofOtherTabs('gen', ['quiet:gen'])).toBeNull();
      await clock.advance(1);
      expect(pause.ofOtherTabs('gen', ['quiet:gen'])).not.toBeNull();
    });
  });

  describe('while Cognito stays out of reach', () => {
    it('lasts 30 s at first, then 60 s, with one call', async () => {
      const { clock, pause, fail } = open();
      fail(unreached());
      expect(pause.mostCalls).toBe(1);
      await clock.advance(30_000);
      expect(pause.of('gen')).toBeNull();
      for (let again = 0; again < 2; again++) {
        fail(unreached());
        expect(pause.mostCalls).toBe(1);
        await clock.advance(59_999);
        expect(pause.of('gen')).not.toBeNull();
        await clock.advance(1);
        expect(pause.of('gen')).toBeNull();
      }
    });

    it('lasts 30 s after an answer of Cognito, even then', async () => {
      const { clock, pause, fail } = open();
      fail(unreached());
      fail(throttled());
      await clock.advance(30_000);
      expect(pause.of('gen')).toBeNull();
    });
  });

  describe('while the browser says that it is offline', () => {
    it('turns away with an error and without a pause', () => {
      const { page, pause } = open();
      page.online = false;
      const outcome = pause.of('gen');
      expect(outcome?.error.code).toBe('REFRESH_UNAVAILABLE');
      expect((outcome?.error.cause as Error).message).toBe('the browser is offline');
      page.online = true;
      expect(pause.of('gen')).toBeNull();
    });

    it('says once that somebody was turned away when the network is back', () => {
      const { page, pause } = open();
      expect(pause.networkIsBack()).toBe(false);
      page.online = false;
      pause.of('gen');
      expect(pause.networkIsBack()).toBe(true);
      expect(pause.networkIsBack()).toBe(false);
    });
  });

  describe('when the network is back', () => {
    it('ends a pause that only waited for it', () => {
      const { pause, fail } = open();
      fail(unreached());
      expect(pause.networkIsBack()).toBe(true);
      expect(pause.of('gen')).toBeNull();
      expect(pause.mostCalls).toBe(3);
      expect(pause.networkIsBack()).toBe(false);
    });

    it('does not begin for what was sent before', async () => {
      const { clock, pause, fail } = open();
      await clock.advance(10);
      pause.networkIsBack();
      await clock.advance(10);
      fail(unreached(), 'gen', 10);
      expect(pause.of('gen')).toBeNull();
      expect(pause.mostCalls).toBe(3);
      fail(unreached(), 'gen', 11);
      expect(pause.of('gen')).not.toBeNull();
    });

    it('begins all the same when Cognito answered', async () => {
      const { clock, pause, fail } = open();
      await clock.advance(10);
      pause.networkIsBack();
      fail(throttled(), 'gen', 5);
      expect(pause.of('gen')).not.toBeNull();
    });

    it('keeps a pause that Cognito asked for', () => {
      const { pause, fail } = open();
      const outcome = fail(throttled());
      expect(pause.networkIsBack()).toBe(false);
      expect(pause.of('gen')).toBe(outcome);
    });
  });
});
