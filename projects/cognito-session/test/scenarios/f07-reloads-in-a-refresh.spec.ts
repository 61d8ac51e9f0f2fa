// F07 in fakes: the page is reloaded while its refresh is in flight. What its locks were is gone
// with it, its call may have reached Cognito, and its answer reaches nobody. The browser's own word
// is in the end-to-end tests.

import { TestBed } from '@angular/core/testing';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool, hang, type Loss } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

jest.setTimeout(60_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const [RELOADS, LATENCY_MS, MOST_DELAY_MS] = [100, 100, 500];

afterEach(() => setWebLocks(undefined));

it(`F07: reloaded ${RELOADS} times under a refresh, grace 60 s: 0 sign-outs, the new page waits ${MOST_DELAY_MS} ms at most`, async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true, graceMs: 60_000, latencyMs: LATENCY_MS });
  let store = new FakeStore();
  const open = (): Promise<SessionApp> => {
    // The page before is gone, whatever it still does here.
    store.dead = true;
    store = new FakeStore({ items: store.items });
    setWebLocks(new FakeLocks(clock));
    return openApp(DOOR, { clock, pool, store, config: { onSessionEnd: 'stay' } });
  };
  let app = await open();
  await app.signIn();

  let [signOuts, slowest, inFlight] = [0, 0, 0];
  for (let reload = 0; reload < RELOADS; reload++) {
    await clock.advance(EXPIRED_MS);
    // At each moment of the refresh: from before the call to after its answer was stored.
    const at = (reload / RELOADS) * (LATENCY_MS + 20);
    const before = pool.refreshes;
    const lost: Loss = { lost: reload % 2 ? 'answer' : 'request', outcome: hang };
    // A call whose page goes away before the answer.
    pool.loss = () => (at < LATENCY_MS ? lost : undefined);
    observe(app.session.getSession());
    await clock.advance(at);
    if (pool.refreshes > before && at < LATENCY_MS) inFlight++;

    TestBed.resetTestingModule();
    pool.loss = () => undefined;
    app = await open();
    const started = clock.monotonic();
    const asked = observe(app.session.getSession());
    for (let ms = 0; ms < 5000 && asked.values.length + asked.errors.length === 0; ms += 10) {
      await clock.advance(10);
    }
    if (!asked.values[0]) signOuts++;
    slowest = Math.max(slowest, clock.monotonic() - started);
  }

  figure(
    `F07 ${RELOADS} simulated reloads, ${inFlight} with a call in flight, grace 60 s: ${signOuts} sign-outs, new page has a token after ${slowest} ms at most`,
  );
  expect(inFlight).toBeGreaterThan(RELOADS / 2);
  expect(signOuts).toBe(0);
  expect(slowest).toBeLessThanOrEqual(MOST_DELAY_MS);
  expect(app.session.isAuthenticated()).toBe(true);
});
