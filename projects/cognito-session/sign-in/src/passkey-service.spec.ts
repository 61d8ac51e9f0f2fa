// Tests the passkeys of the signed-in user: the calls to the browser and to Cognito, and the
// results.

import {
  type AccountHarness,
  describeCommands,
  openAccountHarness,
} from '../../test/support/account-harness';
import {
  fakeCredential,
  fakeCredentialJson,
  offerPasskeys,
  withdrawPasskeys,
} from '../../test/support/fake-passkeys';
import { observe } from '../../test/support/observed';
import { PasskeyService } from './passkey-service';

const CreatedAt = 1_700_000_000.5;
const createdAt = new Date(1_700_000_000_500);

describeCommands(PasskeyService, [
  {
    name: 'list',
    run: (service) => service.list(),
    operation: 'ListWebAuthnCredentials',
    input: {},
    asUser: true,
    answer: {
      Credentials: [
        {
          CredentialId: 'id-1',
          FriendlyCredentialName: 'iCloud',
          RelyingPartyId: 'example.com',
          AuthenticatorTransports: ['internal'],
          CreatedAt,
        },
      ],
    },
    result: [{ credentialId: 'id-1', name: 'iCloud', createdAt }],
  },
  {
    name: 'list of a user without any',
    run: (service) => service.list(),
    operation: 'ListWebAuthnCredentials',
    input: {},
    asUser: true,
    answer: { Credentials: [] },
    result: [],
  },
  {
    name: 'delete',
    run: (service) => service.delete('id-1'),
    operation: 'DeleteWebAuthnCredential',
    input: { CredentialId: 'id-1' },
    asUser: true,
  },
]);

describe('PasskeyService', () => {
  const OPTIONS = {
    challenge: 'c2VjcmV0',
    rp: { id: 'localhost', name: 'x' },
    user: { id: 'YW5h', name: 'ana', displayName: 'Ana' },
  };
  let harness: AccountHarness<PasskeyService>;
  beforeEach(async () => {
    harness = await openAccountHarness(PasskeyService);
    harness.answer('StartWebAuthnRegistration', { CredentialCreationOptions: OPTIONS });
  });
  afterEach(withdrawPasskeys);

  it('lists all pages in their order', async () => {
    const page = (id: string, NextToken?: string) => ({
      Credentials: [{ CredentialId: id, CreatedAt }],
      NextToken,
    });
    harness.answer('ListWebAuthnCredentials', page('1', 'a'), { NextToken: 'b' }, page('2'));
    const { values } = await harness.finish(harness.service.list());
    expect(values.map((all) => all.map(({ credentialId }) => credentialId))).toEqual([['1', '2']]);
    const { AccessToken } = harness.tokens;
    expect(harness.inputsOf('ListWebAuthnCredentials')).toEqual([
      { AccessToken },
      { AccessToken, NextToken: 'a' },
      { AccessToken, NextToken: 'b' },
    ]);
  });

  describe('register', () => {
    it('lets the browser make a passkey of Cognito’s options, and sends it', async () => {
      const { calls } = offerPasskeys();
      harness.answer('CompleteWebAuthnRegistration', {});
      const { values, completions } = await harness.finish(harness.service.register());
      expect([values, completions]).toEqual([[true], 1]);
      expect(calls).toMatchObject([['create', { publicKey: { rp: OPTIONS.rp } }]]);
      const { AccessToken } = harness.tokens;
      expect(harness.app.pool.calls.map(({ operation, input }) => [operation, input])).toEqual([
        ['StartWebAuthnRegistration', { AccessToken }],
        ['CompleteWebAuthnRegistration', { AccessToken, Credential: fakeCredentialJson('create') }],
      ]);
    });

    it('runs when called, subscribed or not, and once', async () => {
      const { calls } = offerPasskeys();
      harness.answer('CompleteWebAuthnRegistration', {});
      const registering = harness.service.register();
      await harness.app.clock.advance(1000);
      expect(observe(registering).completions).toBe(1);
      expect(observe(registering).completions).toBe(1);
      expect(calls.filter(([method]) => method === 'create')).toHaveLength(1);
    });

    it('lets a signal close the dialog', async () => {
      const { calls } = offerPasskeys();
      harness.answer('CompleteWebAuthnRegistration', {});
      const { signal } = new AbortController();
      await harness.finish(harness.service.register({ signal }));
      expect(calls[0]?.[1]).toMatchObject({ signal });
    });

    it('errors with PASSKEY_FAILED when the user declines, and registers nothing', async () => {
      offerPasskeys({ create: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
      const { errors } = await harness.finish(harness.service.register());
      expect(errors).toMatchObject([{ name: 'SignInError', code: 'PASSKEY_FAILED' }]);
      expect(harness.app.pool.count('CompleteWebAuthnRegistration')).toBe(0);
    });

    it('opens no dialog when Cognito refuses', async () => {
      harness = await openAccountHarness(PasskeyService);
      const { calls } = offerPasskeys();
      harness.refuse('StartWebAuthnRegistration', 'WebAuthnNotEnabledException');
      const { errors } = await harness.finish(harness.service.register());
      expect(errors).toMatchObject([{ code: 'INVALID_CONFIG' }]);
      expect(calls).toEqual([]);
    });

    it('errors with CHALLENGE_EXPIRED when the dialog was open for too long', async () => {
      offerPasskeys();
      harness.refuse('CompleteWebAuthnRegistration', 'WebAuthnChallengeNotFoundException');
      const { errors } = await harness.finish(harness.service.register());
      expect(errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
    });

    it('registers nothing after a sign-out while the dialog was open', async () => {
      offerPasskeys({
        create: async () => {
          harness.app.session.signOut();
          return fakeCredential('create');
        },
      });
      const { errors } = await harness.finish(harness.service.register());
      expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
      expect(harness.app.pool.count('CompleteWebAuthnRegistration')).toBe(0);
    });

    it('errors with NOT_SIGNED_IN without a session, and makes no call', async () => {
      harness = await openAccountHarness(PasskeyService, { signedIn: false });
      const { calls } = offerPasskeys();
      const { errors } = await harness.finish(harness.service.register());
      expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
      expect([...harness.app.pool.calls, ...calls]).toEqual([]);
    });
  });

  describe('register without a dialog', () => {
    const able = { getClientCapabilities: async () => ({ conditionalCreate: true }) };

    it('makes and registers a passkey where the browser can', async () => {
      const { calls } = offerPasskeys(able);
      harness.answer('CompleteWebAuthnRegistration', {});
      const { values } = await harness.finish(harness.service.register({ conditional: true }));
      expect(values).toEqual([true]);
      expect(calls[1]).toMatchObject(['create', { mediation: 'conditional' }]);
      expect(harness.app.pool.count('CompleteWebAuthnRegistration')).toBe(1);
    });

    it('emits false where the browser cannot, and makes no call', async () => {
      const { calls } = offerPasskeys();
      const { values, errors } = await harness.finish(
        harness.service.register({ conditional: true }),
      );
      expect([values, errors]).toEqual([[false], []]);
      expect([...harness.app.pool.calls, ...calls]).toEqual([]);
    });

    it('emits false where no password manager agrees, and registers nothing', async () => {
      const create = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      offerPasskeys({ ...able, create });
      const { values, errors } = await harness.finish(
        harness.service.register({ conditional: true }),
      );
      expect([values, errors]).toEqual([[false], []]);
      expect(harness.app.pool.count('CompleteWebAuthnRegistration')).toBe(0);
    });

    it('errors with the code of Cognito’s refusal', async () => {
      harness = await openAccountHarness(PasskeyService);
      offerPasskeys(able);
      harness.refuse('StartWebAuthnRegistration', 'WebAuthnNotEnabledException');
      const { errors } = await harness.finish(harness.service.register({ conditional: true }));
      expect(errors).toMatchObject([{ code: 'INVALID_CONFIG' }]);
    });

    it('errors with NOT_SIGNED_IN without a session, in any browser', async () => {
      harness = await openAccountHarness(PasskeyService, { signedIn: false });
      const { errors } = await harness.finish(harness.service.register({ conditional: true }));
      expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
    });
  });
});
