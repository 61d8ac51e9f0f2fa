// D01: a device whose clock is up to a day off refreshes as often as one whose clock is right, and
// sends nothing that the server takes for expired.

import { TestBed } from '@angular/core/testing';
import fc from 'fast-check';
import { SignInService } from 'ngx-cognito-session/sign-in';
import { Clock } from '../../src/core/clock';
import { API_URL } from '../support/fake-api';
import { DeviceClock } from '../support/device-clock';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { figure } from '../support/figures';
import { observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';
import { answerTokens, REQUEST } from '../support/sign-in-harness';
import { refuseExpired } from '../support/strict-api';

jest.setTimeout(60_000);

const HOUR_S = 3600;
const RUNS = 10;
/** A run lasts that many lifetimes, and makes that many requests. */
const [LIFETIMES, REQUESTS] = [2, 50];

const lifetimes = [
  { tokens: '5 min', seconds: 300 },
  { tokens: '1 h', seconds: HOUR_S },
  { tokens: '24 h', seconds: 24 * HOUR_S },
];

/** What differs from run to run. */
interface Use {
  readonly aheadSeconds: number;
  readonly signIn: 'setSession' | 'the sign-in service';
  /** Before each request, in shares of the run. */
  readonly pauses: readonly number[];
  /** Before which request the page is reloaded. */
  readonly reloadAt: number;
}

const use: fc.Arbitrary<Use> = fc.record({
  aheadSeconds: fc.integer({ min: -24 * HOUR_S, max: 24 * HOUR_S }),
  signIn: fc.constantFrom('setSession' as const, 'the sign-in service' as const),
  pauses: fc.array(fc.integer({ min: 1, max: 100 }), {
    minLength: REQUESTS,
    maxLength: REQUESTS,
  }),
  reloadAt: fc.integer({ min: 0, max: REQUESTS }),
});

async function signInBy(way: Use['signIn'], { clock, pool, signIn }: SessionApp): Promise<void> {
  if (way === 'setSession') {
    await signIn();
    return;
  }
  pool.next('InitiateAuth', answerTokens(pool.issue()));
  observe(TestBed.inject(SignInService).signIn(REQUEST));
  await clock.advance(1000);
}

it.each(lifetimes)(
  `D01: clocks −24 h to +24 h off, tokens of $tokens: ${LIFETIMES} lifetimes of use make ${LIFETIMES} ± 1 refreshes, and nothing expired is sent`,
  async ({ tokens, seconds }) => {
    const counts = new Set<number>();
    let expired = 0;
    const once = async ({ aheadSeconds, signIn, pauses, reloadAt }: Use): Promise<void> => {
      const clock = new FakeClock();
      const pool = new FakePool(clock, { lifetimeSeconds: seconds, rotation: true });
      const store = new FakeStore();
      const device = new DeviceClock(clock, aheadSeconds * 1000);
      const providers = [{ provide: Clock, useValue: device }];
      const open = (): Promise<SessionApp> =>
        openApp(DOOR, { clock, pool, store, providers, config: { onSessionEnd: 'stay' } });
      let app = await open();
      let refused = refuseExpired(app.api, clock);
      await signInBy(signIn, app);
      expect(app.session.isAuthenticated()).toBe(true);

      const total = pauses.reduce((sum, pause) => sum + pause, 0);
      const requests: Observed<unknown>[] = [];
      for (const [n, pause] of pauses.entries()) {
        if (n === reloadAt) {
          expired += refused.length;
          app = await open();
          refused = refuseExpired(app.api, clock);
        }
        await clock.advance((pause / total) * LIFETIMES * seconds * 1000 - 500);
        requests.push(observe(app.http.get(`${API_URL}orders/${n}`)));
        await clock.advance(500);
      }
      expired += refused.length;

      expect(tally(requests)).toEqual({ values: REQUESTS, errors: 0, pending: 0 });
      counts.add(pool.refreshes);
      expect(Math.abs(pool.refreshes - LIFETIMES)).toBeLessThanOrEqual(1);
      expect(expired).toBe(0);
    };

    const edge = { pauses: new Array<number>(REQUESTS).fill(1), reloadAt: REQUESTS / 2 };
    const edges = [-24, 0, 24].flatMap((hours) =>
      (['setSession', 'the sign-in service'] as const).map((signIn) => ({
        ...edge,
        aheadSeconds: hours * HOUR_S,
        signIn,
      })),
    );
    await fc.assert(fc.asyncProperty(use, once), {
      numRuns: RUNS + edges.length,
      examples: edges.map((each): [Use] => [each]),
    });
    figure(
      `D01 tokens of ${tokens}, clocks −24 h to +24 h off: ${[...counts].sort().join(' or ')} refreshes in ${LIFETIMES} lifetimes, ${expired} sends with an expired token`,
    );
    expect(counts.size).toBeGreaterThan(0);
  },
);
