// B09: without Web Locks a refresh looks at the store in the tick it is asked for, and a store that
// fails is told of right then.

import { FakeClock } from '../support/fake-clock';
import { setWebLocks } from '../support/fake-locks';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { DOOR, openApp } from '../support/session-app';

beforeEach(() => setWebLocks(undefined));

it('B09: an observer of the failing store who asks for a session joins the one refresh', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const store = new FakeStore();
  const { session, signIn } = await openApp(DOOR, { clock, pool, store });
  await signIn();
  await clock.advance(3_600_000);
  let failed = 0;
  store.before = ({ kind }) => {
    if (kind === 'get' && failed++ === 0) throw new Error('blocked');
  };
  session.events$.subscribe(({ type }) => {
    if (type === 'store-failed') session.getSession().subscribe();
  });

  session.getSession().subscribe();
  await clock.advance(5000);

  expect(failed).toBeGreaterThan(0);
  expect(pool.refreshes).toBe(1);
  expect(session.isAuthenticated()).toBe(true);
});
