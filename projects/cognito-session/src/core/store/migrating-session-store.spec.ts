// Tests the takeover of another library's session, whose keys the first write removes.

import { makeAccessToken, makeIdToken } from '../../../test/support/fake-tokens';
import { MigratingSessionStore } from './migrating-session-store';
import { type MaybePromise, MemorySessionStore, type SessionStore } from './session-store';

const KEY = 'ngx-cognito-session.pool.client';
const PREFIX = 'CognitoIdentityServiceProvider.client';

let local: Map<string, string>;
let blocked: boolean;
const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');

beforeEach(() => {
  local = new Map();
  blocked = false;
  const storage = {
    getItem: (key: string) => local.get(key) ?? null,
    removeItem: (key: string) => local.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      if (blocked) throw new DOMException('blocked', 'SecurityError');
      return storage;
    },
  });
});
afterAll(() => {
  if (before) Object.defineProperty(globalThis, 'localStorage', before);
  else Reflect.deleteProperty(globalThis, 'localStorage');
});

/** The other library's entries, each under its own name. */
function leave(changes: Record<string, string | undefined> = {}, user = 'maria'): void {
  const entries: Record<string, string | undefined> = {
    idToken: makeIdToken({ iat: 200 }),
    accessToken: makeAccessToken({ iat: 300 }),
    refreshToken: 'refresh',
    clockDrift: '-5',
    userData: '{}',
    signInDetails: '{}',
    deviceKey: 'device',
    ...changes,
  };
  local.set(`${PREFIX}.LastAuthUser`, user);
  local.set('CognitoIdentityServiceProvider.other.LastAuthUser', 'someone');
  local.set('unrelated', 'x');
  for (const [name, value] of Object.entries(entries)) {
    if (value !== undefined) local.set(`${PREFIX}.${user}.${name}`, value);
  }
}

const open = (store: SessionStore = new MemorySessionStore()): MigratingSessionStore =>
  new MigratingSessionStore(store, 'client');

function migrated(store = open()): Record<string, unknown> | null {
  const record = store.getItem(KEY) as string | null;
  return record === null ? null : (JSON.parse(record) as Record<string, unknown>);
}
const REST = [
  `${PREFIX}.maria.deviceKey`,
  'CognitoIdentityServiceProvider.other.LastAuthUser',
  'unrelated',
].sort();

describe('reading', () => {
  it("gives the other library's session as a record", () => {
    leave();
    const id = local.get(`${PREFIX}.maria.idToken`)!;
    expect(migrated()).toEqual({
      v: 1,
      generation: expect.stringMatching(/^migrated\.\[.+,.+,200\]$/) as unknown,
      revision: 0,
      issuedAt: 200_000,
      idToken: id,
      accessToken: local.get(`${PREFIX}.maria.accessToken`),
      refreshToken: 'refresh',
    });
  });

  it('takes the time of issue of the older token', () => {
    leave({ idToken: makeIdToken({ iat: 400 }) });
    expect(migrated()?.['issuedAt']).toBe(300_000);
  });

  it('gives a sign-in the same generation in every tab, and each sign-in its own', () => {
    const claims = { origin_jti: 'o', sub: 's', auth_time: 1 };
    const generationOf = (changes: object): unknown => {
      leave({ idToken: makeIdToken({ ...claims, ...changes }) });
      return migrated()?.['generation'];
    };
    const one = generationOf({});
    expect(generationOf({ iat: 999 })).toBe(one);
    for (const change of [{ origin_jti: 'x' }, { sub: 'x' }, { auth_time: 2 }]) {
      expect(generationOf(change)).not.toBe(one);
    }
  });

  it.each([undefined, ''])('leaves the refresh token out when it is %p', (refreshToken) => {
    leave({ refreshToken });
    expect(migrated()).not.toHaveProperty('refreshToken');
    expect(migrated()).not.toBeNull();
  });

  it('changes nothing there', () => {
    leave();
    const all = [...local];
    migrated();
    expect([...local]).toEqual(all);
  });

  it('is written at once to a store of this tab alone', () => {
    leave();
    const own = new MemorySessionStore();
    const record = open(own).getItem(KEY);
    local.clear();
    expect(own.getItem(KEY)).toBe(record);
    expect(open(own).getItem(KEY)).toBe(record);
  });

  it.each([
    ['nothing was left', false, undefined, false, 0],
    ['the tab has a session of its own', true, 'own', false, 0],
    ['all tabs share the store', true, undefined, true, 0],
    ['there is a session to keep', true, undefined, false, 1],
  ])('when %s, a read writes as often as it must', (_when, left, own, shared, writes) => {
    if (left) leave();
    const store = new MemorySessionStore();
    if (own !== undefined) store.setItem(KEY, own);
    const written = jest.spyOn(store, 'setItem');
    written.mockClear();
    void open(Object.assign(store, { shared })).getItem(KEY);
    expect(written).toHaveBeenCalledTimes(writes);
  });

  it('is returned even when the tab’s own store refuses it', async () => {
    leave();
    const full = (refuse: () => MaybePromise<void>): SessionStore => {
      const store = new MemorySessionStore() as SessionStore;
      return Object.assign(store, { setItem: refuse });
    };
    const throws = full(() => {
      throw new Error('full');
    });
    expect(open(throws).getItem(KEY)).toContain('migrated');
    const rejects = full(() => Promise.reject(new Error('full')));
    expect(await open(rejects).getItem(KEY)).toContain('migrated');
    expect(await open(full(() => Promise.resolve())).getItem(KEY)).toContain('migrated');
  });

  it('prefers the record of the store itself', () => {
    leave();
    const store = new MemorySessionStore();
    store.setItem(KEY, 'ours');
    expect(open(store).getItem(KEY)).toBe('ours');
  });

  it.each([
    ['there is no ID token', { idToken: undefined }],
    ['there is no access token', { accessToken: undefined }],
    ['the ID token is no JWT', { idToken: 'x' }],
    ['the access token is no JWT', { accessToken: 'x' }],
  ])('finds nothing when %s', (_name, changes) => {
    leave(changes);
    expect(migrated()).toBeNull();
  });

  it('finds nothing when the user is not known, or localStorage is blocked', () => {
    leave();
    blocked = true;
    expect(migrated()).toBeNull();
    blocked = false;
    local.delete(`${PREFIX}.LastAuthUser`);
    expect(migrated()).toBeNull();
  });

  it('finds nothing in an empty localStorage', () => {
    expect(migrated()).toBeNull();
  });

  it('finds only entries under the names of that user', () => {
    leave();
    for (const name of ['idToken', 'accessToken']) local.delete(`${PREFIX}.maria.${name}`);
    leave({}, 'someone');
    expect(migrated()?.['idToken']).toBe(local.get(`${PREFIX}.someone.idToken`));
  });

  it("finds no other client's session", () => {
    leave();
    expect(new MigratingSessionStore(new MemorySessionStore(), 'other').getItem(KEY)).toBeNull();
  });
});

describe('writing', () => {
  it.each([
    ['writes', (store: SessionStore) => store.setItem(KEY, 'ours'), 'ours'],
    ['removes', (store: SessionStore) => store.removeItem(KEY), null],
  ])("removes the other library's session when it %s", (_name, write, active) => {
    leave();
    const store = new MemorySessionStore();
    void write(open(store));
    expect([...local.keys()].sort()).toEqual(REST);
    expect(store.getItem(KEY)).toBe(active);
  });

  it('leaves the entries alone when no user is known', () => {
    leave();
    local.delete(`${PREFIX}.LastAuthUser`);
    const { size } = local;
    void open().setItem(KEY, 'ours');
    void open().removeItem(KEY);
    expect(local.size).toBe(size);
  });

  it('leaves an entry alone that names no user', () => {
    local.set(`${PREFIX}.LastAuthUser`, '');
    void open().setItem(KEY, 'ours');
    expect(local.size).toBe(1);
  });

  it('works where localStorage is blocked', () => {
    blocked = true;
    const store = open();
    void store.setItem(KEY, 'ours');
    expect(store.getItem(KEY)).toBe('ours');
    void store.removeItem(KEY);
    expect(store.getItem(KEY)).toBeNull();
  });

  it('removes nothing before an asynchronous store has stored the session', async () => {
    leave();
    let take!: () => void;
    const slow: unknown = {
      getItem: () => null,
      setItem: (): MaybePromise<void> => new Promise<void>((resolve) => (take = resolve)),
      removeItem: () => undefined,
    };
    const written = open(slow as SessionStore).setItem(KEY, 'ours');
    expect(local.has(`${PREFIX}.maria.idToken`)).toBe(true);
    take();
    await written;
    expect(local.has(`${PREFIX}.maria.idToken`)).toBe(false);
  });

  it('keeps the session of the other library when the store fails', () => {
    leave();
    const full: unknown = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => undefined,
    };
    expect(() => open(full as SessionStore).setItem(KEY, 'ours')).toThrow('full');
    expect(local.has(`${PREFIX}.maria.idToken`)).toBe(true);
  });
});

describe('whether it is shared', () => {
  it.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('a store that says %p is behind one that says %p', (shared, expected) => {
    const store = { shared, getItem: () => null } as unknown as SessionStore;
    expect(open(store).shared).toBe(expected);
  });
});
