// Proves the reset and the change of passwords, called by the unmodified AWS SDK.

import {
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool } from './support/sdk-pool';

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

  it('signs in a user after a required reset', async () => {
    await forgot('reset');
    await confirm('reset', pool.lastCode());
    expect(await pool.signIn('reset', 'N3w-Passw0rd')).toHaveProperty('AccessToken');
  });

  it('keeps the code if the new password is too weak', async () => {
    await forgot();
    await expect(confirm('ana', pool.lastCode(), 'weak')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    expect(await confirm('ana', pool.lastCode())).toBeDefined();
  });

  it('accepts a reset code for one hour, and once', async () => {
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

  it('sends no code to an unverified address', async () => {
    await expect(forgot('unconfirmed')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
  });

  it('refuses a reset for a user with a temporary password', async () => {
    await expect(forgot('newbie')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  });

  it('gives an unknown user the same answers as a user who mistypes', async () => {
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

  it.each(['nobody@nowhere.org', 'disabled@example.com'])(
    'answers for %s, who is unknown or disabled, by the form of the address only',
    async (name) => {
      const { CodeDeliveryDetails } = await forgot(name);
      expect(CodeDeliveryDetails).toEqual({
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: `${name.charAt(0)}***@${name.split('@')[1]!.charAt(0)}***`,
      });
      expect(pool.local.messages).toEqual([]);
    },
  );

  it('reveals an unknown or disabled user if the pool does not hide it', async () => {
    const open = await SdkPool.start({ preventUserExistenceErrors: false });
    const { client, ClientId } = open;
    const unknown = { ClientId, Username: 'nobody' };
    const ConfirmationCode = '123456';
    const calls = [
      client.send(new ForgotPasswordCommand({ ClientId, Username: 'disabled' })),
      client.send(new ForgotPasswordCommand(unknown)),
      client.send(
        new ConfirmForgotPasswordCommand({
          ...unknown,
          ConfirmationCode,
          Password: 'N3w-Passw0rd',
        }),
      ),
    ];
    expect(await Promise.allSettled(calls)).toMatchObject([
      { reason: { name: 'NotAuthorizedException', message: 'User is disabled.' } },
      { reason: { name: 'UserNotFoundException' } },
      { reason: { name: 'UserNotFoundException' } },
    ]);
    await open.stop();
  });

  it('shows a masked number for an unknown number', async () => {
    const { CodeDeliveryDetails } = await forgot('+15555559876');
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: '+*******9876',
    });
  });

  it('changes the password and keeps the session', async () => {
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
