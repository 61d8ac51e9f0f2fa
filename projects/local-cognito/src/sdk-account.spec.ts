import {
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool, otherCode } from './testing-support/sdk-pool';

describe('passwords by the unmodified AWS SDK', () => {
  let pool: SdkPool;

  beforeAll(async () => {
    pool = await SdkPool.start();
  });
  beforeEach(() => pool.local.reset());
  afterAll(() => pool.stop());

  function forgot(Username = 'ana') {
    return pool.client.send(new ForgotPasswordCommand({ ClientId: pool.ClientId, Username }));
  }

  function confirm(Username: string, ConfirmationCode: string, Password = 'N3w-Passw0rd') {
    return pool.client.send(
      new ConfirmForgotPasswordCommand({
        ClientId: pool.ClientId,
        Username,
        ConfirmationCode,
        Password,
      }),
    );
  }

  async function change(previous: string | undefined, proposed: string, token?: string) {
    return pool.client.send(
      new ChangePasswordCommand({
        AccessToken: token ?? (await pool.accessToken()),
        PreviousPassword: previous,
        ProposedPassword: proposed,
      }),
    );
  }

  it('resets a password by a code', async () => {
    const { CodeDeliveryDetails } = await forgot('ana@example.com');
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'a***@e***',
    });
    await confirm('ana', pool.lastCode());
    await expect(pool.signIn('ana')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await pool.signIn('ana', 'N3w-Passw0rd')).toHaveProperty('AccessToken');
  });

  it('lets a user in whose password had to be reset', async () => {
    await forgot('reset');
    await confirm('reset', pool.lastCode());
    expect(await pool.signIn('reset', 'N3w-Passw0rd')).toHaveProperty('AccessToken');
  });

  it('keeps the code when the new password is too weak', async () => {
    await forgot();
    await expect(confirm('ana', pool.lastCode(), 'weak')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    expect(await confirm('ana', pool.lastCode())).toBeDefined();
  });

  it('takes a reset code for one hour, and once', async () => {
    await forgot();
    const code = pool.lastCode();
    await confirm('ana', code);
    await expect(confirm('ana', code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    await forgot();
    pool.local.moveClock(3600);
    await expect(confirm('ana', pool.lastCode())).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
  });

  it('sends no code to an address that nobody has verified', async () => {
    await expect(forgot('unconfirmed')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
  });

  it('resets nothing for a user who was given a password to change', async () => {
    await expect(forgot('newbie')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  });

  it('answers for a user who does not exist as for one who mistypes', async () => {
    async function answers(name: string): Promise<readonly unknown[]> {
      const guess = () =>
        confirm(name, '12345x').then(
          () => 'confirmed',
          (error: unknown) => (error as Error).name,
        );
      const before = await guess();
      const { CodeDeliveryDetails } = await forgot(name);
      const tries = [];
      for (let count = 0; count < 6; count += 1) {
        tries.push(await guess());
      }
      return [before, Object.keys(CodeDeliveryDetails ?? {}), ...tries];
    }
    expect(await answers('nobody')).toEqual(await answers('ana'));
    expect(pool.local.messages.map(({ username }) => username)).toEqual(['ana']);
  });

  it('makes up a number for a number', async () => {
    const { CodeDeliveryDetails } = await forgot('+15555559876');
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: '+*******9876',
    });
  });

  it('changes the password; the session goes on', async () => {
    const tokens = await pool.signIn();
    await change('Passw0rd!', 'N3w-Passw0rd', tokens.AccessToken);
    expect(await pool.signIn('ana', 'N3w-Passw0rd')).toHaveProperty('AccessToken');
    const { RefreshToken } = tokens;
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: pool.ClientId, RefreshToken });
    expect(await pool.client.send(refresh)).toHaveProperty('AuthenticationResult');
  });

  it.each<[string, string | undefined, string, string]>([
    ['a wrong password', 'wrong', 'N3w-Passw0rd', 'NotAuthorizedException'],
    ['no password', undefined, 'N3w-Passw0rd', 'NotAuthorizedException'],
    ['a weak new one', 'Passw0rd!', 'weak', 'InvalidPasswordException'],
  ])('refuses %s', async (_, previous, proposed, name) => {
    await expect(change(previous, proposed)).rejects.toMatchObject({ name });
    expect(await pool.signIn()).toHaveProperty('AccessToken');
  });

  it('locks after five wrong passwords, for 15 minutes', async () => {
    const token = await pool.accessToken();
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(change('wrong', 'N3w-Passw0rd', token)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
      });
    }
    await expect(change('Passw0rd!', 'N3w-Passw0rd', token)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    pool.local.moveClock(15 * 60);
    expect(await change('Passw0rd!', 'N3w-Passw0rd', token)).toBeDefined();
  });
});

describe('the own record by the unmodified AWS SDK', () => {
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

  async function attributes(): Promise<Record<string, string | undefined>> {
    const { UserAttributes = [] } = await pool.client.send(new GetUserCommand({ AccessToken }));
    return Object.fromEntries(
      UserAttributes.map(({ Name = '', Value }): [string, string | undefined] => [Name, Value]),
    );
  }

  function update(changes: Readonly<Record<string, string>>) {
    const UserAttributes = Object.entries(changes).map(([Name, Value]) => ({ Name, Value }));
    return pool.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  }

  function remove(...UserAttributeNames: string[]) {
    return pool.client.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }));
  }

  function verify(AttributeName: string, Code: string) {
    return pool.client.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));
  }

  it('changes a name and sends no code', async () => {
    const { CodeDeliveryDetailsList } = await update({ name: 'Anna', 'custom:plan': 'free' });
    expect(CodeDeliveryDetailsList).toEqual([]);
    expect(await attributes()).toMatchObject({ name: 'Anna', 'custom:plan': 'free' });
  });

  it('changes an address, which has to be verified then', async () => {
    const { CodeDeliveryDetailsList } = await update({ email: 'anna@example.org' });
    expect(CodeDeliveryDetailsList).toMatchObject([{ Destination: 'a***@e***' }]);
    expect(await attributes()).toMatchObject({
      email: 'anna@example.org',
      email_verified: 'false',
    });
    await expect(verify('email', otherCode(pool.lastCode()))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await verify('email', pool.lastCode());
    expect(await attributes()).toMatchObject({ email_verified: 'true' });
    expect(await pool.signIn('anna@example.org')).toHaveProperty('AccessToken');
  });

  it('leaves an address verified that does not change', async () => {
    const { CodeDeliveryDetailsList } = await update({ email: 'ana@example.com' });
    expect(CodeDeliveryDetailsList).toEqual([]);
    expect(await attributes()).toMatchObject({ email_verified: 'true' });
  });

  it('takes no code for an address that has changed again', async () => {
    await update({ email: 'anna@example.org' });
    const code = pool.lastCode();
    await update({ email: 'anne@example.org' });
    const outcome = code === pool.lastCode() ? verify('email', '') : verify('email', code);
    await expect(outcome).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  it('sends a code for a number when asked', async () => {
    await update({ phone_number: '+15555550123' });
    const { CodeDeliveryDetails } = await pool.client.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'phone_number' }),
    );
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'SMS' });
    await verify('phone_number', pool.lastCode());
    expect(await attributes()).toMatchObject({ phone_number_verified: 'true' });
  });

  it.each(['phone_number', 'nickname'])('sends no code for %s that is not there', async (name) => {
    const ask = pool.client.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: name }),
    );
    await expect(ask).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['sub', { sub: 'x' }, 'NotAuthorizedException'],
    ['what says that it is verified', { email_verified: 'true' }, 'NotAuthorizedException'],
    ['an address without a domain', { email: 'ana' }, 'InvalidParameterException'],
    ['the address of another user', { email: 'admin@example.com' }, 'AliasExistsException'],
  ])('refuses %s, and changes nothing beside it', async (_, changes, name) => {
    const before = await attributes();
    await expect(update({ name: 'Anna', ...changes })).rejects.toMatchObject({ name });
    expect(await attributes()).toEqual(before);
  });

  it('deletes an attribute, and with an address what says that it is verified', async () => {
    await remove('email', 'name');
    const left = await attributes();
    expect(Object.keys(left)).toEqual(['sub']);
  });

  it.each([
    ['sub', 'NotAuthorizedException'],
    ['email', 'InvalidParameterException'],
  ])('does not delete %s where it is required', async (attribute, name) => {
    pool.local.configure({ requiredAttributes: ['email'] });
    await expect(remove('name', attribute)).rejects.toMatchObject({ name });
    expect(await attributes()).toHaveProperty('name');
  });

  it('deletes the user; the tokens are dead, also for the next one of that name', async () => {
    const { RefreshToken } = await pool.signIn();
    await pool.client.send(new DeleteUserCommand({ AccessToken }));
    await expect(attributes()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(pool.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await pool.client.send(
      new SignUpCommand({ ClientId: pool.ClientId, Username: 'ana', Password: 'Passw0rd!' }),
    );
    await expect(attributes()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: pool.ClientId, RefreshToken });
    await expect(pool.client.send(refresh)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
