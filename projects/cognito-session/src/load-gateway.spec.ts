// Tests the gateway of the session and of the sign-in entry: the default is by fetch, and each is
// wrapped.

import { SecretFreeGateway } from './core/cognito/secret-free-gateway';
import { checkConfig } from './core/config/session-config';
import { loadGateway } from './load-gateway';
import { FakeClock } from '../test/support/fake-clock';
import { serveByFetch } from '../test/support/fake-fetch';
import { FakePool, serviceError } from '../test/support/fake-pool';
import { configWith } from '../test/support/good-config';
import { ScriptedGateway } from '../test/support/scripted-gateway';

const config = checkConfig(configWith());
const INPUT = { ClientId: 'client', Token: 'Canary-refresh-token' };

it.each([
  ['nothing', undefined],
  ['a choice of fetch', () => undefined],
])('%s is the gateway by fetch, wrapped', async (_what, create) => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  serveByFetch(pool);
  pool.always('RevokeToken', () => serviceError('InvalidParameterException', 400, INPUT.Token));
  const gateway = await loadGateway(config, create);
  const call = expect(gateway.send('RevokeToken', INPUT)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: '***',
  });
  await clock.advance(100);
  await call;
});

it('K09: a gateway of the app’s own is wrapped', async () => {
  const mine = new ScriptedGateway(() => Promise.reject(new Error(`of ${INPUT.Token}`)));
  const create = jest.fn(() => mine);
  const gateway = await loadGateway(config, create);
  expect(create.mock.calls).toEqual([[config]]);
  await expect(gateway.send('RevokeToken', INPUT)).rejects.toMatchObject({ message: 'of ***' });
});

it('the gateway by the AWS SDK is wrapped', async () => {
  expect(await loadGateway(config, 'aws-sdk')).toBeInstanceOf(SecretFreeGateway);
});

it('a gateway that does not load rejects', async () => {
  const lost = new TypeError('Failed to fetch the chunk');
  await expect(loadGateway(config, () => Promise.reject(lost))).rejects.toBe(lost);
});
