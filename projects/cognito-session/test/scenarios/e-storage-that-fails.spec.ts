// E01-E03: whatever storage does, and wherever the page dies, what is stored is one whole session
// or none.

import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore, quotaExceeded } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { type Door, DOOR, openApp, type SessionApp } from '../support/session-app';
import { storedTokens, tokensOf } from '../support/stored-tokens';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

const webStorage = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')!;
let warnings: jest.SpiedFunction<typeof console.warn>;
beforeEach(() => {
  warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.defineProperty(globalThis, 'localStorage', webStorage);
});

const blocked = [
  {
    storage: 'throws SecurityError when it is read',
    get: () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  },
  {
    storage: 'throws QuotaExceededError at each setItem',
    get: () => ({
      getItem: () => null,
      setItem: () => {
        throw quotaExceeded();
      },
      removeItem: () => undefined,
    }),
  },
  { storage: 'is null', get: () => null },
];

// Jest fails a test by itself when an error or rejection stays uncaught.
it.each(blocked)(
  'E01: with localStorage that $storage the app works in memory, warns once, and is signed out after a reload',
  async ({ get }) => {
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });

    const app = await openApp(DOOR, { store: 'local' });
    await app.clock.advance(0);
    expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    const old = await app.signIn();
    await app.clock.advance(EXPIRED_MS);
    const caller = observe(app.session.getSession());
    await app.clock.advance(5000);

    expect(caller.values.length).toBe(1);
    expect(caller.values[0]).not.toBe(old);
    expect(app.session.isAuthenticated()).toBe(true);
    expect(warnings.mock.calls.length).toBe(1);

    const reloaded = await openApp(DOOR, { store: 'local', clock: app.clock });
    await app.clock.advance(0);
    expect(reloaded.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  },
);

describe.each(['synchronous', 'asynchronous'])('over %s storage', (kind) => {
  const open = async (rotation: boolean): Promise<SessionApp & { store: FakeStore }> => {
    const clock = new FakeClock();
    const store = new FakeStore(kind === 'asynchronous' ? { delay: { clock, ms: 5 } } : {});
    const pool = new FakePool(clock, { rotation });
    return { ...(await openApp(DOOR, { clock, store, pool })), store };
  };

  it.each([
    { failing: 'write n alone', fails: (write: number, n: number) => write === n },
    { failing: 'write n and all after it', fails: (write: number, n: number) => write >= n },
  ])(
    'E02: with no room at $failing, for every n, what is stored is whole, memory has the new session, and it is stored later',
    async ({ failing, fails }) => {
      const { app, writes: total } = await signInAndRefresh(await open(true));
      expect(total).toBe(2);
      expect(app.session.isAuthenticated()).toBe(true);

      let mixed = 0;
      for (let n = 1; n <= total; n++) {
        const current = await open(true);
        const { store, clock, session } = current;
        store.before = ({ kind: operation, write }) => {
          if (operation !== 'get' && fails(write, n)) throw quotaExceeded();
        };
        const { sessions } = await signInAndRefresh(current);

        const whole = ['nothing', ...sessions];
        if (!whole.includes(storedTokens(store))) mixed++;
        expect(sessions.length).toBe(2);
        expect(tokensOf(session.session()!)).toBe(sessions[1]);

        store.before = () => undefined;
        await clock.advance(60_000);
        observe(session.getSession());
        await clock.advance(1000);
        expect(storedTokens(store)).toBe(sessions[1]);
      }
      figure(`E02 ${kind} storage, no room at ${failing}: ${total} writes, ${mixed} mixed records`);
      expect(mixed).toBe(0);
    },
  );

  it.each([true, false])(
    'E03: wherever the page dies during sign-in and refresh (rotation: %s), a reload finds one whole session or none',
    async (rotation) => {
      const complete = await open(rotation);
      const { sessions: all } = await signInAndRefresh(complete);
      expect(all.length).toBe(2);
      const operations = complete.store.operations.length;
      let whole = 0;
      for (let cut = 1; cut <= operations + 1; cut++) {
        const current = await open(rotation);
        const { store } = current;
        store.before = ({ number }) => (store.dead ||= number >= cut);
        const { sessions } = await signInAndRefresh(current);

        const { session } = await reload(DOOR, store, current.clock);
        const state = session.state();
        expect(state.status).not.toBe('restoring');
        const restored = state.status === 'signed-in' ? tokensOf(state.session) : 'nothing';
        expect(restored).toBe(storedTokens(store));
        if (['nothing', ...sessions].includes(restored)) whole++;
      }
      figure(
        `E03 ${kind} storage, rotation ${rotation ? 'on' : 'off'}: ${whole} of ${operations + 1} cut points leave a whole session or none`,
      );
      expect(whole).toBe(operations + 1);
    },
  );
});

/**
 * The run whose operations are counted, cut and made to fail; `sessions` are those that were ever
 * in memory.
 */
async function signInAndRefresh(app: SessionApp & { store: FakeStore }): Promise<{
  app: SessionApp;
  sessions: string[];
  writes: number;
}> {
  const { clock, pool, session, store } = app;
  const seen = observe(session.session$);
  observe(session.setSession(pool.issue()));
  await clock.advance(10_000);
  await clock.advance(EXPIRED_MS);
  observe(session.getSession());
  await clock.advance(25_000);
  const sessions = seen.values.flatMap((value) => (value ? [tokensOf(value)] : []));
  const writes = store.operations.filter(({ kind }) => kind !== 'get').length;
  return { app, sessions, writes };
}

/** Opens the app anew over the same storage. */
async function reload(door: Door, { items }: FakeStore, clock: FakeClock): Promise<SessionApp> {
  const app = await openApp(door, { clock, store: new FakeStore({ items }) });
  await clock.advance(0);
  return app;
}
