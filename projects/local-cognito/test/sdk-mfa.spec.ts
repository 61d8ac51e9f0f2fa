// Proves the operations that set up and choose second factors, called by the unmodified AWS SDK.

import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
  type SetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool, otherCode } from './support/sdk-pool';

describe('second factors by the unmodified AWS SDK', () => {
  let pool: SdkPool;
  let AccessToken: string;

  beforeAll(async () => {
    pool = await SdkPool.start();
  });
  beforeEach(async () => {
    pool.local.reset();
    AccessToken = await pool.accessToken();
  });
  afterAll(() => pool.stop());

  const on = { Enabled: true, PreferredMfa: false };
  const preferred = { Enabled: true, PreferredMfa: true };
  const off = { Enabled: false, PreferredMfa: false };

  async function associate(): Promise<string> {
    const answer = await pool.client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    return answer.SecretCode!;
  }

  function verify(UserCode: string) {
    return pool.client.send(
      new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: 'Phone' }),
    );
  }

  async function setUpTotp(): Promise<void> {
    await verify(pool.totp(await associate()));
  }

  function prefer(settings: Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>) {
    return pool.client.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));
  }

  function initiate(USERNAME: string) {
    return pool.client.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: pool.ClientId,
        AuthParameters: { USERNAME, PASSWORD: 'Passw0rd!' },
      }),
    );
  }

  function respond(
    ChallengeName: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
    Session: string | undefined,
    ChallengeResponses: Record<string, string>,
  ) {
    const { ClientId } = pool;
    return pool.client.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
    );
  }

  async function mfa(): Promise<readonly unknown[]> {
    const user = await pool.client.send(new GetUserCommand({ AccessToken }));
    return [user.UserMFASettingList ?? [], user.PreferredMfaSetting ?? null];
  }

  it('sets up an authenticator app and prefers it', async () => {
    const secret = await associate();
    expect(secret).toMatch(/^[A-Z2-7]{52}$/);
    expect(await verify(pool.totp(secret))).toMatchObject({ Status: 'SUCCESS' });
    expect(await mfa()).toEqual([[], null]);
    await prefer({ SoftwareTokenMfaSettings: preferred });
    expect(await mfa()).toEqual([['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA']);
  });

  it('names the app in the challenge of the next sign-in', async () => {
    const secret = await associate();
    await verify(pool.totp(secret));
    await prefer({ SoftwareTokenMfaSettings: preferred });
    const step = await initiate('ana');
    expect(step).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'Phone' },
    });
    const answer = (seconds: number) =>
      respond('SOFTWARE_TOKEN_MFA', step.Session, {
        USERNAME: 'ana',
        SOFTWARE_TOKEN_MFA_CODE: pool.totp(secret, seconds),
      });
    await expect(answer(0)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Your software token has already been used once.',
    });
    expect(await answer(30)).toHaveProperty('AuthenticationResult');
  });

  it('sets up an app within a sign-in', async () => {
    let { Session } = await initiate('setup');
    const associated = await pool.client.send(new AssociateSoftwareTokenCommand({ Session }));
    const code = pool.totp(associated.SecretCode!);
    ({ Session } = associated);
    const verifyBySession = (UserCode: string) =>
      pool.client.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
    await expect(verifyBySession(otherCode(code))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    const verified = await verifyBySession(code);
    expect(verified).toMatchObject({ Status: 'SUCCESS' });
    const done = await respond('MFA_SETUP', verified.Session, { USERNAME: 'setup' });
    AccessToken = done.AuthenticationResult!.AccessToken!;
    expect(await mfa()).toEqual([['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA']);
  });

  it('accepts the right code after a wrong one', async () => {
    const secret = await associate();
    const code = pool.totp(secret);
    await expect(verify(otherCode(code))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
      message: 'Code mismatch and fail enable Software Token MFA',
    });
    expect(await verify(code)).toMatchObject({ Status: 'SUCCESS' });
  });

  it('accepts the code of the last secret only', async () => {
    const first = await associate();
    const second = await associate();
    await expect(verify(pool.totp(first))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    expect(await verify(pool.totp(second))).toMatchObject({ Status: 'SUCCESS' });
  });

  it('verifies no app that was not associated or is already verified', async () => {
    const refusal = { name: 'SoftwareTokenMFANotFoundException' };
    await expect(verify('123456')).rejects.toMatchObject(refusal);
    const secret = await associate();
    await verify(pool.totp(secret));
    await expect(verify(pool.totp(secret, 30))).rejects.toMatchObject(refusal);
  });

  it('associates no app in a pool without second factors', async () => {
    pool.local.configure({ mfa: 'OFF' });
    await expect(associate()).rejects.toMatchObject({ name: 'SoftwareTokenMFANotFoundException' });
  });

  it('requires either a token or the session of a set-up', async () => {
    const Session = 'x'.repeat(40);
    const calls = [{ Session }, {}, { AccessToken, Session }].map((input) =>
      pool.client.send(new AssociateSoftwareTokenCommand(input)).catch((error: unknown) => error),
    );
    expect(await Promise.all(calls)).toMatchObject([
      { name: 'NotAuthorizedException' },
      { name: 'InvalidParameterException' },
      { name: 'InvalidParameterException' },
    ]);
  });

  it('associates no app with a session that waits for a code', async () => {
    const { Session } = await initiate('totp');
    await expect(
      pool.client.send(new AssociateSoftwareTokenCommand({ Session })),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
  });

  it('refuses the settings of an app that is not set up, even to disable it', async () => {
    await expect(prefer({ SoftwareTokenMfaSettings: off })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User has not set up software token mfa',
    });
    await associate();
    await expect(prefer({ SoftwareTokenMfaSettings: preferred })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User has not verified software token mfa',
    });
  });

  it('enables codes by email, and by phone if the user has a verified number', async () => {
    await expect(prefer({ SMSMfaSettings: on })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User does not have delivery config set to turn on SMS_MFA',
    });
    const UserAttributes = [{ Name: 'phone_number', Value: '+15555550123' }];
    await pool.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    const AttributeName = 'phone_number';
    const Code = pool.lastCode();
    await pool.client.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));
    await prefer({ SMSMfaSettings: on, EmailMfaSettings: preferred });
    expect(await mfa()).toEqual([['SMS_MFA', 'EMAIL_OTP'], 'EMAIL_OTP']);
  });

  it('keeps the factors that the input does not name', async () => {
    await setUpTotp();
    await prefer({ SoftwareTokenMfaSettings: preferred });
    await prefer({ EmailMfaSettings: on });
    expect(await mfa()).toEqual([['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'], 'SOFTWARE_TOKEN_MFA']);
  });

  it('disables a factor, which is then no longer preferred', async () => {
    await prefer({ EmailMfaSettings: preferred });
    await prefer({ EmailMfaSettings: off });
    expect(await mfa()).toEqual([[], null]);
  });

  it.each([
    ['that is off', { EmailMfaSettings: { Enabled: false, PreferredMfa: true } }],
    ['and another', { EmailMfaSettings: preferred, SoftwareTokenMfaSettings: preferred }],
  ])('prefers no factor %s', async (_, settings) => {
    await setUpTotp();
    await expect(prefer(settings)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await mfa()).toEqual([[], null]);
  });

  it('does not disable the last factor in a pool that requires MFA', async () => {
    await prefer({ EmailMfaSettings: on });
    pool.local.configure({ mfa: 'ON' });
    await expect(prefer({ EmailMfaSettings: off })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(await mfa()).toEqual([['EMAIL_OTP'], null]);
  });
});
