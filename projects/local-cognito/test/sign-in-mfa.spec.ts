// Proves the challenges for second factors: codes, the choice between factors, and MFA_SETUP.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SignInClient, type Step } from './support/sign-in-client';
import { SoftwareToken } from '../src/pool/totp';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

describe('second factors', () => {
  let local: LocalCognito;
  let client: SignInClient;
  let offset: number;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => {
    local.reset();
    // Moves to the middle of a TOTP step, so that the step does not change during a test.
    offset = 15 - ((Date.now() / 1000) % 30);
    local.moveClock(offset);
  });
  afterAll(() => local.stop());

  function totp(seconds = 0, of = secret): string {
    return new SoftwareToken(of).codeAt(Date.now() + (offset + seconds) * 1000);
  }

  function other(code: string): string {
    return code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`;
  }

  describe.each([
    ['sms', 'SMS_MFA', 'SMS_MFA_CODE', 'SMS', '+*******0101', '+15555550101'],
    ['mail', 'EMAIL_OTP', 'EMAIL_OTP_CODE', 'EMAIL', 'm***@e***', 'mail@example.com'],
  ])('%s: %s', (USERNAME, challenge, member, medium, masked, destination) => {
    it('names the masked destination of the code', async () => {
      const asked = await client.password(USERNAME);
      expect(asked.challenge).toBe(challenge);
      expect(asked.parameters).toMatchObject({
        CODE_DELIVERY_DELIVERY_MEDIUM: medium,
        CODE_DELIVERY_DESTINATION: masked,
      });
    });

    it('puts a code of six digits into the outbox', async () => {
      await client.password(USERNAME);
      expect(local.messages).toMatchObject([
        { index: expect.any(Number) as unknown, username: USERNAME, destination, medium },
      ]);
      expect(local.messages[0]).toMatchObject({ purpose: 'mfa' });
      expect(local.messages[0]?.code).toMatch(/^\d{6}$/);
    });

    it('accepts the code', async () => {
      const asked = await client.password(USERNAME);
      const answer = await client.respond(asked, { USERNAME, [member]: client.lastCode() });
      expect(answer.tokens).toBeDefined();
    });

    it('refuses a wrong code, and then accepts the right one', async () => {
      const asked = await client.password(USERNAME);
      const code = client.lastCode();
      expect(await client.respond(asked, { USERNAME, [member]: other(code) })).toMatchObject({
        status: 400,
        error: 'CodeMismatchException',
        message: 'Invalid code or auth state for the user.',
      });
      expect((await client.respond(asked, { USERNAME, [member]: code })).tokens).toBeDefined();
    });

    it('refuses the code of an earlier sign-in', async () => {
      await client.password(USERNAME);
      const old = client.lastCode();
      const asked = await client.password(USERNAME);
      if (old !== client.lastCode()) {
        const answer = await client.respond(asked, { USERNAME, [member]: old });
        expect(answer.error).toBe('CodeMismatchException');
      }
    });

    it('requires the code under its name', async () => {
      const asked = await client.password(USERNAME);
      expect((await client.respond(asked, { USERNAME })).message).toBe(
        `Missing required parameter ${member}`,
      );
    });
  });

  describe('totp: SOFTWARE_TOKEN_MFA', () => {
    function answer(asked: Step, SOFTWARE_TOKEN_MFA_CODE: string): Promise<Step> {
      return client.respond(asked, { USERNAME: 'totp', SOFTWARE_TOKEN_MFA_CODE });
    }

    it.each([-30, 0, 30])('accepts the code from %d seconds away', async (seconds) => {
      expect((await answer(await client.password('totp'), totp(seconds))).tokens).toBeDefined();
    });

    it('refuses a code from two minutes ago, and then accepts the right one', async () => {
      const asked = await client.password('totp');
      expect(await answer(asked, totp(-120))).toMatchObject({
        error: 'CodeMismatchException',
        message: 'Invalid code received for user',
      });
      expect((await answer(asked, totp())).tokens).toBeDefined();
    });

    it('accepts a code once', async () => {
      const code = totp();
      await answer(await client.password('totp'), code);
      expect(await answer(await client.password('totp'), code)).toMatchObject({
        error: 'ExpiredCodeException',
        message: 'Your software token has already been used once.',
      });
    });

    it('uses the emulator’s clock', async () => {
      local.moveClock(3600);
      expect((await answer(await client.password('totp'), totp(3600))).tokens).toBeDefined();
    });
  });

  describe('choosy: SELECT_MFA_TYPE', () => {
    it('offers both factors', async () => {
      const { challenge, parameters } = await client.password('choosy');
      expect(challenge).toBe('SELECT_MFA_TYPE');
      expect(JSON.parse(parameters['MFAS_CAN_CHOOSE'] ?? '')).toEqual([
        'SMS_MFA',
        'SOFTWARE_TOKEN_MFA',
      ]);
      expect(local.messages).toEqual([]);
    });

    it.each([
      ['SMS_MFA', 'SMS_MFA_CODE', () => client.lastCode()],
      ['SOFTWARE_TOKEN_MFA', 'SOFTWARE_TOKEN_MFA_CODE', () => totp()],
    ])('continues with %s', async (ANSWER, member, code) => {
      const asked = await client.respond(await client.password('choosy'), {
        USERNAME: 'choosy',
        ANSWER,
      });
      expect(asked.challenge).toBe(ANSWER);
      const done = await client.respond(asked, { USERNAME: 'choosy', [member]: code() });
      expect(done.tokens).toBeDefined();
    });

    it('refuses a factor that was not offered, and then accepts an offered one', async () => {
      const asked = await client.password('choosy');
      const wrong = await client.respond(asked, { USERNAME: 'choosy', ANSWER: 'EMAIL_OTP' });
      expect(wrong.error).toBe('InvalidParameterException');
      const right = await client.respond(asked, { USERNAME: 'choosy', ANSWER: 'SMS_MFA' });
      expect(right.challenge).toBe('SMS_MFA');
    });
  });

  describe('setup: MFA_SETUP', () => {
    it('lists the factors that can be set up', async () => {
      const { challenge, parameters } = await client.password('setup');
      expect(challenge).toBe('MFA_SETUP');
      expect(JSON.parse(parameters['MFAS_CAN_SETUP'] ?? '')).toEqual([
        'SOFTWARE_TOKEN_MFA',
        'EMAIL_OTP',
      ]);
    });

    it('signs in after the set-up of an authenticator app, and later asks for its code', async () => {
      const asked = await client.password('setup');
      const { body: associated } = await client.call('AssociateSoftwareToken', {
        Session: asked.session,
      });
      const of = String(associated['SecretCode']);
      const { body: verified } = await client.call('VerifySoftwareToken', {
        Session: associated['Session'],
        UserCode: totp(-30, of),
      });
      expect(verified['Status']).toBe('SUCCESS');
      const done = await client.respondTo('MFA_SETUP', String(verified['Session']), {
        USERNAME: 'setup',
      });
      expect(done.tokens).toBeDefined();
      const again = await client.password('setup');
      expect(again.challenge).toBe('SOFTWARE_TOKEN_MFA');
      const code = { USERNAME: 'setup', SOFTWARE_TOKEN_MFA_CODE: totp(0, of) };
      expect((await client.respond(again, code)).tokens).toBeDefined();
    });

    it('refuses to sign in without the set-up', async () => {
      const asked = await client.password('setup');
      expect((await client.respond(asked, { USERNAME: 'setup' })).error).toBe(
        'InvalidParameterException',
      );
      const { body } = await client.call('AssociateSoftwareToken', { Session: asked.session });
      const session = String(body['Session']);
      const answer = await client.respondTo('MFA_SETUP', session, { USERNAME: 'setup' });
      expect(answer.error).toBe('InvalidParameterException');
    });

    it('verifies an email address by a code, and later asks for such a code', async () => {
      const EMAIL = 'sana@example.org';
      const asked = await client.respond(await client.password('setup'), {
        USERNAME: 'setup',
        EMAIL,
      });
      expect(asked).toMatchObject({
        challenge: 'EMAIL_OTP',
        parameters: { CODE_DELIVERY_DESTINATION: 's***@e***' },
      });
      expect(local.messages.at(-1)?.destination).toBe(EMAIL);
      const code = { USERNAME: 'setup', EMAIL_OTP_CODE: client.lastCode() };
      expect((await client.respond(asked, code)).tokens).toBeDefined();
      expect(local.users.find(({ username }) => username === 'setup')?.email).toBe(EMAIL);
      expect((await client.password('setup')).challenge).toBe('EMAIL_OTP');
    });

    it('sends no code to a malformed address', async () => {
      const answer = { USERNAME: 'setup', EMAIL: 'nowhere' };
      const refused = await client.respond(await client.password('setup'), answer);
      expect(refused.error).toBe('InvalidParameterException');
      expect(local.messages).toEqual([]);
    });

    it('is required of every user without a second factor if MFA is ON', async () => {
      local.configure({ mfa: 'ON' });
      expect((await client.password('ana')).challenge).toBe('MFA_SETUP');
      expect((await client.password('sms')).challenge).toBe('SMS_MFA');
    });
  });

  it('asks no user if MFA is OFF', async () => {
    local.configure({ mfa: 'OFF' });
    expect((await client.password('sms')).tokens).toBeDefined();
  });

  it('also follow USER_SRP_AUTH', async () => {
    expect((await client.srp('sms')).challenge).toBe('SMS_MFA');
  });

  it('also follow a new password', async () => {
    local.configure({ mfa: 'ON' });
    const asked = await client.password('newbie');
    const next = await client.respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'N3w-passw0rd' });
    expect(next.challenge).toBe('MFA_SETUP');
  });
});
