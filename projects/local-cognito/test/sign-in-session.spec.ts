// Proves how long the session of a challenge lives, that it works once, and when a user is locked
// out.

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

  it('last as long as the pool says', async () => {
    local.configure({ challengeSessionSeconds: 900 });
    const asked = await client.password('sms');
    local.moveClock(840);
    expect((await answer(asked)).tokens).toBeDefined();
  });

  it('also that of PASSWORD_VERIFIER, which has none to show', async () => {
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

  it('lead on once when two answers come at the same time', async () => {
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

  it('are wanted', async () => {
    const answered = await client.respondTo('SMS_MFA', undefined, { USERNAME: 'sms' });
    expect(answered.message).toBe('Missing required parameter Session');
  });

  it('tell an unknown user from a known one by no other spelling of the name', async () => {
    const answers = [];
    for (const username of ['ana', 'nobody']) {
      const asked = await client.initiate('CUSTOM_AUTH', { USERNAME: username });
      const responses = { USERNAME: username.toUpperCase(), ANSWER: '4' };
      answers.push((await client.respond(asked, responses)).challenge);
    }
    expect(answers).toEqual(['CUSTOM_CHALLENGE', 'CUSTOM_CHALLENGE']);
  });

  it('let in nobody who was disabled meanwhile', async () => {
    const asked = await client.password('sms');
    local.disableUser('sms');
    expect((await answer(asked)).message).toBe('User is disabled.');
  });

  it('are forgotten by a reset', async () => {
    const asked = await client.password('sms');
    const code = client.lastCode();
    local.reset();
    expect((await answer(asked, code)).message).toBe('Invalid session for the user.');
  });

  it('are logged with the user whom the answer names', async () => {
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

  /** The lock of a second must outlast a slow machine: seen from a minute earlier it does. */
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

  it('counts from the start after a success', async () => {
    await fail(4);
    expect((await client.password('ana')).tokens).toBeDefined();
    await fail(4);
    expect((await client.password('ana')).tokens).toBeDefined();
  });

  it('counts for the user, whatever alias is typed and whichever flow is used', async () => {
    await fail(3, 'ANA@example.com');
    await fail(1);
    await client.srp('ana', 'wrong');
    goBack();
    expect((await client.srp('ana@example.com')).message).toBe('Password attempts exceeded');
  });

  it('counts wrong codes, and lets the same session go on afterwards', async () => {
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

  it('is forgotten by a reset', async () => {
    await fail(5);
    goBack();
    local.reset();
    expect((await client.password('ana')).tokens).toBeDefined();
  });
});
