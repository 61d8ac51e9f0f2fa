// Tests messages between tabs, by BroadcastChannel and storage events; a browser may lack either.

import { useFakePage } from '../../../test/support/fake-page';
import { observe } from '../../../test/support/observed';
import { BrowserTabChannel } from './browser-tab-channel';
import type { TabMessage } from './tab-channel';

const page = useFakePage();
const KEY = 'ngx-cognito-session.pool.client';
const ENDED: TabMessage = { type: 'ended', generation: 'gen', reason: 'sign-out' };

/**
 * The browser's channels, in order of opening. The channels of a name get each message of it at
 * once.
 */
let open: FakeChannel[];
class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  closed = false;
  constructor(readonly name: string) {
    open.push(this);
  }
  postMessage(data: unknown): void {
    if (this.closed) throw new Error('closed');
    for (const other of open) {
      if (other !== this && other.name === this.name) other.onmessage?.({ data });
    }
  }
  close(): void {
    this.closed = true;
  }
}

const original = Object.getOwnPropertyDescriptor(globalThis, 'BroadcastChannel');
const provide = (value: unknown): void =>
  void Object.defineProperty(globalThis, 'BroadcastChannel', { configurable: true, value });
beforeEach(() => {
  open = [];
  provide(FakeChannel);
});
afterAll(() => {
  if (original) Object.defineProperty(globalThis, 'BroadcastChannel', original);
  else Reflect.deleteProperty(globalThis, 'BroadcastChannel');
});

describe('BrowserTabChannel', () => {
  it('sends to the other tabs of its key, and not to itself', () => {
    const [tab, other, stranger] = [KEY, KEY, 'other'].map((key) => {
      const channel = new BrowserTabChannel(key);
      return { channel, heard: observe(channel.messages$) };
    });
    tab!.channel.post(ENDED);
    expect(other!.heard.values).toEqual([ENDED]);
    expect(tab!.heard.values).toEqual([]);
    expect(stranger!.heard.values).toEqual([]);
  });

  it.each([null, undefined, '', 0, {}, { type: '' }])(
    'does not pass on %j, which any script of the page could post',
    (data) => {
      const heard = observe(new BrowserTabChannel(KEY).messages$);
      open[0]!.onmessage!({ data });
      expect(heard.values).toEqual([]);
    },
  );

  it.each([
    [KEY, ['changed']],
    [null, ['changed']],
    ['another key', []],
    ['', []],
  ])('takes a storage event of the key %j for %j', (key, types) => {
    const heard = observe(new BrowserTabChannel(KEY).messages$);
    page.fire('storage', { key });
    expect(heard.values.map(({ type }) => type)).toEqual(types);
  });

  it('knows whether the browser has messages between tabs', () => {
    expect(new BrowserTabChannel(KEY).listening).toBe(true);
    provide(undefined);
    expect(new BrowserTabChannel(KEY).listening).toBe(false);
  });

  it('works by storage events alone', () => {
    provide(undefined);
    const channel = new BrowserTabChannel(KEY);
    const heard = observe(channel.messages$);
    channel.post(ENDED);
    page.fire('storage', { key: KEY });
    channel.dispose();
    expect(heard.values).toEqual([{ type: 'changed' }]);
  });

  it('closes the channel and removes the listeners, and posts no more', () => {
    const channel = new BrowserTabChannel(KEY);
    const heard = observe(channel.messages$);
    channel.dispose();
    expect(open[0]!.closed).toBe(true);
    expect(page.listeners).toBe(0);
    expect(heard.completions).toBe(1);
    expect(channel.listening).toBe(false);
    expect(() => channel.post(ENDED)).not.toThrow();
    page.fire('storage', { key: KEY });
    expect(heard.values).toEqual([]);
  });
});
