// GlobalSignOut needs a valid access token. After a long absence a refresh gets one, and it has the
// device's key, too.

import { LIFETIME_SECONDS } from '../../../test/support/fake-tokens';
import { openSimulatedCore, type SimulatedCore } from '../../../test/support/simulated-core';
import type { DeviceKeyOf } from './device-key';
import type { ActiveSession } from '../session/active-session';
import { TokenRevocation } from './token-revocation';

/** Ends a session everywhere, this many milliseconds after its start. */
async function end(
  ms: number,
  deviceKey?: DeviceKeyOf,
): Promise<SimulatedCore & { readonly active: ActiveSession }> {
  const core = openSimulatedCore();
  const { config, gateway, clock } = core;
  const revocation = new TokenRevocation(config, gateway, clock, deviceKey);
  const active = core.hold();
  await clock.advance(ms);
  const ended = revocation.end(active, true);
  await clock.advance(100);
  expect(await ended).toEqual({ revoked: true, everywhere: true });
  return { ...core, active };
}
const EXPIRED_MS = LIFETIME_SECONDS * 1000;

describe('the end of a session on all devices', () => {
  it('sends the device key with the refresh before it', async () => {
    const deviceKey = jest.fn(() => Promise.resolve('eu-west-1_d1'));
    const { pool, active } = await end(EXPIRED_MS, deviceKey);
    expect(deviceKey.mock.calls).toEqual([[active]]);
    expect(pool.calls.map(({ operation, input }) => [operation, input['DeviceKey']])).toEqual([
      ['GetTokensFromRefreshToken', 'eu-west-1_d1'],
      ['GlobalSignOut', undefined],
      ['RevokeToken', undefined],
    ]);
  });

  it.each<[string, DeviceKeyOf | undefined]>([
    ['the session belongs to no device', () => Promise.resolve(undefined)],
    ['nobody knows of devices', undefined],
  ])('sends none when %s', async (_name, deviceKey) => {
    const { pool } = await end(EXPIRED_MS, deviceKey);
    expect(Object.keys(pool.calls[0]?.input ?? {})).toEqual(['ClientId', 'RefreshToken']);
  });

  it('does not read the device when the access token is still valid', async () => {
    const deviceKey = jest.fn(() => Promise.resolve('eu-west-1_d1'));
    await end(0, deviceKey);
    expect(deviceKey).not.toHaveBeenCalled();
  });
});
