// Proves the flow USER_AUTH: which first factors it offers, and how each of them signs in.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SignInClient, type Step } from './support/sign-in-client';
import { SoftwareAuthenticator, type RequestOptions } from './support/software-authenticator';

const incorrect = 'Incorrect username or password.';

describe('USER_AUTH', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  function start(USERNAME: string, more: Record<string, string> = {}): Promise<Step> {
    return client.initiate('USER_AUTH', { USERNAME, ...more });
  }

  function prefer(USERNAME: string, PREFERRED_CHALLENGE: string, more = {}): Promise<Step> {
    return start(USERNAME, { PREFERRED_CHALLENGE, ...more });
  }

  describe('offers a choice', () => {
    it.each([
      ['ana', ['EMAIL_OTP', 'PASSWORD_SRP', 'PASSWORD']],
      ['sms', ['EMAIL_OTP', 'SMS_OTP', 'PASSWORD_SRP', 'PASSWORD']],
      ['keyless', ['EMAIL_OTP', 'SMS_OTP']],
    ])('%s: among %j', async (username, factors) => {
      const { challenge, available, session } = await start(username);
      expect({ challenge, available }).toEqual({
        challenge: 'SELECT_CHALLENGE',
        available: factors,
      });
      expect(session).toEqual(expect.any(String));
    });

    it('an unknown user gets the offer of a user with an address and a password', async () => {
      expect((await start('nobody')).available).toEqual((await start('ana')).available);
    });

    it('among the factors that the pool allows', async () => {
      local.configure({ choiceFactors: ['SMS_OTP', 'PASSWORD'] });
      expect((await start('sms')).available).toEqual(['SMS_OTP', 'PASSWORD_SRP', 'PASSWORD']);
    });

    it('if the user does not have the preferred factor', async () => {
      expect((await prefer('ana', 'WEB_AUTHN')).challenge).toBe('SELECT_CHALLENGE');
    });

    it('again, after refusing a factor that it has not offered', async () => {
      const asked = await start('keyless');
      const wrong = await client.respond(asked, { USERNAME: 'keyless', ANSWER: 'PASSWORD' });
      expect(wrong.error).toBe('InvalidParameterException');
      const right = await client.respond(asked, { USERNAME: 'keyless', ANSWER: 'SMS_OTP' });
      expect(right.challenge).toBe('SMS_OTP');
    });
  });

  describe.each([
    ['EMAIL_OTP', 'EMAIL', 'k***@e***'],
    ['SMS_OTP', 'SMS', '+*******0103'],
  ])('%s', (factor, medium, masked) => {
    it.each([
      ['preferred', () => prefer('keyless', factor)],
      [
        'chosen',
        async () => client.respond(await start('keyless'), { USERNAME: 'keyless', ANSWER: factor }),
      ],
    ])('%s: sends a code of eight digits and accepts it', async (_, ask) => {
      const asked = await ask();
      expect(asked).toMatchObject({
        challenge: factor,
        parameters: {
          CODE_DELIVERY_DELIVERY_MEDIUM: medium,
          CODE_DELIVERY_DESTINATION: masked,
        },
      });
      expect(local.messages).toMatchObject([{ medium, purpose: 'otp' }]);
      expect(client.lastCode()).toMatch(/^\d{8}$/);
      const answer = { USERNAME: 'keyless', [`${factor}_CODE`]: client.lastCode() };
      expect((await client.respond(asked, answer)).tokens).toBeDefined();
    });

    it('refuses another code', async () => {
      const asked = await prefer('keyless', factor);
      const answer = { USERNAME: 'keyless', [`${factor}_CODE`]: '1' };
      expect((await client.respond(asked, answer)).error).toBe('CodeMismatchException');
    });
  });

  it.each([
    ['disabled', 'NotAuthorizedException'],
    ['reset', 'PasswordResetRequiredException'],
  ])('refuses %s also with a right code: %s', async (username, error) => {
    const asked = await prefer(username, 'EMAIL_OTP');
    const answer = { USERNAME: username, EMAIL_OTP_CODE: client.lastCode() };
    expect((await client.respond(asked, answer)).error).toBe(error);
  });

  it('pretends to send an unknown user a code, always to the same destination', async () => {
    const steps = [await prefer('nobody', 'EMAIL_OTP'), await prefer('nobody', 'EMAIL_OTP')];
    const [first, second] = steps.map(({ parameters }) => parameters['CODE_DELIVERY_DESTINATION']);
    expect(first).toMatch(/^[a-z]\*{3}@[a-z]\*{3}$/);
    expect(second).toBe(first);
    expect(local.messages).toEqual([]);
    const answer = { USERNAME: 'nobody', EMAIL_OTP_CODE: '12345678' };
    expect((await client.respond(steps[0]!, answer)).error).toBe('CodeMismatchException');
  });

  describe('PASSWORD', () => {
    it.each<[string, () => Promise<Step>]>([
      ['at once', () => prefer('ana', 'PASSWORD', { PASSWORD: 'Passw0rd!' })],
      [
        'when asked for it',
        async () =>
          client.respond(await prefer('ana', 'PASSWORD'), {
            USERNAME: 'ana',
            PASSWORD: 'Passw0rd!',
          }),
      ],
      [
        'with the choice',
        async () =>
          client.respond(await start('ana'), {
            USERNAME: 'ana',
            ANSWER: 'PASSWORD',
            PASSWORD: 'Passw0rd!',
          }),
      ],
      [
        'with a choice that comes late',
        async () =>
          client.respondTo('SELECT_CHALLENGE', (await prefer('ana', 'PASSWORD_SRP')).session, {
            USERNAME: 'ana',
            ANSWER: 'PASSWORD',
            PASSWORD: 'Passw0rd!',
          }),
      ],
    ])('is accepted %s', async (_, signIn) => {
      expect((await signIn()).tokens).toBeDefined();
    });

    it.each(['ana', 'nobody'])('is refused if it is wrong for %s', async (username) => {
      const answer = await prefer(username, 'PASSWORD', { PASSWORD: 'wrong' });
      expect(answer.message).toBe(incorrect);
    });

    it('is followed by the second factor', async () => {
      const { challenge } = await prefer('sms', 'PASSWORD', { PASSWORD: 'Passw0rd!' });
      expect(challenge).toBe('SMS_MFA');
    });
  });

  describe('PASSWORD_SRP', () => {
    it('is asked for at once', async () => {
      const srp = client.srpClient();
      const asked = await prefer('ana', 'PASSWORD_SRP', { SRP_A: srp.publicValue });
      expect(asked.challenge).toBe('PASSWORD_VERIFIER');
      expect(asked.session).toEqual(expect.any(String));
      expect((await client.verify(srp, asked, 'Passw0rd!')).tokens).toBeDefined();
    });

    it('comes with the choice', async () => {
      const srp = client.srpClient();
      const asked = await client.respond(await start('ana'), {
        USERNAME: 'ana',
        ANSWER: 'PASSWORD_SRP',
        SRP_A: srp.publicValue,
      });
      expect((await client.verify(srp, asked, 'Passw0rd!')).tokens).toBeDefined();
    });

    it('is refused if it is wrong', async () => {
      const srp = client.srpClient();
      const step = await prefer('ana', 'PASSWORD_SRP');
      const asked = await client.respond(step, { USERNAME: 'ana', SRP_A: srp.publicValue });
      expect((await client.verify(srp, asked, 'wrong')).message).toBe(incorrect);
    });
  });

  describe('WEB_AUTHN', () => {
    let authenticator: SoftwareAuthenticator;

    beforeEach(async () => {
      authenticator = new SoftwareAuthenticator('http://localhost:4200');
      const { AccessToken } = await client.signIn('ana');
      const { body } = await client.call('StartWebAuthnRegistration', { AccessToken });
      const options = body['CredentialCreationOptions'] as Parameters<
        SoftwareAuthenticator['create']
      >[0];
      await client.call('CompleteWebAuthnRegistration', {
        AccessToken,
        Credential: authenticator.create(options),
      });
    });

    function sign(asked: Step, by = authenticator): string {
      const options = JSON.parse(asked.parameters['CREDENTIAL_REQUEST_OPTIONS'] ?? '') as unknown;
      return JSON.stringify(by.get(options as RequestOptions));
    }

    it('is offered first', async () => {
      expect((await start('ana')).available?.[0]).toBe('WEB_AUTHN');
    });

    it('accepts the passkey', async () => {
      const asked = await prefer('ana', 'WEB_AUTHN');
      const answer = { USERNAME: 'ana', CREDENTIAL: sign(asked) };
      expect((await client.respond(asked, answer)).tokens).toBeDefined();
    });

    it('follows the choice', async () => {
      const asked = await client.respond(await start('ana'), {
        USERNAME: 'ana',
        ANSWER: 'WEB_AUTHN',
      });
      const answer = { USERNAME: 'ana', CREDENTIAL: sign(asked) };
      expect((await client.respond(asked, answer)).tokens).toBeDefined();
    });

    it('refuses an answer to another challenge', async () => {
      const other = sign(await prefer('ana', 'WEB_AUTHN'));
      const asked = await prefer('ana', 'WEB_AUTHN');
      const answer = { USERNAME: 'ana', CREDENTIAL: other };
      expect((await client.respond(asked, answer)).message).toBe(incorrect);
    });

    it('can be replaced by a password', async () => {
      const asked = await prefer('ana', 'WEB_AUTHN');
      const answer = { USERNAME: 'ana', ANSWER: 'PASSWORD', PASSWORD: 'Passw0rd!' };
      const done = await client.respondTo('SELECT_CHALLENGE', asked.session, answer);
      expect(done.tokens).toBeDefined();
    });
  });

  it('signs in by the session of a confirmed sign-up', async () => {
    const user = { ClientId: local.clientId, Username: 'zoe' };
    const signUp = await client.call('SignUp', {
      ...user,
      Password: 'Passw0rd!',
      UserAttributes: [{ Name: 'email', Value: 'zoe@example.com' }],
    });
    const { body } = await client.call('ConfirmSignUp', {
      ...user,
      ConfirmationCode: client.lastCode(),
      Session: signUp.body['Session'],
    });
    const Session = body['Session'];
    const signIn = (name: string): Promise<Step> =>
      client.initiate('USER_AUTH', { USERNAME: name }, { Session });
    expect((await signIn('ana')).message).toBe('Invalid session for the user.');
    expect((await signIn('zoe')).tokens).toBeDefined();
    expect((await signIn('zoe')).message).toBe('Invalid session for the user.');
  });
});
