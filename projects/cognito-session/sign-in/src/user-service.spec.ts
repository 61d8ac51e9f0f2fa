// Tests the signed-in user's attributes, and the deletion of the account: the calls to Cognito, the
// results, and the session.

import { Subject } from 'rxjs';
import {
  type AccountHarness,
  describeCommands,
  openAccountHarness,
} from '../../test/support/account-harness';
import { setBroadcastChannel } from '../../test/support/fake-broadcast-channel';
import { type Outcome, serviceError, unreachable } from '../../test/support/fake-pool';
import { STORE_KEY } from '../../test/support/fake-store';
import { observe } from '../../test/support/observed';
import { DOOR, openBeside } from '../../test/support/session-app';
import { UserService } from './user-service';

const CodeDeliveryDetails = {
  Destination: '+*******1234',
  DeliveryMedium: 'SMS',
  AttributeName: 'phone_number',
};
const delivery = { destination: '+*******1234', medium: 'SMS', attribute: 'phone_number' };

describeCommands(UserService, [
  {
    name: 'getUser',
    run: (service) => service.getUser(),
    operation: 'GetUser',
    input: {},
    asUser: true,
    answer: {
      Username: 'maria',
      UserAttributes: [
        { Name: 'sub', Value: 'sub-1' },
        { Name: 'email', Value: 'maria@example.com' },
      ],
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
      PreferredMfaSetting: 'SMS_MFA',
    },
    result: {
      username: 'maria',
      attributes: { sub: 'sub-1', email: 'maria@example.com' },
      mfaTypes: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
      preferredMfa: 'SMS_MFA',
    },
  },
  {
    name: 'getUser of a user without second factors',
    run: (service) => service.getUser(),
    operation: 'GetUser',
    input: {},
    asUser: true,
    answer: { Username: 'maria', UserAttributes: [] },
    result: { username: 'maria', attributes: {}, mfaTypes: [], preferredMfa: undefined },
  },
  {
    name: 'updateAttributes',
    run: (service) =>
      service.updateAttributes({
        attributes: { phone_number: '+15551234', name: '' },
        clientMetadata: { page: 'me' },
      }),
    operation: 'UpdateUserAttributes',
    input: {
      UserAttributes: [
        { Name: 'phone_number', Value: '+15551234' },
        { Name: 'name', Value: '' },
      ],
      ClientMetadata: { page: 'me' },
    },
    asUser: true,
    answer: { CodeDeliveryDetailsList: [CodeDeliveryDetails] },
    result: [delivery],
  },
  {
    name: 'updateAttributes with nothing to verify',
    run: (service) => service.updateAttributes({ attributes: { name: 'M' } }),
    operation: 'UpdateUserAttributes',
    input: { UserAttributes: [{ Name: 'name', Value: 'M' }] },
    asUser: true,
    result: [],
  },
  {
    name: 'deleteAttributes',
    run: (service) => service.deleteAttributes(['name', 'custom:team']),
    operation: 'DeleteUserAttributes',
    input: { UserAttributeNames: ['name', 'custom:team'] },
    asUser: true,
  },
  {
    name: 'sendVerificationCode',
    run: (service) =>
      service.sendVerificationCode({ attribute: 'phone_number', clientMetadata: { page: 'me' } }),
    operation: 'GetUserAttributeVerificationCode',
    input: { AttributeName: 'phone_number', ClientMetadata: { page: 'me' } },
    asUser: true,
    answer: { CodeDeliveryDetails },
    result: delivery,
  },
  {
    name: 'verifyAttribute',
    run: (service) => service.verifyAttribute({ attribute: 'phone_number', code: '123 987' }),
    operation: 'VerifyUserAttribute',
    input: { AttributeName: 'phone_number', Code: '123987' },
    asUser: true,
    secrets: ['123987'],
  },
]);

describe('UserService', () => {
  let harness: AccountHarness<UserService>;
  beforeEach(async () => {
    harness = await openAccountHarness(UserService);
  });
  afterEach(() => setBroadcastChannel(false));
  const revoked: Outcome = () =>
    serviceError('NotAuthorizedException', 400, 'Access Token has been revoked');

  it('emits an observable that rxjs can chain at once', async () => {
    harness.answer('GetUser', { Username: 'maria' });
    const users = new Subject();
    const seen = observe(users);
    harness.service.getUser().subscribe(users);
    await harness.app.clock.advance(1000);
    expect(seen.values).toMatchObject([{ username: 'maria' }]);
  });

  describe('deleteUser', () => {
    const deleteUser = () => harness.finish(harness.service.deleteUser());

    it('sends the access token alone, once, and emits when it is done', async () => {
      harness.answer('DeleteUser', {});
      const { values, completions } = await deleteUser();
      expect([values, completions]).toEqual([[undefined], 1]);
      expect(harness.inputsOf('DeleteUser')).toEqual([{ AccessToken: harness.tokens.AccessToken }]);
    });

    it('runs when called, subscribed or not', async () => {
      harness.answer('DeleteUser', {});
      harness.service.deleteUser();
      await harness.app.clock.advance(1000);
      expect(harness.app.session.isAuthenticated()).toBe(false);
    });

    it('ends the session as a sign-out does, and leaves nothing in the store', async () => {
      harness.store.items.set(`${STORE_KEY}.device.maria`, '{"v":1}');
      harness.answer('DeleteUser', {});
      const events = observe(harness.app.session.events$);
      await deleteUser();
      expect(harness.app.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
      expect(events.values).toMatchObject([{ type: 'signed-out', reason: 'sign-out' }]);
      expect([...harness.store.items]).toEqual([]);
    });

    it('has ended it when it emits', async () => {
      harness.answer('DeleteUser', {});
      const seen: boolean[] = [];
      harness.service
        .deleteUser()
        .subscribe(() => seen.push(harness.app.session.isAuthenticated()));
      await harness.app.clock.advance(1000);
      expect(seen).toEqual([false]);
    });

    it('ends it in other tabs', async () => {
      setBroadcastChannel(true);
      harness = await openAccountHarness(UserService);
      const { clock, pool } = harness.app;
      const options = { store: harness.store, config: { onSessionEnd: 'stay' } } as const;
      const other = openBeside(DOOR, clock, pool, options, await DOOR.connect(pool));
      await clock.advance(1000);
      expect(other.session.isAuthenticated()).toBe(true);
      harness.answer('DeleteUser', {});
      await deleteUser();
      expect(other.session.state()).toEqual({ status: 'signed-out', reason: 'other-tab' });
    });

    it.each<[string, Outcome, string]>([
      ['Cognito refuses', () => serviceError('ForbiddenException', 403), 'REFUSED'],
      ['there is no network', unreachable(), 'UNAVAILABLE'],
    ])('keeps the session when %s', async (_name, outcome, code) => {
      harness.app.pool.next('DeleteUser', outcome);
      const session = harness.app.session.session();
      const { errors } = await deleteUser();
      expect(errors).toMatchObject([{ code }]);
      expect(harness.app.session.session()).toBe(session);
    });

    it('ends no session of another user who signed in meanwhile', async () => {
      harness.answer('DeleteUser', {});
      const done = observe(harness.service.deleteUser());
      await harness.app.clock.advance(1);
      void harness.app.signIn(harness.app.pool.issue({ sub: 'somebody-else' }));
      await harness.app.clock.advance(1000);
      expect(done.values).toHaveLength(1);
      expect(harness.app.session.user()?.sub).toBe('somebody-else');
    });

    it('never deletes another user, whenever that user signs in', async () => {
      for (const waitMs of [0, 1, 29, 31]) {
        harness = await openAccountHarness(UserService);
        harness.app.pool.next('DeleteUser', revoked);
        observe(harness.service.deleteUser());
        if (waitMs) await harness.app.clock.advance(waitMs);
        void harness.app.signIn(harness.app.pool.issue({ sub: 'somebody-else' }));
        await harness.app.clock.advance(10_000);
        expect(harness.inputsOf('DeleteUser')).toEqual([
          { AccessToken: harness.tokens.AccessToken },
        ]);
        expect(harness.app.session.user()?.sub).toBe('somebody-else');
      }
    });

    it('errors with NOT_SIGNED_IN without a session, and makes no call', async () => {
      harness = await openAccountHarness(UserService, { signedIn: false });
      const { errors } = await deleteUser();
      expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
      expect(harness.app.pool.calls).toEqual([]);
    });
  });
});
