// Tests the input that each account command sends, and its result for the page, to the last member.

import type { Type } from '@angular/core';
import type { Observable } from 'rxjs';
import { openAccountTab } from '../../test/support/account-tab';
import { CLIENT_ID } from '../../test/support/fake-tokens';
import { MfaService } from './mfa-service';
import { PasskeyService } from './passkey-service';
import { PasswordService } from './password-service';
import { SignUpService } from './sign-up-service';
import { UserService } from './user-service';

interface Row {
  readonly name: string;
  readonly operation: string;
  /** The input beside access token or client id. */
  readonly sent: object;
  readonly answer: object;
  readonly result: unknown;
  readonly open: (claims: Readonly<Record<string, unknown>> | null) => Promise<{
    readonly run: () => Promise<{ values: unknown[]; errors: unknown[]; completions: number }>;
    readonly calls: () => unknown[];
    readonly AccessToken: string | undefined;
  }>;
}

/** One row; by default Cognito answers with nothing, and the page gets nothing. */
function row<Service>(
  type: Type<Service>,
  name: string,
  command: (service: Service) => Observable<unknown>,
  [operation, sent]: [operation: string, sent: object],
  [answer, result]: [answer: object, result?: unknown] = [{}],
): Row {
  return {
    name,
    operation,
    sent,
    answer,
    result,
    open: async (claims) => {
      const tab = await openAccountTab(type, claims);
      tab.answer(answer);
      return { ...tab, run: () => tab.outcome(command(tab.service)) };
    },
  };
}

const clientMetadata = { page: '日本' };
const ClientMetadata = clientMetadata;
const CodeDeliveryDetails = {
  Destination: 'm***@e***',
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
};
const delivery = { destination: 'm***@e***', medium: 'EMAIL', attribute: 'email' };
const nowhere = { destination: undefined, medium: undefined, attribute: undefined };
const username = 'maría';

const USER_ROWS: readonly Row[] = [
  row(
    UserService,
    'getUser',
    (user) => user.getUser(),
    ['GetUser', {}],
    [
      {
        Username: username,
        UserAttributes: [
          { Name: 'email', Value: 'm@example.com' },
          { Name: 'custom:a', Value: '1' },
        ],
        UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
        PreferredMfaSetting: 'SMS_MFA',
      },
      {
        username,
        attributes: { email: 'm@example.com', 'custom:a': '1' },
        mfaTypes: ['SMS_MFA', 'EMAIL_OTP'],
        preferredMfa: 'SMS_MFA',
      },
    ],
  ),
  row(
    UserService,
    'getUser of a bare user',
    (user) => user.getUser(),
    ['GetUser', {}],
    [{ Username: username }, { username, attributes: {}, mfaTypes: [], preferredMfa: undefined }],
  ),
  row(
    UserService,
    'updateAttributes',
    (user) => user.updateAttributes({ attributes: { email: 'n@e', name: 'M' }, clientMetadata }),
    [
      'UpdateUserAttributes',
      {
        UserAttributes: [
          { Name: 'email', Value: 'n@e' },
          { Name: 'name', Value: 'M' },
        ],
        ClientMetadata,
      },
    ],
    [{ CodeDeliveryDetailsList: [CodeDeliveryDetails] }, [delivery]],
  ),
  row(
    UserService,
    'updateAttributes that sends no code',
    (user) => user.updateAttributes({ attributes: { name: 'M' } }),
    ['UpdateUserAttributes', { UserAttributes: [{ Name: 'name', Value: 'M' }] }],
    [{}, []],
  ),
  row(UserService, 'deleteAttributes', (user) => user.deleteAttributes(['name']), [
    'DeleteUserAttributes',
    { UserAttributeNames: ['name'] },
  ]),
  row(
    UserService,
    'sendVerificationCode',
    (user) => user.sendVerificationCode({ attribute: 'email', clientMetadata }),
    ['GetUserAttributeVerificationCode', { AttributeName: 'email', ClientMetadata }],
    [{ CodeDeliveryDetails }, delivery],
  ),
  row(
    UserService,
    'verifyAttribute',
    (user) => user.verifyAttribute({ attribute: 'email', code: ' 12 34\t56 ' }),
    ['VerifyUserAttribute', { AttributeName: 'email', Code: '123456' }],
  ),
  row(
    MfaService,
    'setPreference',
    (mfa) => mfa.setPreference({ sms: 'disabled', totp: 'preferred', email: 'enabled' }),
    [
      'SetUserMFAPreference',
      {
        SMSMfaSettings: { Enabled: false, PreferredMfa: false },
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
        EmailMfaSettings: { Enabled: true, PreferredMfa: false },
      },
    ],
  ),
  row(MfaService, 'setPreference of one', (mfa) => mfa.setPreference({ email: 'preferred' }), [
    'SetUserMFAPreference',
    { EmailMfaSettings: { Enabled: true, PreferredMfa: true } },
  ]),
  row(
    MfaService,
    'authFactors',
    (mfa) => mfa.authFactors(),
    ['GetUserAuthFactors', {}],
    [
      {
        ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
        UserMFASettingList: ['SMS_MFA'],
        PreferredMfaSetting: 'SMS_MFA',
      },
      { configured: ['PASSWORD', 'WEB_AUTHN'], mfaTypes: ['SMS_MFA'], preferredMfa: 'SMS_MFA' },
    ],
  ),
  row(
    MfaService,
    'authFactors of none',
    (mfa) => mfa.authFactors(),
    ['GetUserAuthFactors', {}],
    [{}, { configured: [], mfaTypes: [], preferredMfa: undefined }],
  ),
  row(PasskeyService, 'delete', (passkeys) => passkeys.delete('id-1'), [
    'DeleteWebAuthnCredential',
    { CredentialId: 'id-1' },
  ]),
  row(
    PasswordService,
    'changePassword',
    (password) => password.changePassword({ oldPassword: 'old-1', newPassword: 'new-1' }),
    ['ChangePassword', { PreviousPassword: 'old-1', ProposedPassword: 'new-1' }],
  ),
  row(
    PasswordService,
    'changePassword of a user without one',
    (password) => password.changePassword({ newPassword: 'new-1' }),
    ['ChangePassword', { ProposedPassword: 'new-1' }],
  ),
];

const CLIENT_ROWS: readonly Row[] = [
  row(
    PasswordService,
    'forgotPassword',
    (password) => password.forgotPassword({ username, clientMetadata }),
    ['ForgotPassword', { Username: username, ClientMetadata }],
    [{ CodeDeliveryDetails }, delivery],
  ),
  row(
    PasswordService,
    'forgotPassword without a word of the delivery',
    (password) => password.forgotPassword({ username }),
    ['ForgotPassword', { Username: username }],
    [{}, nowhere],
  ),
  row(
    PasswordService,
    'confirmForgotPassword',
    (password) =>
      password.confirmForgotPassword({ username, code: '1 2', newPassword: ' n ', clientMetadata }),
    [
      'ConfirmForgotPassword',
      { Username: username, ConfirmationCode: '12', Password: ' n ', ClientMetadata },
    ],
  ),
  row(
    SignUpService,
    'signUp',
    (signUp) =>
      signUp.signUp({
        username,
        password: ' p w ',
        attributes: { email: 'm@e' },
        validationData: { captcha: 'y' },
        clientMetadata,
      }),
    [
      'SignUp',
      {
        Username: username,
        Password: ' p w ',
        UserAttributes: [{ Name: 'email', Value: 'm@e' }],
        ValidationData: [{ Name: 'captcha', Value: 'y' }],
        ClientMetadata,
      },
    ],
    [
      { UserConfirmed: false, UserSub: 'sub', CodeDeliveryDetails, Session: 's' },
      { confirmed: false, userSub: 'sub', delivery, session: 's' },
    ],
  ),
  row(
    SignUpService,
    'signUp of the least, confirmed by a trigger',
    (signUp) => signUp.signUp({ username }),
    ['SignUp', { Username: username, UserAttributes: [], ValidationData: [] }],
    [
      { UserConfirmed: true, UserSub: 'sub' },
      { confirmed: true, userSub: 'sub', delivery: undefined, session: undefined },
    ],
  ),
  row(
    SignUpService,
    'confirmSignUp',
    (signUp) =>
      signUp.confirmSignUp({
        username,
        code: '123 456',
        session: 's',
        forceAliasCreation: true,
        clientMetadata,
      }),
    [
      'ConfirmSignUp',
      {
        Username: username,
        ConfirmationCode: '123456',
        Session: 's',
        ForceAliasCreation: true,
        ClientMetadata,
      },
    ],
    [{ Session: 's-2' }, { session: 's-2' }],
  ),
  row(
    SignUpService,
    'resendCode',
    (signUp) => signUp.resendCode({ username, clientMetadata }),
    ['ResendConfirmationCode', { Username: username, ClientMetadata }],
    [{ CodeDeliveryDetails }, delivery],
  ),
];

describe.each([
  ['of the signed-in user', USER_ROWS, true],
  ['of anybody', CLIENT_ROWS, false],
])('a command %s', (_whose, rows, asUser) => {
  it.each(rows)('$name', async ({ operation, sent, result, open }) => {
    const { run, calls, AccessToken } = await open(asUser ? {} : null);
    const { values, errors, completions } = await run();
    expect(errors).toEqual([]);
    // A member with the value undefined counts as a difference.
    expect(values).toStrictEqual([result]);
    expect(completions).toBe(1);
    const sender = asUser ? { AccessToken } : { ClientId: CLIENT_ID };
    expect(calls()).toStrictEqual([[operation, { ...sender, ...sent }]]);
  });
});

it.each(USER_ROWS)('$name needs a session', async ({ open }) => {
  const { run, calls } = await open(null);
  expect((await run()).errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
  expect(calls()).toEqual([]);
});
