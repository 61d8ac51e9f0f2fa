// M01, for a spec file with zone.js and one without: zone.js patches globals, so they cannot share
// a file.

import type { EnvironmentProviders, Provider } from '@angular/core';
import { setBroadcastChannel } from './fake-broadcast-channel';
import { FakeClock } from './fake-clock';
import { FakeLocks, setWebLocks } from './fake-locks';
import { FakeStore } from './fake-store';
import { observe } from './observed';
import { openViewedApp, type ViewedApp } from './session-view';

/**
 * Sign-in, refresh and another tab's sign-out, each of them seen in the view after the next render.
 */
export function itFollowsTheSession(
  name: string,
  changeDetection: () => Provider | EnvironmentProviders,
): void {
  let app: ViewedApp;
  beforeEach(async () => {
    // Angular says there that it runs in development mode.
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const clock = new FakeClock();
    setBroadcastChannel(true);
    setWebLocks(new FakeLocks(clock));
    app = await openViewedApp(new FakeStore(), clock, changeDetection());
    await app.root.whenStable();
  }, 30_000);
  afterEach(() => {
    jest.restoreAllMocks();
    app.destroy();
    setWebLocks(undefined);
    setBroadcastChannel(false);
  });

  /** Nothing here asks for a render: the view has to find out by itself. */
  const rendered = async (): Promise<ViewedApp['shown']> => {
    await app.clock.advance(1000);
    await app.root.whenStable();
    return app.shown;
  };

  it(`M01: ${name}: the view shows a sign-in`, async () => {
    expect(app.shown).toEqual(['signed-out - false', 'signed-out - false']);
    await app.signIn();
    expect(app.session.isAuthenticated()).toBe(true);
    expect(await rendered()).toEqual(app.expected);
  });

  it(`M01: ${name}: the view shows a refresh`, async () => {
    await app.signIn();
    const before = await rendered();
    observe(app.session.refreshSession());
    const after = await rendered();
    expect(app.pool.refreshes).toBe(1);
    expect(after).toEqual(app.expected);
    expect(after).not.toEqual(before);
  });

  it(`M01: ${name}: the view shows the sign-in, refresh and sign-out of another tab`, async () => {
    await app.signIn();
    await rendered();
    observe(app.otherTab.session.refreshSession());
    const adopted = await rendered();
    expect(adopted).toEqual(app.expected);
    expect(app.session.idToken()?.getJwtToken()).toBe(
      app.otherTab.session.idToken()?.getJwtToken(),
    );
    observe(app.otherTab.session.signOut());
    expect(await rendered()).toEqual(['signed-out - false', 'signed-out - false']);
    expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'other-tab' });
  });
}
