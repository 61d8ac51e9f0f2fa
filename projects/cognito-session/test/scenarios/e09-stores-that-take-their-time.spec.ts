// E09: an asynchronous store whose answers take 0 to 500 ms each, under a user in a hurry. Random
// actions and delays come from fast-check, whose seed a failure prints.

import fc from 'fast-check';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { storedTokens, tokensOf } from '../support/stored-tokens';

jest.setTimeout(60_000);

const MOST_MS = 500;
const RUNS = 60;
const ACTIONS = ['sign in', 'refresh', 'use', 'sign out'] as const;

interface Haste {
  readonly actions: readonly {
    readonly action: (typeof ACTIONS)[number];
    readonly pauseMs: number;
  }[];
  readonly delays: readonly number[];
  readonly latencyMs: number;
  readonly rotation: boolean;
}

const haste: fc.Arbitrary<Haste> = fc.record({
  actions: fc.array(
    fc.record({
      action: fc.constantFrom(...ACTIONS),
      pauseMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 700 })),
    }),
    { minLength: 2, maxLength: 10 },
  ),
  delays: fc.array(fc.integer({ min: 0, max: MOST_MS }), { minLength: 1, maxLength: 30 }),
  latencyMs: fc.constantFrom(0, 30, 400),
  rotation: fc.boolean(),
});

/** A sweep of the first record met the third sign-in, and removed it. */
const SWEPT: Haste = {
  actions: [
    { action: 'use', pauseMs: 0 },
    { action: 'sign in', pauseMs: 1 },
    { action: 'sign in', pauseMs: 501 },
    { action: 'sign in', pauseMs: 0 },
  ],
  delays: [1, 0],
  latencyMs: 0,
  rotation: false,
};

/** Without repetitions of the same value. */
const changesOf = (values: readonly string[]): string[] =>
  values.filter((value, n) => n === 0 || value !== values[n - 1]);

it(`E09: whatever a hasty user does over a store that takes 0-${MOST_MS} ms, the last action wins and states are seen in order`, async () => {
  let [runs, operations, most] = [0, 0, 0];
  const once = async ({ actions, delays, latencyMs, rotation }: Haste): Promise<void> => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { latencyMs, rotation, graceMs: 60_000 });
    let next = 0;
    const delay = {
      clock,
      get ms(): number {
        return delays[next++ % delays.length]!;
      },
    };
    const store = new FakeStore({ delay });
    const { session } = await openApp(DOOR, { clock, pool, store });
    const seen: string[] = [];
    session.state$.subscribe((state) => {
      seen.push(state.status === 'signed-in' ? tokensOf(state.session) : state.status);
    });
    const outcomes: Observed<unknown>[] = [];
    /** Which user, if any, the actions so far come to. */
    const expected: string[] = [];
    let signIns = 0;
    for (const { action, pauseMs } of actions) {
      if (action === 'sign in') {
        const sub = `user-${++signIns}`;
        expected.push(sub);
        outcomes.push(observe(session.setSession(pool.issue({ sub }))));
        expect(session.user()?.sub).toBe(sub);
      } else if (action === 'sign out') {
        expected.push('signed-out');
        outcomes.push(observe(session.signOut()));
        expect(session.state().status).toBe('signed-out');
      } else {
        const asked = action === 'refresh' ? session.refreshSession() : session.getSession();
        outcomes.push(observe<unknown>(asked));
      }
      await clock.advance(pauseMs);
    }
    await clock.advance(30_000);

    const last = expected.at(-1) ?? 'signed-out';
    const active = session.session();
    expect(session.user()?.sub ?? session.state().status).toBe(last);
    expect(storedTokens(store)).toBe(active ? tokensOf(active) : 'nothing');
    expect(tally(outcomes).pending).toBe(0);
    // No session that was left is seen again: only "signed out" may come more than once.
    const sessions = changesOf(seen).filter((each) => each.includes(' '));
    expect(new Set(sessions).size).toBe(sessions.length);
    const users = changesOf(sessions.map(subOf));
    expect(users).toEqual(expected.filter((each) => each !== 'signed-out'));
    runs++;
    operations += store.operations.length;
    most = Math.max(most, store.operations.length);

    const reloaded = await openApp(DOOR, { clock, pool, store });
    await clock.advance(2 * MOST_MS);
    expect(reloaded.session.user()?.sub ?? reloaded.session.state().status).toBe(last);
  };
  await fc.assert(fc.asyncProperty(haste, once), { numRuns: RUNS, examples: [[SWEPT]] });
  figure(
    `E09 ${runs} hasty users, ${operations} operations of 0-${MOST_MS} ms: the last action won each time`,
  );
  expect(most).toBeGreaterThan(5);
});

it('E09: a sign-out while a refresh waits for the store wins, and so does a sign-in after it', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const store = new FakeStore({ delay: { clock, ms: MOST_MS } });
  const { session, signIn } = await openApp(DOOR, { clock, pool, store });
  await signIn();
  await clock.advance((LIFETIME_SECONDS + 30) * 1000);
  observe(session.getSession());
  // Cognito has answered, and the answer is being written.
  for (let ms = 0; ms < 5000 && store.operations.at(-1)?.kind !== 'set'; ms += 10) {
    await clock.advance(10);
  }
  expect(pool.refreshes).toBe(1);
  observe(session.signOut());
  await clock.advance(10);
  observe(session.setSession(pool.issue({ sub: 'user-b' })));
  await clock.advance(30_000);
  expect(session.user()?.sub).toBe('user-b');
  expect(storedTokens(store)).toBe(tokensOf(session.session()!));
});

function subOf(tokens: string): string {
  const payload = Buffer.from(tokens.split('.')[1]!, 'base64url').toString();
  return (JSON.parse(payload) as { sub: string }).sub;
}
