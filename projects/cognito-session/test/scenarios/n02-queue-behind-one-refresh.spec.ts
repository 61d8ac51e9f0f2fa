// N02: however many requests wait for one refresh, each is sent when it is there, in time that
// grows with their number.

import { HttpBackend } from '@angular/common/http';
import { CountingBackend } from '../support/counting-backend';
import { API_URL } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { DOORS, openApp } from '../support/session-app';

const QUEUED = 100_000;
const FEWER = QUEUED / 8;
/**
 * Eight times the requests take eight times as long when time grows with their number, and 64 times
 * when with its square.
 */
const MOST_TIMES = 24;

/**
 * Lets so many requests wait for one refresh, and gives the milliseconds of CPU that it took to
 * send them all.
 */
async function drain(queued: number): Promise<number> {
  const backend = new CountingBackend();
  const { clock, http, pool, session, signIn } = await openApp(DOORS[0]!, {
    config: { onSessionEnd: 'stay' },
    providers: [{ provide: HttpBackend, useValue: backend }],
  });
  await signIn();
  const old = session.idToken()?.getJwtToken();
  backend.accepts = (token) => token !== null && token !== old;
  await clock.advance(LIFETIME_SECONDS * 1000);
  const ends = { values: 0, errors: 0 };
  const request$ = http.get(API_URL);
  for (let n = 0; n < queued; n++) {
    request$.subscribe({ next: () => ends.values++, error: () => ends.errors++ });
  }
  await clock.advance(pool.latencyMs - 1);
  expect(backend.calls).toBe(0);

  // Time of this process, so that what else runs on the machine counts less.
  const begun = process.cpuUsage();
  await clock.advance(1000);
  const { user, system } = process.cpuUsage(begun);

  expect(ends).toEqual({ values: queued, errors: 0 });
  expect({ refreshes: pool.refreshes, calls: backend.calls }).toEqual({
    refreshes: 1,
    calls: queued,
  });
  return (user + system) / 1000;
}

// Tabs that cannot tell each other anything read the store before each request instead.
beforeEach(() => setBroadcastChannel(true));
afterEach(() => setBroadcastChannel(false));

it('N02: 100,000 requests queued behind one refresh are all sent, without a stack overflow and in time that grows with their number', async () => {
  await drain(1000);
  const few = await drain(FEWER);
  const all = await drain(QUEUED);

  figure(
    `N02 ${QUEUED} requests behind 1 refresh: all sent and answered in ${Math.round(all)} ms of CPU, ${FEWER} in ${Math.round(few)} ms`,
  );
  expect(all / few).toBeLessThan(MOST_TIMES);
}, 300_000);
