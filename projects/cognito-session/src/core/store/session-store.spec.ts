// Tests the stores of the library.

import { MemorySessionStore, WebStorageSessionStore } from './session-store';

/** The part of Web Storage that a store uses. */
class Items {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

const before = ['localStorage', 'sessionStorage'].map(
  (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
);
let local: Items;
let session: Items;

function provide(name: string, get: () => unknown): void {
  Object.defineProperty(globalThis, name, { configurable: true, get });
}

beforeEach(() => {
  [local, session] = [new Items(), new Items()];
  provide('localStorage', () => local);
  provide('sessionStorage', () => session);
});
afterAll(() => {
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
});

const STORES = [
  { name: 'localStorage', open: () => new WebStorageSessionStore('local'), shared: true },
  { name: 'sessionStorage', open: () => new WebStorageSessionStore('session'), shared: false },
  { name: 'memory', open: () => new MemorySessionStore(), shared: false },
];

describe.each(STORES)('$name', ({ open, shared }) => {
  it('keeps a value until it is removed', () => {
    const store = open();
    expect(store.getItem('key')).toBeNull();
    store.setItem('key', 'a');
    store.setItem('key', 'b');
    store.setItem('other', 'c');
    expect(store.getItem('key')).toBe('b');
    store.removeItem('key');
    expect(store.getItem('key')).toBeNull();
    expect(store.getItem('other')).toBe('c');
  });

  it(`is ${shared ? '' : 'not '}shared by all tabs`, () => {
    expect(open().shared).toBe(shared);
  });
});

it('writes to the storage of its name, and to no other', () => {
  new WebStorageSessionStore('local').setItem('key', 'l');
  new WebStorageSessionStore('session').setItem('key', 's');
  new MemorySessionStore().setItem('key', 'm');
  expect([...local.items.values(), ...session.items.values()]).toEqual(['l', 's']);
});

it('is created without reading the storage property, which throws where it is blocked', () => {
  provide('localStorage', () => {
    throw new DOMException('blocked', 'SecurityError');
  });
  const store = new WebStorageSessionStore('local');
  expect(() => store.getItem('key')).toThrow('blocked');
});
