// N01: a day of one request per second with tokens of five minutes costs 360 refreshes and leaves
// nothing behind.

import { HttpBackend } from '@angular/common/http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Clock } from '../../src/core/clock';
import { CountingBackend } from '../support/counting-backend';
import { API_URL } from '../support/fake-api';
import { openChannels, setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { type Claims, type FakeTokens } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { OpenListeners } from '../support/open-listeners';
import { DOOR, openApp } from '../support/session-app';
import { WatchedClock } from '../support/watched-clock';

const DAY_SECONDS = 86_400;
const LIFETIME_SECONDS = 300;
const MOST_GROWTH_BYTES = 1_000_000;

/** The shortest tokens that Cognito gives. */
class ShortLivedPool extends FakePool {
  constructor(private readonly clock: FakeClock) {
    super(clock, { rotation: true });
  }
  override issue(claims: Claims = {}): FakeTokens {
    return super.issue({ exp: this.clock.seconds + LIFETIME_SECONDS, ...claims });
  }
}

/** Bytes in use when all garbage is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

beforeEach(() => setBroadcastChannel(true));
afterEach(() => {
  setWebLocks(undefined);
  setBroadcastChannel(false);
});

it('N01: 86,400 requests over 24 h with tokens of 5 min get 86,400 results for 360 ± 5 refreshes, and nothing piles up', async () => {
  const clock = new FakeClock();
  const watched = new WatchedClock(clock);
  const pool = new ShortLivedPool(clock);
  const store = new FakeStore();
  const backend = new CountingBackend();
  const locks = new FakeLocks(clock);
  setWebLocks(locks);
  const listeners = new OpenListeners();
  const app = await openApp(DOOR, {
    clock,
    pool,
    store,
    config: { onSessionEnd: 'stay' },
    providers: [
      { provide: HttpBackend, useValue: backend },
      { provide: Clock, useValue: watched },
    ],
  });
  await app.signIn();
  backend.accepts = (token) => {
    const [, payload = ''] = token?.split('.') ?? [];
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
    return exp > clock.seconds;
  };

  const ends = { results: 0, errors: 0 };
  let refreshes = 0;
  let mostWaiting = 0;
  let heapAfterAnHour = 0;
  const opened = { listeners: listeners.count, channels: openChannels() };
  for (let second = 1; second <= DAY_SECONDS; second++) {
    app.http.get(API_URL).subscribe({ next: () => ends.results++, error: () => ends.errors++ });
    await clock.advance(1000);
    mostWaiting = Math.max(mostWaiting, watched.live);
    if (second % 3600) continue;
    // The fakes' own records are no part of what is measured.
    refreshes += pool.refreshes;
    pool.calls.length = store.operations.length = locks.holds.length = 0;
    pool.disown();
    expect({ listeners: listeners.count, channels: openChannels() }).toEqual(opened);
    if (second === 3600) heapAfterAnHour = heapInUse();
  }
  const growth = heapInUse() - heapAfterAnHour;
  listeners.stop();

  figure(
    `N01 24 h, tokens of 5 min, 1 request per second: ${refreshes} refreshes, ${ends.results} results, ${ends.errors} errors, ${backend.refused} answered 401`,
  );
  figure(
    `N01 timers of the library: at most ${mostWaiting} between requests, ${watched.most} while a refresh is under way; listeners and channels constant, heap + less than 1 MB`,
  );
  expect(ends).toEqual({ results: DAY_SECONDS, errors: 0 });
  expect(Math.abs(refreshes - 360)).toBeLessThanOrEqual(5);
  // A refresh has three limits running: the flight's, the lock's and the call's.
  expect(watched.most).toBeLessThanOrEqual(3);
  expect(mostWaiting).toBeLessThanOrEqual(2);
  expect(growth).toBeLessThanOrEqual(MOST_GROWTH_BYTES);
}, 120_000);
