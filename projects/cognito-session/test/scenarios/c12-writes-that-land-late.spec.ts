// C12: an asynchronous store that takes longer than the 5 s it is given. Whatever lands late, it
// ends as the last action of the user says. Random actions and delays come from fast-check, whose
// seed a failure prints.

import fc from 'fast-check';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { STORE_KEY } from '../support/fake-store';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { SlowStore } from '../support/slow-store';

jest.setTimeout(120_000);

const MOST_MS = 12_000;
const RUNS = 40;

interface Haste {
  readonly actions: readonly { readonly action: string; readonly pauseMs: number }[];
  readonly operations: readonly { readonly landsMs: number; readonly answersMs: number }[];
}

const haste: fc.Arbitrary<Haste> = fc.record({
  actions: fc.array(
    fc.record({
      action: fc.constantFrom('sign in', 'sign in', 'sign out', 'refresh', 'use'),
      pauseMs: fc.oneof(fc.constant(0), fc.nat({ max: MOST_MS })),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  operations: fc.array(
    fc.record({ landsMs: fc.nat({ max: MOST_MS }), answersMs: fc.nat({ max: MOST_MS }) }),
    { minLength: 1, maxLength: 20 },
  ),
});

beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

it('C12: a store whose setItem takes 7 s, and a sign-out at 1 s: 30 s later it is empty, also after a reload', async () => {
  const clock = new FakeClock();
  const store = new SlowStore(clock, (kind) => ({ landsMs: kind === 'set' ? 7000 : 10 }));
  const { pool, session } = await openApp(DOOR, { clock, store });
  await clock.advance(100);
  observe(session.setSession(pool.issue()));
  await clock.advance(1000);
  const signedOut = observe(session.signOut());
  await clock.advance(30_000);
  expect(signedOut.values).toHaveLength(1);
  expect([...store.items.keys()]).toEqual([]);
  const reloaded = await openApp(DOOR, { clock, pool, store });
  await clock.advance(1000);
  expect(reloaded.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
});

it(`C12: ${RUNS} hasty users of a store that takes 0-${MOST_MS} ms: it ends as the last action says`, async () => {
  let [late, operationsSeen] = [0, 0];
  const once = async ({ actions, operations }: Haste): Promise<void> => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true, graceMs: 60_000 });
    let next = 0;
    let well = false;
    const store = new SlowStore(clock, () => {
      const operation = well ? { landsMs: 0 } : operations[next++ % operations.length]!;
      if (operation.landsMs > 5000) late++;
      return operation;
    });
    const { session } = await openApp(DOOR, { clock, pool, store });
    let last = 'signed-out';
    for (const [n, { action, pauseMs }] of actions.entries()) {
      if (action === 'sign in') {
        last = `user-${n}`;
        observe(session.setSession(pool.issue({ sub: last })));
      } else if (action === 'sign out') {
        last = 'signed-out';
        observe(session.signOut());
      } else observe<unknown>(action === 'use' ? session.getSession() : session.refreshSession());
      await clock.advance(pauseMs);
    }
    await clock.advance(20 * MOST_MS);
    well = true;
    observe(session.getSession());
    await clock.advance(MOST_MS);
    operationsSeen += store.asked.length;

    const active = session.session();
    expect(session.user()?.sub ?? session.state().status).toBe(last);
    const record = JSON.parse(store.items.get(STORE_KEY) ?? '{}') as { accessToken?: string };
    expect(record.accessToken).toBe(active?.getAccessToken().getJwtToken());
  };
  await fc.assert(fc.asyncProperty(haste, once), { numRuns: RUNS });
  figure(
    `C12 ${operationsSeen} operations, ${late} given up and late: the last action won each time`,
  );
  expect(late).toBeGreaterThan(RUNS);
});
