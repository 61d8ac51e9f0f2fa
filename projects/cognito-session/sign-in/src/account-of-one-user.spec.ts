// Tests account commands of several steps: setting up a second factor, making a passkey, deleting
// the user.

import { DEVICE_RECORD, openAccountTab } from '../../test/support/account-tab';
import {
  fakeCredentialJson,
  offerPasskeys,
  withdrawPasskeys,
} from '../../test/support/fake-passkeys';
import { STORE_KEY } from '../../test/support/fake-store';
import { refusal } from '../../test/support/scripted-sign-in';
import { MfaService, type TotpSetup } from './mfa-service';
import { PasskeyService } from './passkey-service';
import { UserService } from './user-service';

describe('setting up an authenticator app', () => {
  const SecretCode = 'JBSWY3DP';
  /** A setup that has begun. */
  async function begin(
    options?: { readonly issuer?: string },
    claims: object = {},
    answer: object = { SecretCode },
  ) {
    const tab = await openAccountTab(MfaService, { ...claims });
    tab.answer(answer);
    const { values, errors } = await tab.outcome(tab.service.setUpTotp(options));
    expect(errors).toEqual([]);
    return { ...tab, setup: values[0] as TotpSetup };
  }

  it('asks for a secret in the name of the user', async () => {
    const { setup, calls, AccessToken } = await begin();
    expect(setup.secret).toBe(SecretCode);
    expect(calls()).toStrictEqual([['AssociateSoftwareToken', { AccessToken }]]);
  });

  it('names the app’s entry by issuer and e-mail address', async () => {
    const { setup } = await begin({ issuer: 'Example' });
    expect(setup.uri).toBe(
      'otpauth://totp/Example:maria%40example.com?secret=JBSWY3DP&issuer=Example',
    );
  });

  it('names it by host and user name when there is nothing better', async () => {
    const { setup } = await begin(undefined, { email: undefined });
    expect(setup.uri).toBe('otpauth://totp/localhost:maria?secret=JBSWY3DP&issuer=localhost');
  });

  it('has an empty secret when Cognito gave none', async () => {
    expect((await begin({}, {}, {})).setup.secret).toBe('');
  });

  it('ends with the code and the name of the device', async () => {
    const { setup, answer, outcome, calls, AccessToken } = await begin();
    answer({ Status: 'SUCCESS' });
    const done = await outcome(setup.verify({ code: '123 987', deviceName: 'my phone' }));
    expect(done).toMatchObject({ values: [undefined], errors: [], completions: 1 });
    expect(calls()[1]).toStrictEqual([
      'VerifySoftwareToken',
      { AccessToken, UserCode: '123987', FriendlyDeviceName: 'my phone' },
    ]);
  });

  it.each([{ Status: 'ERROR' }, {}])('has not ended by the answer %j', async (said) => {
    const { setup, answer, outcome } = await begin();
    answer(said);
    const { errors } = await outcome(setup.verify({ code: '123987' }));
    expect(errors).toMatchObject([{ code: 'WRONG_CODE' }]);
  });

  it('asks for no secret without a session', async () => {
    const { service, outcome, calls } = await openAccountTab(MfaService, null);
    const { errors } = await outcome(service.setUpTotp());
    expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
    expect(calls()).toEqual([]);
  });
});

it.each([
  ['enabled', true],
  ['disabled', false],
] as const)('a passkey as the second factor is %s, and never preferred', async (passkey, on) => {
  const { service, answer, outcome, calls, AccessToken } = await openAccountTab(MfaService);
  answer({});
  expect((await outcome(service.setPreference({ passkey }))).errors).toEqual([]);
  expect(calls()).toStrictEqual([
    ['SetUserMFAPreference', { AccessToken, WebAuthnMfaSettings: { Enabled: on } }],
  ]);
});

describe('making a passkey', () => {
  afterEach(withdrawPasskeys);
  const OPTIONS = {
    challenge: 'c2VjcmV0',
    rp: { id: 'localhost' },
    user: { id: 'YW5h', name: 'ana' },
  };

  it('passes Cognito’s options to the browser, and the new passkey to Cognito', async () => {
    const { calls: browser } = offerPasskeys();
    const { service, answer, outcome, calls, AccessToken } = await openAccountTab(PasskeyService);
    answer({ CredentialCreationOptions: OPTIONS }, {});
    const { signal } = new AbortController();
    const done = await outcome(service.register({ signal }));
    expect(done).toMatchObject({ values: [true], errors: [], completions: 1 });
    expect(browser).toMatchObject([['create', { publicKey: { rp: OPTIONS.rp }, signal }]]);
    expect(calls()).toStrictEqual([
      ['StartWebAuthnRegistration', { AccessToken }],
      ['CompleteWebAuthnRegistration', { AccessToken, Credential: fakeCredentialJson('create') }],
    ]);
  });

  it('needs no signal', async () => {
    offerPasskeys();
    const { service, answer, outcome } = await openAccountTab(PasskeyService);
    answer({ CredentialCreationOptions: OPTIONS }, {});
    expect((await outcome(service.register())).errors).toEqual([]);
  });
});

describe('deleting the user', () => {
  const device = JSON.stringify({ deviceKey: 'd', deviceGroupKey: 'g', password: 'p' });

  it('is one call, ends the session and forgets the device', async () => {
    const { tab, service, answer, outcome, calls, AccessToken } = await openAccountTab(UserService);
    tab.store.items.set(DEVICE_RECORD, device);
    answer({});
    const done = await outcome(service.deleteUser());
    expect(done).toMatchObject({ values: [undefined], errors: [], completions: 1 });
    expect(calls()).toStrictEqual([['DeleteUser', { AccessToken }]]);
    expect(tab.manager.state).toEqual({ status: 'signed-out', reason: 'sign-out' });
    expect([...tab.store.items.keys()]).toEqual([]);
  });

  it('leaves everything as it is when Cognito refuses', async () => {
    const { tab, service, answer, outcome } = await openAccountTab(UserService);
    tab.store.items.set(DEVICE_RECORD, device);
    answer(refusal('TooManyRequestsException'));
    const { errors } = await outcome(service.deleteUser());
    expect(errors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
    expect(tab.manager.state.status).toBe('signed-in');
    expect([...tab.store.items.keys()].sort()).toEqual([STORE_KEY, DEVICE_RECORD]);
  });

  it('ends no session of another user who signs in during the call', async () => {
    const { tab, service, answer, outcome } = await openAccountTab(UserService);
    answer({});
    const deleted = outcome(service.deleteUser());
    await tab.manager.start(tab.pool.issue({ sub: 'somebody-else' }), 'now');
    expect((await deleted).values).toEqual([undefined]);
    expect(tab.manager.active?.sub).toBe('somebody-else');
  });
});
