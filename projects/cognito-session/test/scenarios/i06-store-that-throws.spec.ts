// A store that fails is told once, and the app works on from memory.

import { firstValueFrom } from 'rxjs';
import { SessionError, type SessionEvent, type SessionStore } from '../../src/public-api';
import { FakeClock } from '../support/fake-clock';
import { FakeStore } from '../support/fake-store';
import { observe } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';
import { API_URL } from '../support/fake-api';

const refuse = (): never => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};
const reject = (): Promise<never> => Promise.reject(new Error('database closed'));

/** What a store's author writes; it need not extend the class. */
type StoreMethods = Pick<SessionStore, 'getItem' | 'setItem' | 'removeItem'>;

const STORES: [string, () => StoreMethods][] = [
  ['throws at every call', () => ({ getItem: refuse, setItem: refuse, removeItem: refuse })],
  ['rejects at every call', () => ({ getItem: reject, setItem: reject, removeItem: reject })],
  [
    'throws at writes only',
    () => ({ getItem: () => null, setItem: refuse, removeItem: () => undefined }),
  ],
  [
    'throws something else than an error',
    () => ({
      getItem: () => null,
      setItem: () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- an app's store may do so
        throw 'full';
      },
      removeItem: () => undefined,
    }),
  ],
  [
    'never answers',
    () => ({
      getItem: () => new Promise<never>(() => undefined),
      setItem: () => new Promise<never>(() => undefined),
      removeItem: () => new Promise<never>(() => undefined),
    }),
  ],
];

describe('I06', () => {
  describe.each(DOORS)('$door', (door) => {
    beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation(() => undefined));
    afterEach(() => jest.restoreAllMocks());

    describe.each(STORES)('a store that %s', (_name, make) => {
      let app: SessionApp;
      let events: SessionEvent[];
      beforeEach(async () => {
        const clock = new FakeClock();
        const store = Object.assign(new FakeStore(), make());
        app = await openApp(door, { clock, store });
        events = observe(app.session.events$).values;
        const started = firstValueFrom(app.session.setSession(app.pool.issue()));
        await clock.advance(60_000);
        await started;
      });

      it('keeps nobody from signing in and calling the API', async () => {
        const answer = observe(app.http.get(`${API_URL}orders`));
        await app.clock.advance(30_000);
        expect(answer.values).toHaveLength(1);
        expect(app.api.calls.map(({ token }) => token)).toEqual([
          app.session.idToken()?.getJwtToken(),
        ]);
      });

      it('is told by store-failed, with SessionError STORE_UNAVAILABLE', () => {
        const failures = events.filter((event) => event.type === 'store-failed');
        expect(failures.length).toBeGreaterThan(0);
        for (const { error } of failures) {
          expect(error).toBeInstanceOf(SessionError);
          expect(error.code).toBe('STORE_UNAVAILABLE');
        }
      });

      it('does not keep the user from signing out', async () => {
        const out = observe(app.session.signOut());
        expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
        await app.clock.advance(30_000);
        expect(out.values).toHaveLength(1);
      });

      it('does not keep a token from being refreshed', async () => {
        const before = app.session.idToken();
        const refreshed = observe(app.session.refreshSession());
        await app.clock.advance(60_000);
        expect(refreshed.errors).toEqual([]);
        expect(refreshed.values).toHaveLength(1);
        expect(app.session.idToken()).not.toBe(before);
      });
    });

    it('a store that comes back gets the session at the next chance', async () => {
      const store = new FakeStore();
      store.before = refuse;
      const app = await openApp(door, { store });
      await app.signIn();
      expect(store.items.size).toBe(0);
      store.before = () => undefined;
      await app.clock.advance(60_000);
      observe(app.session.getSession());
      await app.clock.advance(1000);
      expect([...store.items.values()].join()).toContain(app.session.idToken()?.getJwtToken());
    });
  });
});
