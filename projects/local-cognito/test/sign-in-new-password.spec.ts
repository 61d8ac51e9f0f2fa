// Proves how the state of an account changes a sign-in, above all NEW_PASSWORD_REQUIRED.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SignInClient } from './support/sign-in-client';

describe('the states of an account', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  describe.each(['password', 'srp'] as const)('by %s', (flow) => {
    it('reset gets PasswordResetRequiredException after the right password only', async () => {
      const error = 'PasswordResetRequiredException';
      const message = 'Password reset required for the user';
      expect(await client[flow]('reset')).toMatchObject({ status: 400, error, message });
      expect((await client[flow]('reset', 'wrong')).error).toBe('NotAuthorizedException');
    });

    it('newbie must choose a password, and is then signed in', async () => {
      const asked = await client[flow]('newbie');
      expect(asked.challenge).toBe('NEW_PASSWORD_REQUIRED');
      expect(asked.parameters).toMatchObject({
        USER_ID_FOR_SRP: 'newbie',
        requiredAttributes: '[]',
      });
      expect(JSON.parse(asked.parameters['userAttributes'] ?? '')).toEqual({
        name: 'Nora Newbie',
        email: 'newbie@example.com',
        email_verified: 'true',
      });
      const done = await client.respond(asked, {
        USERNAME: 'newbie',
        NEW_PASSWORD: 'N3w-passw0rd',
      });
      expect(done.tokens).toBeDefined();
      expect((await client[flow]('newbie', 'N3w-passw0rd')).tokens).toBeDefined();
      expect((await client[flow]('newbie')).error).toBe('NotAuthorizedException');
    });
  });

  it('a weak password is refused with the broken rule, and the user may try another', async () => {
    const asked = await client.password('newbie');
    const weak = await client.respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'short' });
    expect(weak).toMatchObject({
      error: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    const good = await client.respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'N3w-passw0rd' });
    expect(good.tokens).toBeDefined();
  });

  it('the policy is configurable', async () => {
    local.configure({ passwordPolicy: { minimumLength: 6, requireSymbols: false } });
    const asked = await client.password('newbie');
    const done = await client.respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'Abc123' });
    expect(done.tokens).toBeDefined();
  });

  it('the challenge names missing attributes and accepts them with the password', async () => {
    local.configure({ requiredAttributes: ['email', 'given_name', 'family_name'] });
    const asked = await client.password('newbie');
    expect(JSON.parse(asked.parameters['requiredAttributes'] ?? '')).toEqual([
      'userAttributes.given_name',
      'userAttributes.family_name',
    ]);
    const responses = {
      USERNAME: 'newbie',
      NEW_PASSWORD: 'N3w-passw0rd',
      'userAttributes.given_name': 'Nora',
    };
    const incomplete = await client.respond(asked, responses);
    expect(incomplete).toMatchObject({ error: 'InvalidParameterException' });
    const complete = { ...responses, 'userAttributes.family_name': 'Newbie' };
    expect((await client.respond(asked, complete)).tokens).toBeDefined();
    expect(local.users.find(({ username }) => username === 'newbie')?.attributes).toMatchObject({
      given_name: 'Nora',
      family_name: 'Newbie',
    });
  });

  it('the answer cannot set an attribute that only the pool may write', async () => {
    const answer = await client.respond(await client.password('newbie'), {
      USERNAME: 'newbie',
      NEW_PASSWORD: 'N3w-passw0rd',
      'userAttributes.phone_number_verified': 'true',
    });
    expect(answer.status).toBe(400);
    expect((await client.password('newbie')).challenge).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('the answer cannot change an existing email address', async () => {
    const asked = await client.password('newbie');
    const answer = await client.respond(asked, {
      USERNAME: 'newbie',
      NEW_PASSWORD: 'N3w-passw0rd',
      'userAttributes.email': 'other@example.com',
    });
    expect(answer.message).toBe('Cannot modify an already provided email');
  });
});
