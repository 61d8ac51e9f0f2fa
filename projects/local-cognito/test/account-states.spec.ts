// Proves how the state of the account, its name and the pool's rules affect sign-in and sign-up.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient, type RawAnswer } from './support/raw-client';
import { SignInClient } from './support/sign-in-client';

const day = 24 * 3600;

function errorOf({ body }: RawAnswer): unknown {
  return [body['__type'], body['message']];
}

describe('account states', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it.each(['Passw0rd!', 'wrong'])('unconfirmed, with the password %s', async (password) => {
    const notConfirmed = ['UserNotConfirmedException', 'User is not confirmed.'];
    expect(errorOf(await client.passwordAuth('unconfirmed', password))).toEqual(notConfirmed);
    const { error, message } = await client.srp('unconfirmed', password);
    expect([error, message]).toEqual(notConfirmed);
  });

  it.each(['in code', 'over the control route'])('deleted by an administrator %s', async (way) => {
    const { AccessToken, RefreshToken } = await client.signIn('ana');
    if (way === 'in code') {
      local.deleteUser('ana');
    } else {
      await client.control('delete-user', { username: 'ana' });
    }
    expect(errorOf(await client.call('GetUser', { AccessToken }))).toEqual([
      'UserNotFoundException',
      'User does not exist.',
    ]);
    expect((await client.refresh(RefreshToken)).body['__type']).toBe('NotAuthorizedException');
    expect((await client.passwordAuth('ana')).body['message']).toBe(
      'Incorrect username or password.',
    );
    expect(() => local.deleteUser('ana')).toThrow('username must be one of');
  });

  it('blocked by threat protection with any proof, until unblocked', async () => {
    await client.control('block-user', { username: 'ana' });
    const message = 'Unable to login because of security reasons.';
    expect(errorOf(await client.passwordAuth('ana'))).toEqual(['NotAuthorizedException', message]);
    expect((await client.srp('ana')).message).toBe(message);
    expect((await client.passwordAuth('ana', 'wrong')).body['message']).not.toBe(message);
    await client.control('unblock-user', { username: 'ana' });
    expect((await client.passwordAuth('ana')).status).toBe(200);
  });

  it('with a temporary password that has expired after seven days', async () => {
    local.moveClock(7 * day - 60);
    expect((await client.passwordAuth('newbie')).body['ChallengeName']).toBe(
      'NEW_PASSWORD_REQUIRED',
    );
    local.moveClock(60);
    expect(errorOf(await client.passwordAuth('newbie'))).toEqual([
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
    ]);
    expect((await client.passwordAuth('ana')).status).toBe(200);
    local.configure({ temporaryPasswordValidityDays: 8 });
    expect((await client.passwordAuth('newbie')).status).toBe(200);
  });

  it('in a pool that is closed for sign-up', async () => {
    await client.control('configure', { selfSignUp: false });
    const { clientId: ClientId } = local;
    const signUp = { ClientId, Username: 'zoe', Password: 'Passw0rd!' };
    expect(errorOf(await client.call('SignUp', signUp))).toEqual([
      'NotAuthorizedException',
      'SignUp is not permitted for this user pool',
    ]);
  });

  it.each([
    'SignUp',
    'ConfirmSignUp',
    'ResendConfirmationCode',
    'ForgotPassword',
    'ConfirmForgotPassword',
  ])('%s refuses a name with a space', async (operation) => {
    const { clientId: ClientId } = local;
    const input = { ClientId, Username: 'neu ', Password: 'Passw0rd!', ConfirmationCode: '1' };
    expect(errorOf(await client.call(operation, input))).toEqual([
      'InvalidParameterException',
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    ]);
  });

  it.each(['neu ', 'a b', ''])('a sign-in as %j is refused', async (name) => {
    const [type, message] = errorOf(await client.passwordAuth(name)) as string[];
    expect(type).toBe('InvalidParameterException');
    expect(message).toContain(`Value '${name}' at 'userName' failed to satisfy constraint`);
  });

  it('names of any script and with symbols are accepted', async () => {
    expect((await client.passwordAuth('Ђорђе+1@example.com')).body['message']).toBe(
      'Incorrect username or password.',
    );
  });
});

describe('case-sensitive user names', () => {
  it.each([true, false])('%s', async (caseSensitive) => {
    const users = [{ username: 'Ana', email: 'Ana@example.com' }];
    const local = await startLocalCognito({ caseSensitive, users });
    const client = new RawClient(local);
    const [exact, other, alias, otherAlias] = await Promise.all(
      ['Ana', 'ana', 'Ana@example.com', 'ana@example.com'].map(
        async (name) => (await client.passwordAuth(name)).status,
      ),
    );
    await local.stop();
    const expected = caseSensitive ? 400 : 200;
    expect([exact, alias]).toEqual([200, 200]);
    expect([other, otherAlias]).toEqual([expected, expected]);
  });
});
