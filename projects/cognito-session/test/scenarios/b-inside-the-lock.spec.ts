// B08: asking for a token from within a refresh. Observers are told after the lock is gone, and the
// code of an app that runs under the lock, its store and its gateway, may ask without standing in
// its own way.

import { finalize, firstValueFrom, NEVER, type Observable } from 'rxjs';
import { withGateway } from '../../src/provide-cognito-session';
import type { SessionService } from '../../src/session-service';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool } from '../support/fake-pool';
import { FakeStore, type StoreOperation } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, type Observed, tally } from '../support/observed';
import { ScriptedGateway } from '../support/scripted-gateway';
import { DOORS, openApp, type SessionApp } from '../support/session-app';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const [HOLD_MS, WAIT_MS, NO_DEADLOCK_MS] = [20_000, 25_000, 100];

interface Page extends SessionApp {
  readonly locks: FakeLocks;
}

async function openExpired(options: Parameters<typeof openApp>[1] = {}): Promise<Page> {
  const { clock = new FakeClock() } = options;
  const { pool = new FakePool(clock, { rotation: true }) } = options;
  const locks = new FakeLocks(clock);
  setWebLocks(locks);
  const app = await openApp(DOORS[0]!, {
    ...options,
    clock,
    pool,
    config: { onSessionEnd: 'stay' },
  });
  await app.signIn();
  await clock.advance(EXPIRED_MS);
  return { ...app, locks };
}

/** Asks in both ways, and keeps how long each answer took. */
function ask({ session, clock }: SessionApp, waits: number[]): Observed<unknown>[] {
  const from = clock.monotonic();
  const answers = [session.getSession(), session.refreshSession()];
  return answers.map((answer) =>
    observe(answer.pipe(finalize(() => waits.push(clock.monotonic() - from)))),
  );
}

// A store that fails is worth a warning; E01 counts it.
beforeEach(() => jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  jest.restoreAllMocks();
  setWebLocks(undefined);
});

const observers: { value: string; of: (session: SessionService) => Observable<unknown> }[] = [
  { value: 'state$', of: ({ state$ }) => state$ },
  { value: 'session$', of: ({ session$ }) => session$ },
  { value: 'idToken$', of: ({ idToken$ }) => idToken$ },
  { value: 'events$', of: ({ events$ }) => events$ },
];

it.each(observers)(
  'B08: an observer of $value that asks for tokens in its callback is answered within 100 ms, with the lock free',
  async ({ of }) => {
    const page = await openExpired();
    const { clock, pool, locks, session } = page;
    let armed = false;
    const waits: number[] = [];
    const answers: Observed<unknown>[] = [];
    const heldMeanwhile: Promise<LockManagerSnapshot>[] = [];
    of(session).subscribe(() => {
      if (!armed) return;
      armed = false;
      heldMeanwhile.push(locks.query());
      answers.push(...ask(page, waits));
    });
    armed = true;

    const caller = observe(session.getSession());
    await clock.advance(5000);

    expect(tally([caller, ...answers])).toEqual({ values: 3, errors: 0, pending: 0 });
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(NO_DEADLOCK_MS);
    const [active] = await Promise.all(heldMeanwhile);
    expect(active?.held?.filter(({ mode }) => mode === 'exclusive')).toEqual([]);
    // The one that was under way and the one that the observer forced.
    expect(pool.refreshes).toBe(2);
  },
);

const places: StoreOperation['kind'][] = ['get', 'set'];
it.each(places)(
  'B08: a store that asks for tokens in its own %s, under the lock, is answered within 100 ms by the refresh under way',
  async (kind) => {
    const store = new FakeStore();
    const page = await openExpired({ store });
    const waits: number[] = [];
    const answers: Observed<unknown>[] = [];
    let asked = false;
    store.before = (operation) => {
      if (asked || operation.kind !== kind) return;
      asked = true;
      answers.push(...ask(page, waits));
    };

    const caller = observe(page.session.getSession());
    await page.clock.advance(5000);

    expect(tally([caller, ...answers])).toEqual({ values: 3, errors: 0, pending: 0 });
    expect(Math.max(...waits)).toBeLessThanOrEqual(NO_DEADLOCK_MS);
    expect(page.pool.refreshes).toBe(1);
  },
);

it('B08: a gateway that asks for tokens while it refreshes them is answered within 100 ms by that refresh', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const gateway = new ScriptedGateway();
  const page = await openExpired({ clock, pool, features: [withGateway(gateway)] });
  const waits: number[] = [];
  const answers: Observed<unknown>[] = [];
  gateway.answer = () => {
    answers.push(...ask(page, waits));
    return { AuthenticationResult: pool.issue() };
  };

  const caller = observe(page.session.getSession());
  await clock.advance(5000);

  expect(tally([caller, ...answers])).toEqual({ values: 3, errors: 0, pending: 0 });
  expect(Math.max(...waits)).toBeLessThanOrEqual(NO_DEADLOCK_MS);
  expect(gateway.calls).toHaveLength(1);
});

it('B08: an observer told of a failing store asks for a token in its callback and is answered within 100 ms', async () => {
  const store = new FakeStore();
  const page = await openExpired({ store });
  const waits: number[] = [];
  const answers: Observed<unknown>[] = [];
  page.session.events$.subscribe(({ type }) => {
    if (type === 'store-failed') answers.push(...ask(page, waits));
  });
  store.before = ({ kind }) => {
    if (kind === 'set') throw new DOMException('full', 'QuotaExceededError');
  };

  const caller = observe(page.session.getSession());
  await page.clock.advance(5000);

  expect(tally([caller, ...answers])).toEqual({ values: 3, errors: 0, pending: 0 });
  expect(Math.max(...waits)).toBeLessThanOrEqual(NO_DEADLOCK_MS);
});

const silent: { what: string; answer: (page: Page) => unknown; storeHangs?: boolean }[] = [
  {
    what: 'a gateway that waits for the very token it is to get',
    answer: ({ session }) => firstValueFrom(session.getSession()),
  },
  { what: 'Cognito that never answers', answer: () => firstValueFrom(NEVER) },
  {
    what: 'a store that never answers',
    answer: ({ pool }) => ({ AuthenticationResult: pool.issue() }),
    storeHangs: true,
  },
];
it.each(silent)(
  'B08: with $what, the lock is held no longer than 20 s and nobody waits longer than 25 s',
  async ({ what, answer, storeHangs = false }) => {
    const clock = new FakeClock();
    const gateway = new ScriptedGateway();
    const store = new FakeStore({ delay: { clock, ms: 1 } });
    const page = await openExpired({ clock, store, features: [withGateway(gateway)] });
    gateway.answer = () => answer(page);
    if (storeHangs) store.getItem = () => firstValueFrom(NEVER);

    const callers = observeMany(100, () => page.session.getSession());
    await clock.advance(WAIT_MS);

    expect(tally(callers).pending).toBe(0);
    expect(codesOf(callers)).toEqual(storeHangs ? [] : ['REFRESH_UNAVAILABLE']);
    const longest = Math.max(...page.locks.holds);
    figure(`B08 with ${what}: lock held for ${Math.round(longest / 1000)} s at most`);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(HOLD_MS);
  },
);

it('B08: with a store and a Cognito that are both slow, the lock is given away after 20 s, and all are answered within 25 s', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { latencyMs: 7900 });
  const store = new FakeStore();
  const page = await openExpired({ clock, pool, store });
  const [getItem, setItem] = [store.getItem.bind(store), store.setItem.bind(store)];
  // Each answer comes just before the library would do without it.
  store.getItem = async (key) => clock.delay(4900).then(() => getItem(key));
  store.setItem = async (key, value) => clock.delay(4900).then(() => setItem(key, value));

  const callers = observeMany(100, () => page.session.refreshSession());
  await clock.advance(WAIT_MS);

  expect(tally(callers)).toEqual({ values: 100, errors: 0, pending: 0 });
  expect(pool.refreshes).toBe(1);
  expect(page.locks.holds).toEqual([HOLD_MS]);
});
