// Tests the migrating store in front of an app's own store: its odd answers, and the order of its
// writes.

import { makeAccessToken, makeIdToken } from '../../../test/support/fake-tokens';
import { MigratingSessionStore } from './migrating-session-store';
import type { SessionStore } from './session-store';

const KEY = 'ngx-cognito-session.pool.client';
const PREFIX = 'CognitoIdentityServiceProvider.client';

let local: Map<string, string>;
const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');

beforeEach(() => {
  local = new Map([
    [`${PREFIX}.LastAuthUser`, 'maria'],
    [`${PREFIX}.maria.idToken`, makeIdToken()],
    [`${PREFIX}.maria.accessToken`, makeAccessToken()],
  ]);
  const value = {
    getItem: (key: string) => local.get(key) ?? null,
    removeItem: (key: string) => local.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value });
});
afterAll(() => {
  if (before) Object.defineProperty(globalThis, 'localStorage', before);
  else Reflect.deleteProperty(globalThis, 'localStorage');
});

it('E11 a store may answer undefined for null, or fail to say whether it is shared', () => {
  const odd: unknown = {
    get shared() {
      throw new Error('no');
    },
    getItem: () => undefined,
  };
  const store = new MigratingSessionStore(odd as SessionStore, 'client');
  expect(store.shared).toBe(true);
  expect(store.getItem(KEY)).toContain('"generation":"migrated.');
  local.clear();
  expect(store.getItem(KEY)).toBeNull();
});

it.each(['set', 'remove'])(
  'C12 the other library’s session, still on its way into the store, does not overtake a newer write (%s)',
  async (kind) => {
    const items = new Map<string, string>();
    const waiting: (() => void)[] = [];
    const slow: unknown = {
      shared: false,
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) =>
        new Promise<void>((resolve) => {
          waiting.push(() => {
            items.set(key, value);
            resolve();
          });
        }),
      removeItem: (key: string) => void items.delete(key),
    };
    const store = new MigratingSessionStore(slow as SessionStore, 'client');
    void store.getItem(KEY);
    const written = kind === 'set' ? store.setItem(KEY, 'newer') : store.removeItem(KEY);
    expect(local.size).toBe(kind === 'set' ? 3 : 0);
    expect(waiting).toHaveLength(1);
    waiting[0]!();
    await new Promise((resolve) => setTimeout(resolve));
    waiting[1]?.();
    await written;
    expect(items.get(KEY)).toBe(kind === 'set' ? 'newer' : undefined);
    expect(local.size).toBe(0);
  },
);
