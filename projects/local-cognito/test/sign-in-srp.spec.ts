// Proves the flow USER_SRP_AUTH: the accepted proofs, and that no refusal reveals which users
// exist.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { formatTimestamp } from '../src/sign-in/srp-timestamp';
import { SignInClient, type Step } from './support/sign-in-client';

const incorrect = 'Incorrect username or password.';

describe('USER_SRP_AUTH', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito({
      users: [
        { username: 'ana', phoneNumber: '+15555550100' },
        { username: 'Đorđe', password: 'лозинка 🦊 Ä1' },
        { username: 'unproven', emailVerified: false },
        { username: 'keyless', password: null },
        { username: 'disabled', disabled: true },
      ],
    });
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  function ask(USERNAME: string, SRP_A = client.srpClient().publicValue): Promise<Step> {
    return client.initiate('USER_SRP_AUTH', { USERNAME, SRP_A });
  }

  it('asks for a proof of the password, without a session', async () => {
    const { challenge, session, parameters } = await ask('ana');
    expect({ challenge, session }).toEqual({ challenge: 'PASSWORD_VERIFIER', session: undefined });
    expect(parameters).toMatchObject({ USERNAME: 'ana', USER_ID_FOR_SRP: 'ana' });
    expect(Object.keys(parameters).sort()).toEqual([
      'SALT',
      'SECRET_BLOCK',
      'SRP_B',
      'USERNAME',
      'USER_ID_FOR_SRP',
    ]);
  });

  it('signs in', async () => {
    expect((await client.srp('ana')).tokens).toMatchObject({ TokenType: 'Bearer' });
  });

  it('signs in with a name and a password of other scripts', async () => {
    expect((await client.srp('Đorđe', 'лозинка 🦊 Ä1')).tokens).toBeDefined();
  });

  it.each(['ANA', 'ana@example.com', 'Ana@Example.com', '+15555550100'])(
    'signs in as %s, and returns the user name',
    async (alias) => {
      expect((await ask(alias)).parameters['USER_ID_FOR_SRP']).toBe('ana');
      expect((await client.srp(alias)).tokens).toBeDefined();
    },
  );

  it('does not accept an unverified address as an alias', async () => {
    expect((await client.srp('unproven@example.com')).message).toBe(incorrect);
  });

  it.each([
    ['ana', 'wrong'],
    ['nobody', 'Passw0rd!'],
    ['keyless', ''],
  ])('refuses %s with password "%s"', async (username, password) => {
    expect(await client.srp(username, password)).toMatchObject({
      status: 400,
      error: 'NotAuthorizedException',
      message: incorrect,
    });
  });

  it('answers "disabled" after the right password only', async () => {
    expect((await client.srp('disabled')).message).toBe('User is disabled.');
    expect((await client.srp('disabled', 'wrong')).message).toBe(incorrect);
  });

  it.each(['nobody', 'ana'])('always has the same salt for %s', async (username) => {
    const salts = [await ask(username), await ask(username)].map((step) => step.parameters['SALT']);
    expect(new Set(salts).size).toBe(1);
  });

  it('refuses a missing SRP_A, and one that is a multiple of the prime', async () => {
    expect((await ask('ana', '0')).error).toBe('InvalidParameterException');
    const missing = await client.initiate('USER_SRP_AUTH', { USERNAME: 'ana' });
    expect(missing.message).toBe('Missing required parameter SRP_A');
  });

  it.each([
    ['long ago', formatTimestamp(new Date(Date.now() - 3_600_000))],
    ['written with a zero', 'Mon Jan 05 03:04:09 UTC 2026'],
  ])('refuses a proof whose time is %s', async (_, timestamp) => {
    const srp = client.srpClient();
    const asked = await ask('ana', srp.publicValue);
    const proof = srp.prove(asked.parameters, 'ana', 'Passw0rd!', timestamp);
    const answer = await client.respond(asked, { USERNAME: 'ana', ...proof });
    expect(answer.message).toBe(incorrect);
  });

  it.each([840, -840])(
    'accepts a proof whose time differs from the pool’s clock by %d s',
    async (off) => {
      local.moveClock(off);
      expect((await client.srp('ana')).tokens).toBeDefined();
    },
  );

  it.each([960, -960])(
    'refuses a proof whose time differs from the pool’s clock by %d s',
    async (off) => {
      local.moveClock(off);
      expect((await client.srp('ana')).message).toBe(incorrect);
    },
  );

  it('accepts every proof once', async () => {
    const srp = client.srpClient();
    const asked = await ask('ana', srp.publicValue);
    expect((await client.verify(srp, asked, 'Passw0rd!')).tokens).toBeDefined();
    expect((await client.verify(srp, asked, 'Passw0rd!')).message).toBe(
      'Invalid session for the user.',
    );
  });

  it.each(['PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP', 'USERNAME'])(
    'requires %s in the answer',
    async (name) => {
      const srp = client.srpClient();
      const asked = await ask('ana', srp.publicValue);
      const proof = srp.prove(asked.parameters, 'ana', 'Passw0rd!');
      const responses = Object.entries({ USERNAME: 'ana', ...proof });
      const answer = await client.respond(
        asked,
        Object.fromEntries(responses.filter(([key]) => key !== name)),
      );
      expect(answer.message).toBe(`Missing required parameter ${name}`);
    },
  );

  it('answers UserNotFoundException if the pool reveals which users exist', async () => {
    const open = await startLocalCognito({ preventUserExistenceErrors: false });
    const answer = await new SignInClient(open).srp('nobody');
    await open.stop();
    expect(answer.error).toBe('UserNotFoundException');
  });
});
