// As much of a page as the core touches, for specs that run without one; where there is one it is
// covered for a while.

/** A page's events and what it says of itself. */
export interface FakePage {
  hidden: boolean;
  online: boolean;
  /** Listeners that have not been removed. */
  readonly listeners: number;
  /** Fires an event at the window. */
  fire(type: string, properties?: object): void;
}

/** Puts a page in place before each test of this file; it is gone after the last. */
export function useFakePage(): FakePage {
  // Node has neither; a page's own can only be changed piece by piece.
  const owner = globalThis as Partial<Record<string, unknown>>;
  for (const name of ['navigator', 'document']) {
    if (owner[name] === undefined) {
      Object.defineProperty(globalThis, name, { value: {}, configurable: true });
    }
  }
  let events = new EventTarget();
  const open: string[] = [];
  const page: FakePage = {
    hidden: false,
    online: true,
    get listeners() {
      return open.length;
    },
    fire: (type, properties = {}) =>
      void events.dispatchEvent(Object.assign(new Event(type), properties)),
  };
  const put = (target: object, name: string, get: () => unknown): void =>
    void Object.defineProperty(target, name, { configurable: true, get });
  const add = (type: string, listener: (event: Event) => void): void => {
    open.push(type);
    events.addEventListener(type, listener);
  };
  const remove = (type: string, listener: (event: Event) => void): void => {
    const at = open.indexOf(type);
    if (at >= 0) open.splice(at, 1);
    events.removeEventListener(type, listener);
  };
  beforeEach(() => {
    events = new EventTarget();
    open.length = 0;
    Object.assign(page, { hidden: false, online: true });
    put(globalThis, 'addEventListener', () => add);
    put(globalThis, 'removeEventListener', () => remove);
    put(document, 'hidden', () => page.hidden);
    put(navigator, 'onLine', () => page.online);
  });
  afterAll(() => {
    for (const name of ['addEventListener', 'removeEventListener']) {
      Reflect.deleteProperty(globalThis, name);
    }
    Reflect.deleteProperty(document, 'hidden');
    Reflect.deleteProperty(navigator, 'onLine');
  });
  return page;
}
