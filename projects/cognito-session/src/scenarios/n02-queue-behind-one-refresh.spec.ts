// N02: however many requests wait for one refresh, each is sent when it is there, in time that grows with their number.

import { HttpBackend } from '@angular/common/http';
import { CountingBackend } from '../testing-support/counting-backend';
import { API_URL } from '../testing-support/fake-api';
import { setBroadcastChannel } from '../testing-support/fake-broadcast-channel';
import { LIFETIME_SECONDS } from '../testing-support/fake-tokens';
import { figure } from '../testing-support/figures';
import { DOORS, openApp } from '../testing-support/session-app';

const QUEUED = 100_000;
const MOST_MS = 5000;

it('N02: 100,000 requests queued behind one refresh are all sent within 5 s, without a stack overflow', async () => {
  // Tabs that cannot tell each other anything read the store before each request instead.
  setBroadcastChannel(true);
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
  for (let n = 0; n < QUEUED; n++) {
    request$.subscribe({ next: () => ends.values++, error: () => ends.errors++ });
  }
  await clock.advance(pool.latencyMs - 1);
  expect(backend.calls).toBe(0);

  // Time of this process, so that what else runs on the machine does not count.
  const begun = process.cpuUsage();
  await clock.advance(1000);
  const { user, system } = process.cpuUsage(begun);

  expect(ends).toEqual({ values: QUEUED, errors: 0 });
  expect({ refreshes: pool.refreshes, calls: backend.calls }).toEqual({
    refreshes: 1,
    calls: QUEUED,
  });
  setBroadcastChannel(false);
  expect((user + system) / 1000).toBeLessThanOrEqual(MOST_MS);
  figure(`N02 ${QUEUED} requests behind 1 refresh: ${ends.values} sent and answered within 5 s`);
}, 120_000);
