// Tests the Signal API, which reports useless passkeys to the user's password managers.

import { type AccountHarness, openAccountHarness } from '../../test/support/account-harness';
import { json, unreachable } from '../../test/support/fake-pool';
import {
  base64Url,
  bufferOf,
  fakeCredential,
  offerPasskeys,
  withdrawPasskeys,
} from '../../test/support/fake-passkeys';
import { DOOR } from '../../test/support/session-app';
import {
  answerChallenge,
  answerTokens,
  openSignInHarness,
} from '../../test/support/sign-in-harness';
import { TestBed } from '@angular/core/testing';
import { PasskeyService } from './passkey-service';
import type { WebAuthnStep } from './sign-in-step';

const CreatedAt = 1_700_000_000.5;
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

const signals = {
  signalUnknownCredential: async () => undefined,
  signalAllAcceptedCredentials: async () => undefined,
};
const credential = (CredentialId: string) => ({
  CredentialId,
  CreatedAt,
  RelyingPartyId: 'example.com',
});
const signalled = ({ calls }: ReturnType<typeof offerPasskeys>): unknown[] =>
  calls.filter(([method]) => method.startsWith('signal'));
const unknown = (credentialId: string, rpId: string): unknown => [
  'signalUnknownCredential',
  { rpId, credentialId },
];
const accepted = (...allAcceptedCredentialIds: string[]): unknown => [
  'signalAllAcceptedCredentials',
  { rpId: 'localhost', userId: 'YW5h', allAcceptedCredentialIds },
];

it.each(['WebAuthnCredentialNotSupportedException', 'WebAuthnChallengeNotFoundException'])(
  'a passkey that Cognito does not register, by %s, is reported as unknown',
  async (name) => {
    const passkeys = offerPasskeys(signals);
    harness.refuse('CompleteWebAuthnRegistration', name);
    await harness.finish(harness.service.register());
    expect(signalled(passkeys)).toEqual([unknown(base64Url('credential-1'), 'localhost')]);
  },
);

it('a passkey that Cognito may have registered is not reported', async () => {
  const passkeys = offerPasskeys(signals);
  harness.app.pool.always('CompleteWebAuthnRegistration', unreachable('Failed to fetch'));
  const { errors } = await harness.finish(harness.service.register());
  expect(errors).toMatchObject([{ code: 'UNAVAILABLE' }]);
  expect(signalled(passkeys)).toEqual([]);
});

it('a listed passkey that is deleted is reported as unknown, with its domain', async () => {
  const passkeys = offerPasskeys(signals);
  harness.answer('ListWebAuthnCredentials', { Credentials: [credential('1'), credential('2')] });
  await harness.finish(harness.service.list());
  harness.answer('DeleteWebAuthnCredential', {});
  await harness.finish(harness.service.delete('2'));
  expect(signalled(passkeys)).toEqual([unknown('2', 'example.com')]);
});

it('a new passkey is reported when it is deleted', async () => {
  const passkeys = offerPasskeys(signals);
  harness.answer('CompleteWebAuthnRegistration', {});
  await harness.finish(harness.service.register());
  harness.answer('DeleteWebAuthnCredential', {});
  await harness.finish(harness.service.delete(base64Url('credential-1')));
  expect(signalled(passkeys)).toEqual([unknown(base64Url('credential-1'), 'localhost')]);
});

it('nothing is reported when Cognito refuses to delete it', async () => {
  const passkeys = offerPasskeys(signals);
  harness.refuse('DeleteWebAuthnCredential', 'ResourceNotFoundException');
  const { errors } = await harness.finish(harness.service.delete('1'));
  expect(errors).toMatchObject([{ code: 'INVALID_CONFIG' }]);
  expect(signalled(passkeys)).toEqual([]);
});

it('a list reports all passkeys, if the page knows the user’s handle', async () => {
  const passkeys = offerPasskeys(signals);
  harness.answer('CompleteWebAuthnRegistration', {});
  await harness.finish(harness.service.register());
  harness.answer('ListWebAuthnCredentials', { Credentials: [credential('1'), credential('2')] });
  await harness.finish(harness.service.list());
  expect(signalled(passkeys)).toEqual([accepted('1', '2')]);
});

it('a list alone reports nothing: Cognito does not send the handle', async () => {
  const passkeys = offerPasskeys(signals);
  harness.answer('ListWebAuthnCredentials', { Credentials: [credential('1')] });
  await harness.finish(harness.service.list());
  expect(signalled(passkeys)).toEqual([]);
});

it('the handle of one user is not used for the next', async () => {
  const passkeys = offerPasskeys(signals);
  harness.answer('CompleteWebAuthnRegistration', {});
  await harness.finish(harness.service.register());
  await harness.app.signIn(harness.app.pool.issue({ sub: 'somebody-else' }));
  harness.answer('ListWebAuthnCredentials', { Credentials: [credential('9')] });
  const { values } = await harness.finish(harness.service.list());
  expect(values).toHaveLength(1);
  expect(signalled(passkeys)).toEqual([]);
});

it.each([
  ['says whose it is', { userHandle: bufferOf('ana') }, [accepted('1')]],
  ['does not say whose it is', { userHandle: null }, []],
])('a passkey that has signed in and %s', async (_what, response, told) => {
  const passkeys = offerPasskeys({ ...signals, get: async () => fakeCredential('get', response) });
  TestBed.resetTestingModule();
  const { app, service, finish } = await openSignInHarness(DOOR);
  const parameters = {
    CREDENTIAL_REQUEST_OPTIONS: JSON.stringify({ challenge: 'YQ', rpId: 'localhost' }),
  };
  app.pool.always('InitiateAuth', answerChallenge('WEB_AUTHN', 'session-1', parameters));
  app.pool.always('RespondToAuthChallenge', answerTokens(app.pool.issue()));
  const { values } = await finish(service.signIn({ username: 'ana', flow: 'USER_AUTH' }));
  await finish((values[0] as WebAuthnStep).respond({}));
  app.pool.always('ListWebAuthnCredentials', () => json(200, { Credentials: [credential('1')] }));
  await finish(TestBed.inject(PasskeyService).list());
  expect(signalled(passkeys)).toEqual(told);
});
