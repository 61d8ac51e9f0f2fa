// Tests the URL of the sign-in page, with Angular's own parser of URLs.

import { signInPage } from './sign-in-page';
import { openManagerTab } from '../test/support/manager-tab';
import { fakeHost, fakeRouter } from '../test/support/adapters';

const config = { signInUrl: '/account/sign-in?lang=de' };

describe('the sign-in page', () => {
  it('keeps its own query', () => {
    const { router } = fakeRouter();
    const { host } = fakeHost(openManagerTab({ config }).manager);
    const page = signInPage(router, host, '/x');
    expect(router.serializeUrl(page)).toBe('/account/sign-in?lang=de&returnUrl=%2Fx');
  });

  it('is the root while there is no config', () => {
    const { router } = fakeRouter();
    const page = signInPage(router, fakeHost().host, '/x');
    expect(router.serializeUrl(page)).toBe('/?returnUrl=%2Fx');
  });

  it('remembers the page that was left for it, its time and its user', async () => {
    const { router } = fakeRouter();
    const tab = openManagerTab({ config });
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    await tab.clock.advance(1000);
    const at = tab.clock.now();
    signInPage(router, host, '/x');
    expect(host.left).toEqual({ url: '/x', at, sub: undefined });
    const { sub } = await tab.manager.start(tab.pool.issue(), 'now');
    void tab.manager.signOut();
    signInPage(router, host, '/y', sub);
    expect(host.left).toEqual({ url: '/y', at, sub });
  });
});
