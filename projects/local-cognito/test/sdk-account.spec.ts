// Proves the operations on a user's own account, called by the unmodified AWS SDK.

import {
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool, otherCode } from './support/sdk-pool';

describe('the account by the unmodified AWS SDK', () => {
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

  it('changes an address, which is then unverified', async () => {
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

  it('keeps an unchanged address verified', async () => {
    const { CodeDeliveryDetailsList } = await update({ email: 'ana@example.com' });
    expect(CodeDeliveryDetailsList).toEqual([]);
    expect(await attributes()).toMatchObject({ email_verified: 'true' });
  });

  it('refuses the code for an address that has changed again', async () => {
    await update({ email: 'anna@example.org' });
    const code = pool.lastCode();
    await update({ email: 'anne@example.org' });
    const outcome = code === pool.lastCode() ? verify('email', '') : verify('email', code);
    await expect(outcome).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  it('refuses the code for a deleted address', async () => {
    await update({ email: 'anna@example.org' });
    await remove('email');
    await expect(verify('email', pool.lastCode())).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
    expect(await attributes()).not.toHaveProperty('email_verified');
  });

  it('sends a code for a number on request', async () => {
    await update({ phone_number: '+15555550123' });
    const { CodeDeliveryDetails } = await pool.client.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'phone_number' }),
    );
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'SMS' });
    await verify('phone_number', pool.lastCode());
    expect(await attributes()).toMatchObject({ phone_number_verified: 'true' });
  });

  it.each(['phone_number', 'nickname'])('sends no code for an absent %s', async (name) => {
    const ask = pool.client.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: name }),
    );
    await expect(ask).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['sub', { sub: 'x' }, 'NotAuthorizedException'],
    ['email_verified', { email_verified: 'true' }, 'NotAuthorizedException'],
    ['an address without a domain', { email: 'ana' }, 'InvalidParameterException'],
    ['the address of another user', { email: 'admin@example.com' }, 'AliasExistsException'],
  ])('refuses %s, and changes no other attribute of the call', async (_, changes, name) => {
    const before = await attributes();
    await expect(update({ name: 'Anna', ...changes })).rejects.toMatchObject({ name });
    expect(await attributes()).toEqual(before);
  });

  it('deletes an attribute that is set to the empty string', async () => {
    await update({ name: '' });
    expect(await attributes()).not.toHaveProperty('name');
    pool.local.configure({ requiredAttributes: ['email'] });
    await expect(update({ email: '' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('names a missing member', async () => {
    const nameless = new UpdateUserAttributesCommand({
      AccessToken,
      UserAttributes: [{ Name: undefined, Value: 'Anna' }],
    });
    await expect(pool.client.send(nameless)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const AttributeName = undefined;
    const unnamed = new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code: '1' });
    await expect(pool.client.send(unnamed)).rejects.toMatchObject({
      message: expect.stringContaining("'attributeName'") as unknown,
    });
  });

  it('deletes attributes, and with an address its email_verified', async () => {
    await remove('email', 'name');
    const left = await attributes();
    expect(Object.keys(left)).toEqual(['sub']);
  });

  it.each([
    ['sub', 'NotAuthorizedException'],
    ['email', 'InvalidParameterException'],
  ])('does not delete the required attribute %s', async (attribute, name) => {
    pool.local.configure({ requiredAttributes: ['email'] });
    await expect(remove('name', attribute)).rejects.toMatchObject({ name });
    expect(await attributes()).toHaveProperty('name');
  });

  it('deletes the user; the tokens stay invalid for the next user of that name', async () => {
    const { RefreshToken } = await pool.signIn();
    await pool.client.send(new DeleteUserCommand({ AccessToken }));
    const gone = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(attributes()).rejects.toMatchObject(gone);
    await expect(pool.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await pool.client.send(
      new SignUpCommand({ ClientId: pool.ClientId, Username: 'ana', Password: 'Passw0rd!' }),
    );
    await expect(attributes()).rejects.toMatchObject(gone);
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: pool.ClientId, RefreshToken });
    await expect(pool.client.send(refresh)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
