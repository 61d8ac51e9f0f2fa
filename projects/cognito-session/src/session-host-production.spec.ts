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

/** The console output of a sign-out whose navigation to the sign-in page rejects with `reason`. */
async function warningsAfterSignOut(mode: boolean | undefined, reason: unknown): Promise<unknown> {
  const tab = await openSignedInTab({ config });
  const { router, host } = openServiceOver(tab);
  // Angular's injector itself needs ngDevMode.
  const hints = new DevelopmentHints();
  jest
    .spyOn(host.injector, 'get')
    .mockImplementation((token: unknown) => (token === DevelopmentHints ? hints : router.router));
  router.url = '/orders';
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as an app's guard
  router.outcome = () => Promise.reject(reason);
  const warnings = await warningsOf(mode, () => void tab.manager.signOut());
  expect(router.went).toHaveLength(1);
  return warnings;
}

describe.each([
  [undefined, 1],
  [true, 1],
  [false, 0],
])('with ngDevMode %p', (mode, times) => {
  it(`a navigation to a missing sign-in page prints ${times} warnings`, async () => {
    const warnings = await warningsAfterSignOut(mode, new Error('no route matches'));
    expect(warnings).toEqual(Array(times).fill('ngx-cognito-session: no route matches'));
  });

  it('a sign-in page without a route prints only the hint with the cure', async () => {
    const noMatch = Object.assign(new Error('no match'), { code: 4002 });
    expect(await warningsAfterSignOut(mode, noMatch)).toEqual([]);
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

it.each(['closed', null, undefined])(
  'a navigation that rejects with %p, as a guard of the app may, prints one warning',
  async (reason) => {
    const warnings = await warningsAfterSignOut(true, reason);
    expect(warnings).toEqual([`ngx-cognito-session: ${String(reason)}`]);
  },
);
