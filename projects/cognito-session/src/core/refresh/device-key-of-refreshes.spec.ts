// Every refresh has the device's key: a pool that tracks devices refuses a refresh without it.

import { unreachable } from '../../../test/support/fake-pool';
import { openRefresherTab, putNewer } from '../../../test/support/refresher-tab';
import { observe } from '../../../test/support/observed';
import type { DeviceKeyOf } from './device-key';
import type { ActiveSession } from '../session/active-session';
import type { RefreshRequest } from './refresh-request';
import { CurrentSession } from '../session/current-session';
import { SessionRuntime } from '../runtime/session-runtime';

/** A tab whose sessions belong to a device, or to none. */
async function open(deviceKey: DeviceKeyOf | undefined) {
  const core = await openRefresherTab();
  const runtime = new SessionRuntime(
    { ...core, ...(deviceKey && { deviceKey }) },
    new CurrentSession(core.clock),
  );
  const ask = (request: Partial<RefreshRequest> = {}) =>
    observe(runtime.refresher.refresh({ active: core.active, because: 'margin', ...request }));
  const sent = (): unknown[] =>
    core.pool.calls
      .filter(({ operation }) => operation === 'GetTokensFromRefreshToken')
      .map(({ input }) => input['DeviceKey']);
  return { ...core, runtime, ask, sent };
}
const always: DeviceKeyOf = () => Promise.resolve('eu-west-1_d1');

describe('the device key', () => {
  it.each(['margin', 'forced', 'rejected'] as const)(
    'goes with a refresh that is %s',
    async (because) => {
      const { ask, sent, clock } = await open(always);
      const asked = ask({ because });
      await clock.advance(30);
      expect(asked.values).toMatchObject([{ kind: 'refreshed' }]);
      expect(sent()).toEqual(['eu-west-1_d1']);
    },
  );

  it('is sent with each call of a refresh', async () => {
    const { ask, sent, clock, pool } = await open(always);
    pool.next('GetTokensFromRefreshToken', unreachable());
    const asked = ask();
    await clock.advance(10_000);
    expect(asked.values).toMatchObject([{ kind: 'refreshed' }]);
    expect(sent()).toEqual(['eu-west-1_d1', 'eu-west-1_d1']);
  });

  it('is read once in a flight, for the session that is refreshed', async () => {
    const asked: ActiveSession[] = [];
    const tab = await open((active) => {
      asked.push(active);
      return always(active);
    });
    // Another tab went on with the same generation; its tokens are not fresh enough for a forced
    // refresh of its own.
    const newer = putNewer(tab, { revision: 1 });
    tab.ask({ active: newer, because: 'forced' });
    tab.ask({ active: newer, because: 'forced' });
    await tab.clock.advance(30);
    expect(asked.map(({ revision }) => revision)).toEqual([1]);
    expect(tab.sent()).toEqual(['eu-west-1_d1']);
  });

  it.each<[string, DeviceKeyOf | undefined]>([
    ['the session belongs to no device', () => Promise.resolve(undefined)],
    ['nobody knows of devices', undefined],
  ])('is not sent when %s', async (_name, deviceKey) => {
    const { ask, clock, pool } = await open(deviceKey);
    ask();
    await clock.advance(30);
    expect(pool.calls.map(({ input }) => Object.keys(input))).toEqual([
      ['ClientId', 'RefreshToken'],
    ]);
  });

  it('is what the end on all devices sends as well, after a long absence', async () => {
    const { runtime, sent, active, clock } = await open(always);
    await clock.advance(30_000);
    const end = runtime.revocation.end(active, true);
    await clock.advance(100);
    expect(await end).toEqual({ revoked: true, everywhere: true });
    expect(sent()).toEqual(['eu-west-1_d1']);
  });
});
