// Tests second factors: the calls to Cognito, and the results.

import { describeCommands, openAccountHarness } from '../../test/support/account-harness';
import { leaksIn } from '../../test/support/leak-search';
import { observe } from '../../test/support/observed';
import { MfaService, type TotpSetup } from './mfa-service';

const SecretCode = 'CANARYSECRETJBSWY3DP';

describeCommands(MfaService, [
  {
    name: 'setUpTotp',
    run: (service) => service.setUpTotp({ issuer: 'Orders & more' }),
    operation: 'AssociateSoftwareToken',
    input: {},
    asUser: true,
    answer: { SecretCode },
    result: {
      secret: SecretCode,
      uri: `otpauth://totp/Orders%20%26%20more:maria%40example.com?secret=${SecretCode}&issuer=Orders%20%26%20more`,
      verify: expect.any(Function) as unknown,
    },
  },
  {
    name: 'setPreference of all',
    run: (service) =>
      service.setPreference({
        totp: 'preferred',
        sms: 'enabled',
        email: 'disabled',
        passkey: 'enabled',
      }),
    operation: 'SetUserMFAPreference',
    input: {
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      SMSMfaSettings: { Enabled: true, PreferredMfa: false },
      EmailMfaSettings: { Enabled: false, PreferredMfa: false },
      WebAuthnMfaSettings: { Enabled: true },
    },
    asUser: true,
  },
  {
    name: 'setPreference that turns passkeys off',
    run: (service) => service.setPreference({ passkey: 'disabled' }),
    operation: 'SetUserMFAPreference',
    input: { WebAuthnMfaSettings: { Enabled: false } },
    asUser: true,
  },
  ...(['sms', 'totp', 'email'] as const).map((factor) => ({
    name: `setPreference of ${factor} alone`,
    run: (service: MfaService) => service.setPreference({ [factor]: 'preferred' }),
    operation: 'SetUserMFAPreference' as const,
    input: {
      [{ sms: 'SMSMfaSettings', totp: 'SoftwareTokenMfaSettings', email: 'EmailMfaSettings' }[
        factor
      ]]: { Enabled: true, PreferredMfa: true },
    },
    asUser: true,
  })),
  {
    name: 'authFactors',
    run: (service) => service.authFactors(),
    operation: 'GetUserAuthFactors',
    input: {},
    asUser: true,
    answer: {
      Username: 'maria',
      ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN', 'SOFTWARE_TOKEN'],
      UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    },
    result: {
      configured: ['PASSWORD', 'WEB_AUTHN', 'SOFTWARE_TOKEN'],
      mfaTypes: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
      preferredMfa: 'SOFTWARE_TOKEN_MFA',
    },
  },
  {
    name: 'authFactors of a user without any',
    run: (service) => service.authFactors(),
    operation: 'GetUserAuthFactors',
    input: {},
    asUser: true,
    result: { configured: [], mfaTypes: [], preferredMfa: undefined },
  },
]);

async function begin(claims = {}) {
  const harness = await openAccountHarness(MfaService, { claims });
  harness.answer('AssociateSoftwareToken', { SecretCode });
  const { values } = await harness.finish(harness.service.setUpTotp());
  return { harness, setup: values[0] as TotpSetup };
}

it('names the page’s host and the user in the URI when nothing else is known', async () => {
  const { setup } = await begin({ email: undefined });
  expect(setup.uri).toBe(`otpauth://totp/localhost:maria?secret=${SecretCode}&issuer=localhost`);
});

it('does not store the secret', async () => {
  const { harness } = await begin();
  expect(leaksIn([...harness.store.items], [SecretCode])).toEqual([]);
});

it('verifies the first code, without the white space in it', async () => {
  const { harness, setup } = await begin();
  harness.answer('VerifySoftwareToken', { Status: 'SUCCESS' });
  const verified = await harness.finish(setup.verify({ code: '123 987', deviceName: 'my phone' }));
  expect([verified.values, verified.completions]).toEqual([[undefined], 1]);
  expect(harness.inputsOf('VerifySoftwareToken')).toEqual([
    {
      AccessToken: harness.tokens.AccessToken,
      UserCode: '123987',
      FriendlyDeviceName: 'my phone',
    },
  ]);
});

it('verifies when called, subscribed or not, and once', async () => {
  const { harness, setup } = await begin();
  harness.answer('VerifySoftwareToken', { Status: 'SUCCESS' });
  const verifying = setup.verify({ code: '123987' });
  await harness.app.clock.advance(1000);
  expect(observe(verifying).completions).toBe(1);
  expect(observe(verifying).completions).toBe(1);
  expect(harness.app.pool.count('VerifySoftwareToken')).toBe(1);
});

it('can be verified again after a wrong code, by either of Cognito’s two answers', async () => {
  const { harness, setup } = await begin();
  harness.refuse('VerifySoftwareToken', 'EnableSoftwareTokenMFAException', 'Code mismatch 555111');
  harness.answer('VerifySoftwareToken', { Status: 'ERROR' }, { Status: 'SUCCESS' });
  for (const way of ['refused', 'answered']) {
    const { errors } = await harness.finish(setup.verify({ code: '555111' }));
    expect(errors).toMatchObject([{ name: 'SignInError', code: 'WRONG_CODE' }]);
    expect({ way, leaks: leaksIn(errors, ['555111', SecretCode]) }).toEqual({ way, leaks: [] });
  }
  expect((await harness.finish(setup.verify({ code: '123987' }))).errors).toEqual([]);
});

it('verifies nothing after a sign-out', async () => {
  const { harness, setup } = await begin();
  harness.app.session.signOut();
  await harness.app.clock.advance(1000);
  const { errors } = await harness.finish(setup.verify({ code: '123987' }));
  expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
  expect(harness.app.pool.count('VerifySoftwareToken')).toBe(0);
});
