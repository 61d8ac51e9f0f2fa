// Forgetting a user's device removes that record and no other.

import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { CLIENT_ID, POOL_ID } from '../../test/support/fake-tokens';
import { RememberedDevices } from './remembered-devices';

it('a device that is forgotten is gone from the store, and the others are there', async () => {
  const store = new FakeStore();
  const devices = new RememberedDevices(store, { userPoolId: POOL_ID, clientId: CLIENT_ID });
  const device = { deviceKey: 'd', deviceGroupKey: 'g', password: 'p' };
  await devices.keep('maria', device);
  await devices.keep('josé', device);
  await devices.forget('maria');
  expect([...store.items.keys()]).toEqual([`${STORE_KEY}.device.josé`]);
  expect(await devices.find('maria')).toBeUndefined();
  expect(await devices.find('josé')).toEqual(device);
});
