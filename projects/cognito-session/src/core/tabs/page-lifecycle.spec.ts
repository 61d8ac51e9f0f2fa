// Tests the moments at which a page must check its session.

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

  it('emits nothing while the page is hidden', () => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    page.hidden = true;
    for (const type of ['visibilitychange', 'focus', 'pageshow']) page.fire(type);
    expect(wakes.values).toEqual([]);
  });

  it('emits online even while the page is hidden', () => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    page.hidden = true;
    page.fire('online');
    expect(wakes.values).toEqual(['online']);
  });

  it('emits nothing for other events', () => {
    const wakes = observe(new BrowserPageLifecycle().wake$);
    for (const type of ['blur', 'offline', 'pagehide', '']) page.fire(type);
    expect(wakes.values).toEqual([]);
  });

  it('listens only while there is a subscriber', () => {
    const { wake$ } = new BrowserPageLifecycle();
    expect(page.listeners).toBe(0);
    const wakes = observe(wake$);
    expect(page.listeners).toBe(4);
    wakes.unsubscribe();
    expect(page.listeners).toBe(0);
    page.fire('focus');
    expect(wakes.values).toEqual([]);
  });

  it('emits when a navigation hides the page, and at no other event', () => {
    const away = observe(new BrowserPageLifecycle().away$);
    page.fire('pagehide');
    for (const type of ['visibilitychange', 'pageshow', 'blur', '']) page.fire(type);
    expect(away.values.map(({ type }) => type)).toEqual(['pagehide']);
    away.unsubscribe();
    expect(page.listeners).toBe(0);
    page.fire('pagehide');
    expect(away.values).toHaveLength(1);
  });

  it('reads the browser’s online state at any time', () => {
    const lifecycle = new BrowserPageLifecycle();
    expect(lifecycle.online).toBe(true);
    page.online = false;
    expect(lifecycle.online).toBe(false);
  });
});
