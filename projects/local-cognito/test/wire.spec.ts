// Proves that the pool's HTTP answers look like the service's: statuses, headers, errors and CORS.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient } from './support/raw-client';

describe('wire protocol', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it('a refusal is a 400 with __type, message and the x-amzn headers', async () => {
    const { status, headers, body } = await client.passwordAuth('ana', 'wrong');
    expect(status).toBe(400);
    expect(body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(headers.get('x-amzn-errortype')).toBe('NotAuthorizedException:');
    expect(headers.get('x-amzn-errormessage')).toBe('Incorrect username or password.');
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
  });

  it.each(['Passw0rd!', 'wrong'])(
    'the answer to password %s is readable by any origin',
    async (password) => {
      const { headers } = await client.passwordAuth('ana', password);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toContain('x-amzn-ErrorType');
      expect(headers.get('x-amzn-requestid')).not.toBeNull();
    },
  );

  // As a browser shows it in https://github.com/aws-amplify/amplify-js/issues/11034
  it.each(['Passw0rd!', 'wrong'])(
    "the answer to password %s has the time of the pool's clock, readable by scripts",
    async (password) => {
      local.moveClock(-16 * 60);
      const { headers } = await client.passwordAuth('ana', password);
      expect(headers.get('access-control-expose-headers')).toMatch(/(^|,)Date(,|$)/);
      const time = Date.parse(String(headers.get('date')));
      expect(Math.abs(time - (Date.now() - 16 * 60_000))).toBeLessThan(60_000);
    },
  );

  it('a preflight allows the requested headers', async () => {
    const { headers, status } = await fetch(local.poolUrl, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Headers': 'content-type,x-amz-target' },
    });
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-headers')).toBe('content-type,x-amz-target');
  });

  it('an unknown user gets the answer of a wrong password', async () => {
    const unknown = await client.passwordAuth('nobody');
    expect(unknown.body).toEqual((await client.passwordAuth('ana', 'wrong')).body);
  });

  it('a disabled user is refused', async () => {
    expect((await client.passwordAuth('disabled')).body['message']).toBe('User is disabled.');
  });

  it('a disabled user with a wrong password gets the error of the password', async () => {
    expect((await client.passwordAuth('disabled', 'wrong')).body['message']).toBe(
      'Incorrect username or password.',
    );
  });

  it.each([
    ['an unknown operation', 'AdminGetUser', {}, 'UnknownOperationException'],
    ['a missing member', 'GetUser', {}, 'InvalidParameterException'],
    ['a member of the wrong type', 'GetUser', { AccessToken: 1 }, 'SerializationException'],
  ])('%s is refused with its own type', async (_, operation, input, type) => {
    const { status, body } = await client.call(operation, input);
    expect(status).toBe(400);
    expect(body['__type']).toBe(type);
  });

  it('a flow that the client does not allow is refused', async () => {
    local.configure({ authFlows: ['USER_PASSWORD_AUTH'] });
    const { body } = await client.call('InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: local.clientId,
      AuthParameters: { USERNAME: 'ana', SRP_A: '00' },
    });
    expect(body['message']).toBe('USER_SRP_AUTH is not enabled for the client.');
  });

  it.each([
    ['InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH' }],
    ['GetTokensFromRefreshToken', { RefreshToken: 'any' }],
    ['RevokeToken', { Token: 'any' }],
  ])('%s refuses an unknown client', async (operation, input) => {
    const { body } = await client.call(operation, { ...input, ClientId: 'unknown\nclient' });
    expect(body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'User pool client unknown\nclient does not exist.',
    });
  });
});

describe('a pool that reveals which users exist', () => {
  it('answers UserNotFoundException for an unknown one', async () => {
    const local = await startLocalCognito({ preventUserExistenceErrors: false });
    const { body } = await new RawClient(local).passwordAuth('nobody');
    await local.stop();
    expect(body).toEqual({ __type: 'UserNotFoundException', message: 'User does not exist.' });
  });
});
