// Tests the runtime with the browser's own locks, page and fetch.

import { CurrentSession } from '../session/current-session';
import { FakeClock } from '../../../test/support/fake-clock';
import { FakeLocks, setWebLocks } from '../../../test/support/fake-locks';
import { useFakePage } from '../../../test/support/fake-page';
import { LIFETIME_SECONDS } from '../../../test/support/fake-tokens';
import { observe } from '../../../test/support/observed';
import { openSimulatedCore } from '../../../test/support/simulated-core';
import { createRuntime } from './browser-runtime';
import type { CognitoGateway } from '../cognito/cognito-gateway';

const page = useFakePage();
afterAll(() => setWebLocks(undefined));

describe('createRuntime', () => {
  it('calls Cognito by its gateway, one tab at a time', async () => {
    const clock = new FakeClock();
    const web = new FakeLocks(clock);
    setWebLocks(web);
    const core = openSimulatedCore({ clock });
    const active = core.hold();
    core.persistence.write(active);
    await clock.advance(LIFETIME_SECONDS * 1000);
    const send = jest.fn(() => Promise.reject(new Error('mine')));
    const mine: unknown = { send };
    const runtime = createRuntime(
      core,
      new CurrentSession(core.clock),
      'name',
      mine as CognitoGateway,
    );
    const asked = observe(runtime.refresher.refresh({ active, because: 'margin' }));
    await clock.advance(1000);
    expect(asked.values.map(({ kind }) => kind)).toEqual(['failed']);
    expect(core.pool.refreshes).toBe(0);
    expect(send).toHaveBeenCalledTimes(1);
    expect(web.holds).toHaveLength(1);
  });

  it('sets markers under its name, and follows the page', async () => {
    const clock = new FakeClock();
    const web = new FakeLocks(clock);
    setWebLocks(web);
    const core = openSimulatedCore({ clock });
    const runtime = createRuntime(core, new CurrentSession(core.clock), 'name', core.gateway);
    runtime.markEnded('gen');
    await clock.advance(0);
    expect((await web.query()).held).toEqual([{ name: 'name:ended:gen', mode: 'shared' }]);
    const reads = core.store.operations.length;
    runtime.run();
    page.fire('focus');
    // The page becomes visible, so the store is read.
    expect(core.store.operations.length).toBeGreaterThan(reads);
  });

  it('knows the generations that are over', async () => {
    const core = openSimulatedCore();
    setWebLocks(undefined);
    const current = new CurrentSession(core.clock);
    const runtime = createRuntime(core, current, 'name', core.gateway);
    core.persistence.write(core.hold());
    current.ended?.add('gen');
    expect(runtime.watcher.compare(null)).toBeUndefined();
  });
});
