// Tests a sign-out while the account is being deleted: it is deleted all the same, and no session
// is left to end.

import { openAccountTab } from '../../test/support/account-tab';
import { UserService } from './user-service';

it('a deletion that is answered after a sign-out succeeds', async () => {
  const { tab, service, answer, outcome, calls, AccessToken } = await openAccountTab(UserService);
  answer({});
  const deleted = outcome(service.deleteUser());
  tab.manager.signOut().catch(() => undefined);
  expect(await deleted).toMatchObject({ values: [undefined], errors: [], completions: 1 });
  expect(calls()).toStrictEqual([['DeleteUser', { AccessToken }]]);
  expect(tab.manager.state).toEqual({ status: 'signed-out', reason: 'sign-out' });
});
