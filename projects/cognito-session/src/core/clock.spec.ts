// Tests the browser's clocks, and the delay and the time limit that use a clock.

import { FakeClock } from '../../test/support/fake-clock';
import { SystemClock } from './clock';
import { delay, limitTime } from './time-limit';

describe('SystemClock', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1_700_000_000_000 }));
  afterEach(() => void jest.useRealTimers());

  it('reads the wall clock and the monotonic one', () => {
    const clock = new SystemClock();
    const from = clock.monotonic();
    jest.advanceTimersByTime(1500);
    expect(clock.now()).toBe(1_700_000_001_500);
    expect(clock.monotonic() - from).toBe(1500);
    jest.setSystemTime(0);
    expect(clock.now()).toBe(0);
    expect(clock.monotonic() - from).toBe(1500);
  });

  it('calls back once after its time, unless it is cancelled', () => {
    const clock = new SystemClock();
    const called: string[] = [];
    clock.schedule(100, () => called.push('kept'));
    const cancel = clock.schedule(100, () => called.push('cancelled'));
    cancel();
    jest.advanceTimersByTime(99);
    expect(called).toEqual([]);
    jest.advanceTimersByTime(1000);
    expect(called).toEqual(['kept']);
  });
});

it('delay resolves after its time', async () => {
  const clock = new FakeClock();
  let over = false;
  void delay(100, clock).then(() => (over = true));
  await clock.advance(99);
  expect(over).toBe(false);
  await clock.advance(1);
  expect(over).toBe(true);
});

describe('limitTime', () => {
  it('resolves as the work does, at once or later, and leaves no timer', async () => {
    const clock = new FakeClock();
    expect(await limitTime(100, clock, () => 7)).toBe(7);
    expect(await limitTime(100, clock, async () => 8)).toBe(8);
    await clock.advance(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('rejects when the work %s, and leaves no timer', async (_name, work) => {
    const clock = new FakeClock();
    await expect(limitTime(100, clock, work)).rejects.toThrow('no');
    await clock.advance(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects after its limit, and aborts the work then', async () => {
    const clock = new FakeClock();
    let signal!: AbortSignal;
    let error: unknown;
    void limitTime(100, clock, (given) => {
      signal = given;
      return new Promise(() => undefined);
    }).catch((reason: unknown) => (error = reason));
    await clock.advance(99);
    expect([error, signal.aborted]).toEqual([undefined, false]);
    await clock.advance(1);
    expect(signal.aborted).toBe(true);
    expect(error).toMatchObject({ name: 'TimeoutError', message: 'no answer within 100 ms' });
  });
});
