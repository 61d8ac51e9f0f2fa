// F06: a line with 400 ms to and fro that loses every fifth call, on the way there or back, at once
// or after a long wait.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, hang, type Loss, unreachable } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { refuseExpired } from '../support/strict-api';

jest.setTimeout(60_000);

const [ROUND_TRIP_MS, LOSS] = [400, 0.2];
const [REQUESTS, EXPIRIES] = [1000, 3];
/**
 * Fixed ones: four lost calls of one refresh in a row use its grace period up, which is rare but no
 * fault.
 */
const SEEDS = [1, 2, 3, 4];

afterEach(() => jest.restoreAllMocks());

it(`F06: ${REQUESTS} requests across ${EXPIRIES} expiries with 20 % loss: 0 sign-outs, ${EXPIRIES} refreshes that succeed at most, each request ends once`, async () => {
  let [runs, mostRefreshed, lostRefreshes] = [0, 0, 0];
  const once = async (seed: number): Promise<void> => {
    const random = randomFrom(seed);
    jest.spyOn(Math, 'random').mockImplementation(randomFrom(-seed));
    const clock = new FakeClock();
    const pool = new FakePool(clock, {
      rotation: true,
      graceMs: 60_000,
      latencyMs: ROUND_TRIP_MS,
    });
    const app = await openApp(DOOR, { clock, pool, store: new FakeStore() });
    const { api, http, session, signIn } = app;
    await signIn();
    const events = observe(session.events$);
    const refused = refuseExpired(api, clock);
    api.latencyMs = ROUND_TRIP_MS;
    const answered = api.status;
    let lostCalls = 0;
    api.status = (call) => {
      const status = answered(call);
      if (random() >= LOSS) return status;
      lostCalls++;
      return 0;
    };
    pool.loss = (): Loss | undefined => {
      if (random() >= LOSS) return undefined;
      lostRefreshes++;
      return {
        lost: random() < 0.5 ? 'request' : 'answer',
        outcome: random() < 0.8 ? unreachable() : hang,
      };
    };

    const requests: Observed<unknown>[] = [];
    const pause = (EXPIRIES * LIFETIME_SECONDS * 1000) / REQUESTS;
    for (let n = 0; n < REQUESTS; n++) {
      requests.push(observe(http.get(API_URL)));
      await clock.advance(pause);
    }
    await clock.advance(60_000);

    const types = events.values.map(({ type }) => type);
    const refreshed = types.filter((type) => type === 'refreshed').length;
    mostRefreshed = Math.max(mostRefreshed, refreshed);
    expect(types).not.toContain('signed-out');
    expect(session.isAuthenticated()).toBe(true);
    expect(refreshed).toBeGreaterThan(0);
    expect(refreshed).toBeLessThanOrEqual(EXPIRIES);
    expect(refused).toEqual([]);
    // I4: a value or an error, never both, never neither.
    const { values, errors, pending } = tally(requests);
    expect(pending).toBe(0);
    expect(values + errors).toBe(REQUESTS);
    expect(requests.every((each) => each.values.length + each.errors.length === 1)).toBe(true);
    expect(lostCalls).toBeGreaterThan(REQUESTS / 10);
    const codes = codesOf(requests);
    expect(codes.filter((code) => code !== 'REFRESH_UNAVAILABLE')).toEqual(['HTTP 0']);
    runs++;
  };
  for (const seed of SEEDS) await once(seed);
  expect(lostRefreshes).toBeGreaterThan(0);
  figure(
    `F06 ${runs} x ${REQUESTS} requests, ${ROUND_TRIP_MS} ms, 20 % loss: at most ${mostRefreshed} refreshes that succeed, 0 sign-outs, ${lostRefreshes} refresh calls lost`,
  );
});

/** Numbers from 0 to 1 that only depend on the seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
