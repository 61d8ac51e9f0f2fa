// The runtime of a browser finds the remembered device where the sign-in entry keeps it.

import { CurrentSession } from '../session/current-session';
import { setWebLocks } from '../../../test/support/fake-locks';
import { useFakePage } from '../../../test/support/fake-page';
import { LIFETIME_SECONDS } from '../../../test/support/fake-tokens';
import { observe } from '../../../test/support/observed';
import { openSimulatedCore } from '../../../test/support/simulated-core';
import { createRuntime } from './browser-runtime';

useFakePage();

it("a refresh has the device key that is kept beside the session's record", async () => {
  const core = openSimulatedCore();
  setWebLocks(undefined);
  const active = core.hold();
  core.persistence.write(active);
  core.store.items.set('name.device.maria', '{"deviceKey":"eu-west-1_d1"}');
  await core.clock.advance(LIFETIME_SECONDS * 1000);
  const runtime = createRuntime(core, new CurrentSession(core.clock), 'name', core.gateway);
  const asked = observe(runtime.refresher.refresh({ active, because: 'margin' }));
  await core.clock.advance(1000);
  expect(asked.values).toMatchObject([{ kind: 'refreshed' }]);
  expect(core.pool.calls.map(({ input }) => input['DeviceKey'])).toEqual(['eu-west-1_d1']);
});
