// Proves which challenge or error each prepared user gets, and the users' claims in tokens.

import { startLocalCognito, type LocalCognito } from '../local-cognito';
import { RawClient } from '../../test/support/raw-client';
import { SignInClient } from '../../test/support/sign-in-client';

describe('the prepared users', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it.each([
    ['ana', undefined, undefined],
    ['admin', undefined, undefined],
    ['disabled', undefined, 'NotAuthorizedException'],
    ['newbie', 'NEW_PASSWORD_REQUIRED', undefined],
    ['sms', 'SMS_MFA', undefined],
    ['totp', 'SOFTWARE_TOKEN_MFA', undefined],
    ['mail', 'EMAIL_OTP', undefined],
    ['choosy', 'SELECT_MFA_TYPE', undefined],
    ['setup', 'MFA_SETUP', undefined],
    ['unconfirmed', undefined, 'UserNotConfirmedException'],
    ['reset', undefined, 'PasswordResetRequiredException'],
    ['riddle', undefined, undefined],
    ['keyless', undefined, 'NotAuthorizedException'],
  ])('%s gets %s %s', async (username, challenge, error) => {
    const step = await client.password(username);
    expect({ challenge: step.challenge, error: step.error }).toEqual({ challenge, error });
  });

  it('are the only users of the pool', () => {
    expect(local.users.map(({ username }) => username)).toEqual([
      'ana',
      'admin',
      'disabled',
      'newbie',
      'sms',
      'totp',
      'mail',
      'choosy',
      'setup',
      'unconfirmed',
      'reset',
      'riddle',
      'keyless',
    ]);
  });

  it('are restored by a reset, with the same sub', async () => {
    const before = local.users;
    const asked = await client.password('newbie');
    await client.respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'N3w-passw0rd' });
    expect(local.users).not.toEqual(before);
    local.reset();
    expect(local.users).toEqual(before);
  });
});

describe('users of a pool', () => {
  it('have every attribute in their ID token, the verified ones as true or false', async () => {
    const local = await startLocalCognito({
      users: [
        {
          username: 'ana',
          phoneNumber: '+15555550100',
          phoneNumberVerified: false,
          attributes: { given_name: 'Ana', 'custom:plan': 'gold' },
        },
      ],
    });
    const { IdToken } = await new RawClient(local).signIn('ana');
    await local.stop();
    const claims: unknown = JSON.parse(
      Buffer.from(IdToken.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({
      email: 'ana@example.com',
      email_verified: true,
      phone_number: '+15555550100',
      phone_number_verified: false,
      given_name: 'Ana',
      'custom:plan': 'gold',
    });
  });

  it('are found by the aliases that the pool allows', async () => {
    const local = await startLocalCognito({
      users: [{ username: 'ana', phoneNumber: '+15555550100' }],
      usernameAliases: ['phone_number'],
    });
    const client = new RawClient(local);
    const statuses = [];
    for (const name of ['ana', '+15555550100', 'ana@example.com']) {
      statuses.push((await client.passwordAuth(name)).status);
    }
    await local.stop();
    expect(statuses).toEqual([200, 200, 400]);
  });
});
