// D02: somebody sets the device's clock while a session is running. The monotonic clock does not
// notice, so the token is refreshed before its real end; and no jump makes a loop.

import fc from 'fast-check';
import { Clock } from '../../src/core/clock';
import { DeviceClock } from '../support/device-clock';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { refuseExpired } from '../support/strict-api';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
/** Three lifetimes, a request every two minutes. */
const [REQUESTS, PAUSE_MS] = [90, 120_000];

const jumps = [
  { jump: '+2 h', byMs: () => 2 * HOUR_MS },
  { jump: '−2 h', byMs: () => -2 * HOUR_MS },
  { jump: 'to 1970', byMs: (device: DeviceClock) => -device.now() },
];

/** Refreshes and expired sends of a run whose clock jumps before request number `at`. */
const run = async (
  at: number,
  byMs: (device: DeviceClock) => number,
  reload: boolean,
): Promise<{ refreshes: number; expired: number }> => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const device = new DeviceClock(clock);
  const options = {
    clock,
    pool,
    store: new FakeStore(),
    providers: [{ provide: Clock, useValue: device }],
  };
  let app = await openApp(DOOR, options);
  await app.signIn();
  let expired = refuseExpired(app.api, clock);
  let expiredBefore = 0;
  const requests: Observed<unknown>[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    if (n === at) {
      device.aheadMs += byMs(device);
      if (reload) {
        expiredBefore = expired.length;
        app = await openApp(DOOR, options);
        expired = refuseExpired(app.api, clock);
      }
    }
    requests.push(observe(app.http.get(`${API_URL}orders/${n}`)));
    await clock.advance(PAUSE_MS);
  }
  expect(tally(requests)).toEqual({ values: REQUESTS, errors: 0, pending: 0 });
  expect(app.session.isAuthenticated()).toBe(true);
  return { refreshes: pool.refreshes, expired: expiredBefore + expired.length };
};

it.each(jumps)(
  'D02: a clock that jumps $jump at any moment costs 1 refresh at most, and the token is still refreshed before its real end',
  async ({ jump, byMs }) => {
    const undisturbed = await run(REQUESTS, byMs, false);
    // The first of the three lifetimes is the sign-in's.
    expect(undisturbed).toEqual({ refreshes: 2, expired: 0 });
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(REQUESTS - 1), fc.boolean(), async (at, reload) => {
        const { refreshes, expired } = await run(at, byMs, reload);
        most = Math.max(most, refreshes - undisturbed.refreshes);
        expect(refreshes).toBeGreaterThanOrEqual(undisturbed.refreshes);
        expect(refreshes - undisturbed.refreshes).toBeLessThanOrEqual(1);
        expect(expired).toBe(0);
      }),
      {
        numRuns: 10,
        examples: [
          [1, false],
          [1, true],
          [REQUESTS / 2, false],
        ],
      },
    );
    figure(`D02 clock jumps ${jump} in 3 lifetimes: ${most} extra refresh, 0 expired sends`);
  },
);

it('D02: the second clock alone has the token refreshed, at the same moment as without the jump', async () => {
  const clock = new FakeClock();
  const device = new DeviceClock(clock);
  const app = await openApp(DOOR, { clock, providers: [{ provide: Clock, useValue: device }] });
  await app.signIn();
  const signedInAt = app.session.idToken()!.getIssuedAt() * 1000;
  device.aheadMs = -2 * HOUR_MS;
  // By the wall clock the token has three hours to go; really it has 61 s.
  await clock.advance(signedInAt + (LIFETIME_SECONDS - 61) * 1000 - clock.now());
  observe(app.session.getSession());
  await clock.advance(500);
  expect(app.pool.refreshes).toBe(0);
  await clock.advance(500);
  observe(app.session.getSession());
  await clock.advance(500);
  expect(app.pool.refreshes).toBe(1);
});
