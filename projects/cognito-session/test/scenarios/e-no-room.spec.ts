// E02: storage that is full at any write of a session's life, or at any choice of them. The peers
// that keep their tokens under several keys are left with a new access token beside an old refresh
// token.

import fc from 'fast-check';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore, quotaExceeded } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, tally } from '../support/observed';
import { type Door, DOOR, type Gateway, openApp, type SessionApp } from '../support/session-app';
import { storedTokens, tokensOf } from '../support/stored-tokens';

jest.setTimeout(60_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
/** A sign-in, refreshes, another user's sign-in, refreshes: one write each. */
const LIFE = ['sign in', 'refresh', 'refresh', 'sign in', 'refresh', 'refresh'] as const;

/** Whether write number `write` finds no room. */
type Full = (write: number) => boolean;

beforeEach(() => jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

describe.each(['synchronous', 'asynchronous'])('over %s storage', (kind) => {
  it('E02: no room at write n, at it and all that follow, or at any choice of writes: stored is the session before or the new one, and the new one later', async () => {
    const rooms = Array.from({ length: LIFE.length }, (_, index) => index + 1).flatMap((n) => [
      (write: number) => write === n,
      (write: number) => write >= n,
    ]);
    let [checked, refused] = [0, 0];
    const live = async (full: Full): Promise<void> => {
      const counts = await liveThrough(DOOR, kind, full);
      checked += counts.checked;
      refused += counts.refused;
    };
    for (const full of rooms) await live(full);
    const choice = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(choice, (fails) => live((write) => fails[write - 1] ?? false)),
      { numRuns: 15 },
    );

    figure(
      `E02 ${kind} storage: ${refused} writes without room, ${checked} of ${checked} looks at the store find the session before or the new one`,
    );
    expect(refused).toBeGreaterThan(rooms.length);
  });
});

it.each([2, 3, 5, 6])(
  'E02: when the page goes away before refresh write %i was done again, the next one goes on with the old session',
  async (failing) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true, graceMs: 60_000 });
    const store = new FakeStore();
    const app = await openApp(DOOR, { clock, pool, store });
    store.before = ({ kind, write }) => {
      if (kind !== 'get' && write === failing) throw quotaExceeded();
    };
    const before: string[] = [];
    for (const step of LIFE.slice(0, failing)) {
      before.push(storedTokens(store));
      await take(step, app);
    }
    expect(storedTokens(store)).toBe(before.at(-1));

    const next = await openApp(DOOR, { clock, pool, store });
    expect(tokensOf(next.session.session()!)).toBe(before.at(-1));
    const asked = observe(next.session.getSession());
    await clock.advance(5000);
    expect(tally([asked])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect(storedTokens(store)).toBe(tokensOf(next.session.session()!));
  },
);

/**
 * One life; looks at the store after each step, and once more when there was a chance to write
 * again.
 */
async function liveThrough(
  variant: Door & Gateway,
  kind: string,
  full: Full,
): Promise<{ checked: number; refused: number }> {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const store = new FakeStore(kind === 'asynchronous' ? { delay: { clock, ms: 5 } } : {});
  const app = await openApp(variant, { clock, pool, store });
  let [checked, refused] = [0, 0];
  store.before = ({ kind: operation, write }) => {
    if (operation === 'get' || !full(write)) return;
    refused++;
    throw quotaExceeded();
  };
  for (const step of LIFE) {
    const old = storedTokens(store);
    const memory = app.session.session();
    await take(step, app);
    const active = tokensOf(app.session.session()!);
    expect(app.session.session()).not.toBe(memory);
    // What could not be stored before the step may have been at its beginning, and then is the old
    // one.
    const whole = [old, memory ? tokensOf(memory) : 'nothing', active];
    expect(whole.includes(storedTokens(store))).toBe(true);
    const room = refused;
    observe(app.session.getSession());
    await clock.advance(1000);
    expect(tokensOf(app.session.session()!)).toBe(active);
    // The next chance: it is stored then, if there was room.
    if (refused === room) expect(storedTokens(store)).toBe(active);
    checked += 2;
  }
  store.before = () => undefined;
  observe(app.session.getSession());
  await clock.advance(1000);
  expect(storedTokens(store)).toBe(tokensOf(app.session.session()!));
  return { checked, refused };
}

async function take(step: (typeof LIFE)[number], app: SessionApp): Promise<void> {
  const { clock, pool, session } = app;
  if (step === 'sign in') {
    observe(session.setSession(pool.issue()));
  } else {
    await clock.advance(EXPIRED_MS);
    observe(session.getSession());
  }
  await clock.advance(1000);
}
