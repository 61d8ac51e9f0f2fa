// Tests that production builds print no warnings for developers.

import { DevelopmentHints } from './development-hints';
import { settle } from '../test/support/fake-clock';
import { openSignedInTab } from '../test/support/manager-tab';
import { openServiceOver } from '../test/support/service-app';
import { SessionError } from './core/session-error';

// Angular's own code reads it as well.
const { ngDevMode } = globalThis as { ngDevMode?: unknown };

const config = { onSessionEnd: 'navigate' as const };

/** The console output while `act` runs, with ngDevMode as `mode`. */
async function warningsOf(mode: boolean | undefined, act: () => unknown): Promise<unknown[]> {
  const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  if (mode === undefined) Reflect.deleteProperty(globalThis, 'ngDevMode');
  else Object.assign(globalThis, { ngDevMode: mode });
  await act();
  await settle();
  // Restored here and not in afterEach: Angular's own afterEach runs first, and needs it.
  Object.assign(globalThis, { ngDevMode });
  const calls: unknown[][] = warned.mock.calls;
  warned.mockRestore();
  return calls.flat();
}

describe.each([
  [undefined, 1],
  [true, 1],
  [false, 0],
])('with ngDevMode %p', (mode, times) => {
  it(`a navigation to a missing sign-in page prints ${times} warnings`, async () => {
    const tab = await openSignedInTab({ config });
    const { router, host } = openServiceOver(tab);
    // Angular's injector itself needs ngDevMode.
    const hints = new DevelopmentHints();
    jest
      .spyOn(host.injector, 'get')
      .mockImplementation((token: unknown) => (token === DevelopmentHints ? hints : router.router));
    router.url = '/orders';
    router.outcome = () => Promise.reject(new Error('no route matches'));
    const warnings = await warningsOf(mode, () => void tab.manager.signOut());
    expect(router.went).toHaveLength(1);
    expect(warnings).toEqual(Array(times).fill('ngx-cognito-session: no route matches'));
  });

  it('a sign-in page without a route prints only the hint with the cure', async () => {
    const tab = await openSignedInTab({ config });
    const { router, host } = openServiceOver(tab);
    const hints = new DevelopmentHints();
    jest
      .spyOn(host.injector, 'get')
      .mockImplementation((token: unknown) => (token === DevelopmentHints ? hints : router.router));
    router.url = '/orders';
    const noMatch = Object.assign(new Error('no match'), { code: 4002 });
    router.outcome = () => Promise.reject(noMatch);
    expect(await warningsOf(mode, () => void tab.manager.signOut())).toEqual([]);
    expect(router.went).toHaveLength(1);
  });

  it(`a store that fails prints ${times} warnings`, async () => {
    const tab = await openSignedInTab({ config });
    openServiceOver(tab);
    const error = new SessionError('STORE_UNAVAILABLE', 'no room');
    const warnings = await warningsOf(mode, () =>
      tab.manager.emit({ type: 'store-failed', error }),
    );
    const words = 'ngx-cognito-session: STORE_UNAVAILABLE: no room';
    expect(warnings).toEqual(Array(times).fill(words));
  });
});
