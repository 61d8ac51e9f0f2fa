// E11 and E04: a store that answers with what is no text, one that throws, and one whose record
// somebody breaks while a session runs. The app works on from memory, and is told once.

import type { SessionStore } from '../../src/public-api';
import { API_URL } from '../support/fake-api';
import { FakeStore, quotaExceeded, STORE_KEY } from '../support/fake-store';
import { makeAccessToken } from '../support/fake-tokens';
import { observe } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

const refuse = (): never => {
  throw quotaExceeded();
};

beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

/** Opens an app over a store with these members, and goes through the life of a session. */
const live = async (
  members: object,
): Promise<SessionApp & { failures: string[]; store: FakeStore }> => {
  const store = new FakeStore();
  Object.defineProperties(store, Object.getOwnPropertyDescriptors(members));
  const app = await openApp(DOOR, { store: store as SessionStore });
  const { clock, session, http, api } = app;
  const failures: string[] = [];
  session.events$.subscribe((event) => {
    if (event.type === 'store-failed') failures.push(event.error.message);
  });
  await clock.advance(100);
  expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  await app.signIn();
  const refreshed = observe(session.refreshSession());
  await clock.advance(10_000);
  expect(refreshed.values).toHaveLength(1);
  observe(http.get(API_URL));
  await clock.advance(1000);
  expect(api.calls.map(({ token }) => token)).toEqual([session.idToken()?.getJwtToken()]);
  const signedOut = observe(session.signOut());
  expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
  await clock.advance(10_000);
  expect(signedOut.values).toHaveLength(1);
  return { ...app, failures, store };
};

it('E11: a store over a Map, which answers undefined, works; only the sign-out removes anything', async () => {
  const map = new Map<string, string>();
  const { failures, store } = await live({
    getItem: (key: string) => map.get(key),
    setItem: (key: string, value: string) => void map.set(key, value),
  });
  expect(failures).toEqual([]);
  expect(store.operations.map(({ kind }) => kind)).toEqual(['remove']);
});

it.each([
  ['number', 7],
  ['object', { secret: 's3cret' }],
  ['boolean', true],
])('E11: a store that answers with a %s is told once, by its type', async (type, answer) => {
  const { failures } = await live({ getItem: () => answer });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(new RegExp(`^STORE_UNAVAILABLE: .* of type ${type};`));
  expect(failures[0]).not.toContain('s3cret');
});

it.each<[string, object]>([
  ['throws at every call', { getItem: refuse, setItem: refuse, removeItem: refuse }],
  [
    'throws when it is asked whether it is shared',
    {
      get shared() {
        return refuse();
      },
      getItem: refuse,
    },
  ],
  [
    'answers writes with a thenable that fails',
    { setItem: () => ({ then: (_: unknown, no: (e: unknown) => void) => no('no') }) },
  ],
])('E11: a store that %s keeps nobody from anything', async (_name, members) => {
  const { failures } = await live(members);
  expect(failures).toHaveLength(1);
});

it.each([
  ['text', () => 'x'],
  [
    'the record of another pool',
    (whole: string) =>
      JSON.stringify({
        ...(JSON.parse(whole) as object),
        accessToken: makeAccessToken({ client_id: 'other' }),
      }),
  ],
])(
  'E04: %s under the key for 60 ms ends no session: told once, written again',
  async (_n, make) => {
    const store = new FakeStore();
    const app = await openApp(DOOR, { store });
    const { clock, session, pool } = app;
    await app.signIn();
    const states = observe(session.state$);
    const events = observe(session.events$);
    const whole = store.items.get(STORE_KEY)!;
    store.items.set(STORE_KEY, make(whole));
    for (let n = 0; n < 3; n++) {
      dispatchEvent(new StorageEvent('storage', { key: STORE_KEY }));
      await clock.advance(30);
    }
    const refreshed = observe(session.refreshSession());
    await clock.advance(2000);
    expect(states.values.map(({ status }) => status)).toEqual(['signed-in', 'signed-in']);
    expect(refreshed.values).toHaveLength(1);
    expect(pool.refreshes).toBe(1);
    expect(events.values.map(({ type }) => type)).toEqual(['store-failed', 'refreshed']);
    expect(store.items.get(STORE_KEY)).toContain(session.accessToken()!.getJwtToken());
  },
);

it('E04: what stands there when the app starts is cleaned as before', async () => {
  const store = new FakeStore({ items: new Map([[STORE_KEY, '{"v":0}']]) });
  const { session, clock } = await openApp(DOOR, { store });
  await clock.advance(1000);
  expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  expect([...store.items.keys()]).toEqual([]);
});
