// The moments at which a page looks again.

import { useFakePage } from '../../../test/support/fake-page';
import { observe } from '../../../test/support/observed';
import { BrowserPageLifecycle } from './page-lifecycle';

const page = useFakePage();

describe('BrowserPageLifecycle', () => {
  it.each([
    ['visibilitychange', 'visible'],
    ['pageshow', 'visible'],
    ['focus', 'visible'],
    ['online', 'online'],
  ])('takes %s for %s', (type, wake) => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    page.fire(type);
    expect(wakes.values).toEqual([wake]);
  });

  it('sleeps on while the page is hidden', () => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    page.hidden = true;
    for (const type of ['visibilitychange', 'focus', 'pageshow']) page.fire(type);
    expect(wakes.values).toEqual([]);
  });

  it('hears of the network while the page is hidden', () => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    page.hidden = true;
    page.fire('online');
    expect(wakes.values).toEqual(['online']);
  });

  it('is not woken by anything else', () => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    for (const type of ['blur', 'offline', 'pagehide', '']) page.fire(type);
    expect(wakes.values).toEqual([]);
  });

  it('listens only while somebody wants to know', () => {
    const { wake$ } = new BrowserPageLifecycle();
    expect(page.listeners).toBe(0);
    const wakes = observe(wake$);
    expect(page.listeners).toBe(4);
    wakes.unsubscribe();
    expect(page.listeners).toBe(0);
    page.fire('focus');
    expect(wakes.values).toEqual([]);
  });

  it('tells when the page is left, and of nothing else', () => {
    const away = observe(new BrowserPageLifecycle().away$);
    page.fire('pagehide');
    for (const type of ['visibilitychange', 'pageshow', 'blur', '']) page.fire(type);
    expect(away.values.map(({ type }) => type)).toEqual(['pagehide']);
    away.unsubscribe();
    expect(page.listeners).toBe(0);
    page.fire('pagehide');
    expect(away.values).toHaveLength(1);
  });

  it('says what the browser says of the network, at any time', () => {
    const lifecycle = new BrowserPageLifecycle();
    expect(lifecycle.online).toBe(true);
    page.online = false;
    expect(lifecycle.online).toBe(false);
  });
});
