// D05: tokens that live for years set no timer that a browser would fire at once.

import { Clock } from '../../src/core/clock';
import { API_URL } from '../support/fake-api';
import { DeviceClock, LONGEST_TIMER_MS } from '../support/device-clock';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { figure } from '../support/figures';
import { observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';

const DAY_S = 86_400;
const expiries = [
  { exp: '30 days', seconds: (): number => 30 * DAY_S },
  { exp: '10 years', seconds: (): number => 3653 * DAY_S },
  { exp: 'the year 9999', seconds: (now: number) => Date.UTC(9999, 11, 31) / 1000 - now },
];

it.each(expiries)(
  'D05: with an exp of $exp no timer is longer than 2^31 − 1 ms, and nothing is refreshed in the first 24 h',
  async ({ exp, seconds }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { lifetimeSeconds: seconds(clock.seconds) });
    const device = new DeviceClock(clock);
    const providers = [{ provide: Clock, useValue: device }];
    const { http, session, signIn } = await openApp(DOOR, { clock, pool, providers });
    await signIn();
    // By both ways a session comes with its expiry: from sign-in and from a refresh.
    const requests: Observed<unknown>[] = [];
    const useForADay = async (): Promise<void> => {
      for (let n = 0; n < 48; n++) {
        requests.push(observe(http.get(API_URL)));
        await clock.advance((DAY_S / 48) * 1000);
      }
    };
    await useForADay();
    expect(pool.calls).toEqual([]);
    observe(session.refreshSession());
    await useForADay();

    const longest = Math.max(...device.delays);
    figure(
      `D05 exp ${exp}: longest of ${device.delays.length} timers ${longest} ms, ${pool.refreshes - 1} refreshes but the one asked for`,
    );
    expect(pool.refreshes).toBe(1);
    expect(device.delays.length).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(LONGEST_TIMER_MS);
    expect(clock.pendingTimers).toBe(0);
    expect(tally(requests)).toEqual({ values: 96, errors: 0, pending: 0 });
  },
);
