// Tests the lazily loaded code that makes passkeys: a download that fails or is slow.

import { openAccountTab } from '../../test/support/account-tab';
import { offerPasskeys, withdrawPasskeys } from '../../test/support/fake-passkeys';
import { PasskeyService } from './passkey-service';

let mockDownloads = 0;
let mockOffline = false;
jest.mock('./passkey-registration', (): unknown => {
  mockDownloads++;
  if (mockOffline) throw new TypeError('Failed to fetch dynamically imported module');
  return jest.requireActual('./passkey-registration');
});
beforeEach(() => {
  jest.resetModules();
  mockDownloads = 0;
  mockOffline = false;
});
afterEach(withdrawPasskeys);

const OPTIONS = {
  challenge: 'c2VjcmV0',
  rp: { id: 'localhost' },
  user: { id: 'YW5h', name: 'ana' },
};

it('begins with the service, before its first call', async () => {
  await openAccountTab(PasskeyService);
  expect(mockDownloads).toBe(1);
});

it('that failed is UNAVAILABLE, without a call; the next try makes the passkey', async () => {
  offerPasskeys();
  mockOffline = true;
  const { service, answer, outcome, calls } = await openAccountTab(PasskeyService);
  expect((await outcome(service.register())).errors).toMatchObject([{ code: 'UNAVAILABLE' }]);
  expect(calls()).toEqual([]);
  mockOffline = false;
  answer({ CredentialCreationOptions: OPTIONS }, {});
  expect(await outcome(service.register())).toMatchObject({ values: [true], errors: [] });
});

it('that failed does not keep a passkey from being listed and deleted', async () => {
  mockOffline = true;
  const { service, answer, outcome } = await openAccountTab(PasskeyService);
  answer({ Credentials: [{ CredentialId: 'key', CreatedAt: 0 }] }, {});
  expect((await outcome(service.list())).values).toMatchObject([[{ credentialId: 'key' }]]);
  expect(await outcome(service.delete('key'))).toMatchObject({ errors: [], completions: 1 });
});

it('makes no passkey for another user who signs in during the download', async () => {
  const passkeys = offerPasskeys();
  const { tab, service, outcome, calls } = await openAccountTab(PasskeyService);
  const made = outcome(service.register());
  await tab.manager.start(tab.pool.issue({ sub: 'somebody-else' }), 'now');
  expect((await made).errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
  expect([calls(), passkeys.calls]).toEqual([[], []]);
});
