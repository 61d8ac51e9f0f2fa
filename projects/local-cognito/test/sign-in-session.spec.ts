// Proves how long the session of a challenge is valid, that it works once, and when the pool locks
// a user out.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SignInClient, type Step } from './support/sign-in-client';

describe('sessions of challenges', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  function answer(asked: Step, SMS_MFA_CODE = client.lastCode()): Promise<Step> {
    return client.respond(asked, { USERNAME: 'sms', SMS_MFA_CODE });
  }

  it('last three minutes by the emulator’s clock', async () => {
    const asked = await client.password('sms');
    local.moveClock(150);
    expect((await answer(asked, 'wrong')).error).toBe('CodeMismatchException');
    local.moveClock(30);
    expect(await answer(asked)).toMatchObject({
      error: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('last for challengeSessionSeconds', async () => {
    local.configure({ challengeSessionSeconds: 900 });
    const asked = await client.password('sms');
    local.moveClock(840);
    expect((await answer(asked)).tokens).toBeDefined();
  });

  it('also expire for PASSWORD_VERIFIER, whose Session is not visible', async () => {
    const srp = client.srpClient();
    const parameters = { USERNAME: 'ana', SRP_A: srp.publicValue };
    const asked = await client.initiate('USER_SRP_AUTH', parameters);
    local.moveClock(181);
    expect((await client.verify(srp, asked, 'Passw0rd!')).message).toBe(
      'Invalid session for the user, session is expired.',
    );
  });

  it('work once', async () => {
    const asked = await client.password('sms');
    await answer(asked);
    expect((await answer(asked)).message).toBe('Invalid session for the user.');
  });

  it('accept one of two simultaneous answers', async () => {
    const asked = await client.password('sms');
    const answers = await Promise.all([answer(asked), answer(asked)]);
    expect(answers.filter(({ tokens }) => tokens !== undefined)).toHaveLength(1);
  });

  it.each<[string, (asked: Step) => Promise<Step>]>([
    ['made up', () => client.respondTo('SMS_MFA', 'x', { USERNAME: 'sms', SMS_MFA_CODE: '1' })],
    [
      'of another challenge',
      ({ session }) =>
        client.respondTo('SOFTWARE_TOKEN_MFA', session, {
          USERNAME: 'sms',
          SOFTWARE_TOKEN_MFA_CODE: '1',
        }),
    ],
    [
      'of another user',
      (asked) => client.respond(asked, { USERNAME: 'ana', SMS_MFA_CODE: client.lastCode() }),
    ],
    [
      'for a challenge that does not exist',
      ({ session }) => client.respondTo('NO_CHALLENGE', session, { USERNAME: 'sms' }),
    ],
  ])('are refused when they are %s', async (_, respond) => {
    const asked = await client.password('sms');
    expect((await respond(asked)).message).toBe('Invalid session for the user.');
    expect((await answer(asked)).tokens).toBeDefined();
  });

  it('are required', async () => {
    const answered = await client.respondTo('SMS_MFA', undefined, { USERNAME: 'sms' });
    expect(answered.message).toBe('Missing required parameter Session');
  });

  it('do not reveal by the spelling of a name whether the user exists', async () => {
    const answers = [];
    for (const username of ['ana', 'nobody']) {
      const asked = await client.initiate('CUSTOM_AUTH', { USERNAME: username });
      const responses = { USERNAME: username.toUpperCase(), ANSWER: '4' };
      answers.push((await client.respond(asked, responses)).challenge);
    }
    expect(answers).toEqual(['CUSTOM_CHALLENGE', 'CUSTOM_CHALLENGE']);
  });

  it('refuse a user who was disabled between two steps', async () => {
    const asked = await client.password('sms');
    local.disableUser('sms');
    expect((await answer(asked)).message).toBe('User is disabled.');
  });

  it('are deleted by a reset', async () => {
    const asked = await client.password('sms');
    const code = client.lastCode();
    local.reset();
    expect((await answer(asked, code)).message).toBe('Invalid session for the user.');
  });

  it('are logged with the user that the answer names', async () => {
    await answer(await client.password('sms'));
    expect(local.calls.at(-1)).toMatchObject({
      operation: 'RespondToAuthChallenge',
      username: 'sms',
      status: 200,
    });
  });
});

describe('lockout', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  async function fail(times: number, username = 'ana'): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      expect((await client.password(username, 'wrong')).message).toBe(
        'Incorrect username or password.',
      );
    }
  }

  /** Moves the clock back a minute, so that the lock of a second outlasts a slow machine. */
  function goBack(): void {
    local.moveClock(-60);
  }

  it.each(['ana', 'nobody'])('%s is locked out after five failures', async (username) => {
    await fail(5, username);
    goBack();
    expect(await client.password(username)).toMatchObject({
      error: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
  });

  it('ends by the emulator’s clock', async () => {
    await fail(5);
    local.moveClock(1);
    expect((await client.password('ana')).tokens).toBeDefined();
  });

  it('restarts its count after a success', async () => {
    await fail(4);
    expect((await client.password('ana')).tokens).toBeDefined();
    await fail(4);
    expect((await client.password('ana')).tokens).toBeDefined();
  });

  it('counts for the user across aliases and flows', async () => {
    await fail(3, 'ANA@example.com');
    await fail(1);
    await client.srp('ana', 'wrong');
    goBack();
    expect((await client.srp('ana@example.com')).message).toBe('Password attempts exceeded');
  });

  it('counts wrong codes, and the session continues after it', async () => {
    const asked = await client.password('sms');
    const code = client.lastCode();
    for (let time = 0; time < 5; time += 1) {
      await client.respond(asked, { USERNAME: 'sms', SMS_MFA_CODE: 'wrong' });
    }
    const answer = { USERNAME: 'sms', SMS_MFA_CODE: code };
    goBack();
    expect((await client.respond(asked, answer)).message).toBe('Password attempts exceeded');
    local.moveClock(61);
    expect((await client.respond(asked, answer)).tokens).toBeDefined();
  });

  it('is removed by a reset', async () => {
    await fail(5);
    goBack();
    local.reset();
    expect((await client.password('ana')).tokens).toBeDefined();
  });
});
