// Proves sign-up, confirmation and the pre sign-up trigger, called by the unmodified AWS SDK.

import {
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type ConfirmSignUpCommandInput,
  type SignUpCommandInput,
  type SignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PreSignUp } from '../src/pool/triggers';
import { SdkPool, otherCode } from './support/sdk-pool';

describe('sign-up by the unmodified AWS SDK', () => {
  let pool: SdkPool;
  let preSignUp: PreSignUp;

  beforeAll(async () => {
    pool = await SdkPool.start({ triggers: { preSignUp: (event) => preSignUp(event) } });
  });
  beforeEach(() => {
    preSignUp = () => undefined;
    pool.local.reset();
  });
  afterAll(() => pool.stop());

  const email = { Name: 'email', Value: 'zoe@example.org' };

  function signUp(changes: Partial<SignUpCommandInput> = {}): Promise<SignUpCommandOutput> {
    return pool.client.send(
      new SignUpCommand({
        ClientId: pool.ClientId,
        Username: 'zoe',
        Password: 'Passw0rd!',
        UserAttributes: [email],
        ...changes,
      }),
    );
  }

  function confirm(changes: Partial<ConfirmSignUpCommandInput> = {}) {
    return pool.client.send(
      new ConfirmSignUpCommand({
        ClientId: pool.ClientId,
        Username: 'zoe',
        ConfirmationCode: changes.ConfirmationCode ?? pool.lastCode(),
        ...changes,
      }),
    );
  }

  function resend(Username = 'zoe') {
    return pool.client.send(
      new ResendConfirmationCodeCommand({ ClientId: pool.ClientId, Username }),
    );
  }

  it('signs up, confirms and signs in, by name and by address', async () => {
    const { $metadata, Session, ...answer } = await signUp();
    expect($metadata.httpStatusCode).toBe(200);
    expect(Session).toHaveLength(480);
    expect(answer).toEqual({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
      CodeDeliveryDetails: {
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: 'z***@e***',
      },
    });
    await confirm();
    expect(await pool.signIn('zoe')).toHaveProperty('AccessToken');
    expect(await pool.signIn('ZOE@example.org')).toHaveProperty('AccessToken');
  });

  it('sends the code to the phone if the user has one', async () => {
    const phone = { Name: 'phone_number', Value: '+15555550123' };
    const { CodeDeliveryDetails } = await signUp({ UserAttributes: [email, phone] });
    expect(CodeDeliveryDetails).toMatchObject({
      DeliveryMedium: 'SMS',
      Destination: '+*******0123',
    });
    expect(pool.local.messages).toMatchObject([{ medium: 'SMS', destination: '+15555550123' }]);
  });

  it.each<[string, string, Partial<SignUpCommandInput>]>([
    ['a user name that is taken', 'UsernameExistsException', { Username: 'ana' }],
    ['a user name that is taken in other letters', 'UsernameExistsException', { Username: 'ANA' }],
    ['an address as user name', 'InvalidParameterException', { Username: 'zoe@example.org' }],
    ['a phone number as user name', 'InvalidParameterException', { Username: '+15555550123' }],
    ['a weak password', 'InvalidPasswordException', { Password: 'password' }],
    ['another client', 'ResourceNotFoundException', { ClientId: 'x'.repeat(26) }],
    [
      'an attribute that the pool alone may write',
      'NotAuthorizedException',
      { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
    ],
    [
      'an address without a domain',
      'InvalidParameterException',
      { UserAttributes: [{ Name: 'email', Value: 'zoe' }] },
    ],
    [
      'a phone number without a plus',
      'InvalidParameterException',
      { UserAttributes: [{ Name: 'phone_number', Value: '5555550123' }] },
    ],
  ])('refuses %s: %s', async (_, name, changes) => {
    await expect(signUp(changes)).rejects.toMatchObject({ name });
    await expect(pool.signIn('zoe')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('names a missing attribute that the pool requires', async () => {
    pool.local.configure({ requiredAttributes: ['email', 'given_name'] });
    await expect(signUp()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('given_name: The attribute is required') as unknown,
    });
  });

  it('accepts one of two sign-ups with one name while the trigger runs', async () => {
    const waiting: (() => void)[] = [];
    preSignUp = () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        waiting.slice(1).forEach(() => waiting.forEach((go) => go()));
      });
    const outcomes = await Promise.allSettled([signUp(), signUp()]);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { name: 'UsernameExistsException' } }]);
  });

  it('requires a password unless USER_AUTH offers codes', async () => {
    expect(await signUp({ Password: undefined })).toHaveProperty('Session');
    pool.local.configure({ authFlows: ['USER_PASSWORD_AUTH'] });
    await expect(signUp({ Username: 'zora', Password: undefined })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(await signUp({ Username: 'zora' })).not.toHaveProperty('Session');
  });

  it('passes the input to the trigger, which may confirm and verify', async () => {
    const seen: unknown[] = [];
    preSignUp = (event) => {
      seen.push(event.userName, event.request);
      event.response.autoConfirmUser = true;
      event.response.autoVerifyEmail = true;
    };
    const answer = await signUp({
      ValidationData: [{ Name: 'invitation', Value: 'spring' }],
      ClientMetadata: { campaign: 'a' },
    });
    expect(seen).toEqual([
      'zoe',
      {
        userAttributes: { email: 'zoe@example.org' },
        validationData: { invitation: 'spring' },
        clientMetadata: { campaign: 'a' },
      },
    ]);
    expect(answer).toMatchObject({ UserConfirmed: true });
    expect(answer).not.toHaveProperty('CodeDeliveryDetails');
    expect(pool.local.messages).toEqual([]);
    expect(await pool.signIn('zoe@example.org')).toHaveProperty('AccessToken');
  });

  it('refuses a user whom the trigger refuses', async () => {
    preSignUp = () => {
      throw new Error('by invitation only');
    };
    await expect(signUp()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error by invitation only.',
    });
    preSignUp = () => undefined;
    expect(await signUp()).toMatchObject({ UserConfirmed: false });
  });

  it('accepts the right code after a wrong one, and only once', async () => {
    await signUp();
    const wrong = confirm({ ConfirmationCode: otherCode(pool.lastCode()) });
    await expect(wrong).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
    await confirm();
    await expect(confirm()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('refuses a code after 24 hours, and accepts a new one', async () => {
    await signUp();
    pool.local.moveClock(24 * 3600);
    await expect(confirm()).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const { CodeDeliveryDetails } = await resend();
    expect(CodeDeliveryDetails).toMatchObject({ Destination: 'z***@e***' });
    expect(await confirm()).toBeDefined();
  });

  it('locks after five wrong codes', async () => {
    await signUp();
    const ConfirmationCode = otherCode(pool.lastCode());
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(confirm({ ConfirmationCode })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(confirm()).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
  });

  it.each([
    ['the session of the sign-up', (session?: string) => session],
    ['none, as Amplify does it', () => undefined],
    ['one that nobody knows (any longer)', () => 'x'.repeat(40)],
  ])('continues with one sign-in if the call has %s', async (_, sent) => {
    const { Session } = await signUp();
    const confirmed = await confirm({ Session: sent(Session) });
    const enter = () =>
      pool.client.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_AUTH',
          ClientId: pool.ClientId,
          AuthParameters: { USERNAME: 'zoe' },
          Session: confirmed.Session,
        }),
      );
    expect(await enter()).toHaveProperty('AuthenticationResult.AccessToken');
    await expect(enter()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('refuses the session of another sign-up', async () => {
    const { Session } = await signUp({ Username: 'zora', UserAttributes: [] });
    await signUp();
    await expect(confirm({ Session })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
    expect(await confirm()).toHaveProperty('Session');
  });

  it('refuses the alias of another user, unless ForceAliasCreation is set', async () => {
    await signUp({ UserAttributes: [{ ...email, Value: 'ana@example.com' }] });
    await expect(confirm()).rejects.toMatchObject({ name: 'AliasExistsException' });
    await confirm({ ForceAliasCreation: true });
    const users = new Map(pool.local.users.map((user) => [user.username, user.attributes]));
    expect(users.get('zoe')).toMatchObject({ email_verified: 'true' });
    expect(users.get('ana')).toMatchObject({ email_verified: 'false' });
  });

  it('sends no code to a confirmed user', async () => {
    await expect(resend('ana')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  describe('of a user who does not exist', () => {
    it('gives each resend the same answer, and sends nothing', async () => {
      const details = await resend('nobody');
      expect(details.CodeDeliveryDetails).toEqual({
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/) as unknown,
      });
      expect((await resend('nobody')).CodeDeliveryDetails).toEqual(details.CodeDeliveryDetails);
      expect(pool.local.messages).toEqual([]);
    });

    it('gives a wrong code the same answer as for a user who exists', async () => {
      await resend('nobody');
      const guess = { Username: 'nobody', ConfirmationCode: '123456' };
      await expect(confirm(guess)).rejects.toMatchObject({ name: 'CodeMismatchException' });
      const other = { Username: 'nobody-else', ConfirmationCode: '123456' };
      await expect(confirm(other)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    });
  });

  it('reveals an unknown user if the pool does not hide it', async () => {
    const open = await SdkPool.start({ preventUserExistenceErrors: false });
    const { ClientId, client } = open;
    const input = { ClientId, Username: 'nobody' };
    const calls = [
      client.send(new ResendConfirmationCodeCommand(input)),
      client.send(new ConfirmSignUpCommand({ ...input, ConfirmationCode: '123456' })),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ reason: { name: 'UserNotFoundException' } });
    }
    await open.stop();
  });
});
