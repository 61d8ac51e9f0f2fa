// Proves the errors that a form receives, over HTTP, by both gateways.

import { firstValueFrom } from 'rxjs';
import { NEW_PASSWORD, PASSWORD, TOTP_SECRET } from './sign-in-flows';
import { type ContractPage, GATEWAYS, outcome } from './support/contract-page';
import { LocalPool, offerAuthenticator } from './support/local-pool';

const pool = new LocalPool();
const PASSWORD_FLOW = { flow: 'USER_PASSWORD_AUTH' } as const;
const flows = [
  {},
  PASSWORD_FLOW,
  { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
  { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
] as const;

/** A wrong code of the same length. */
const wrong = (code: string): string => (code.startsWith('0') ? '1' : '0') + code.slice(1);

describe.each(GATEWAYS)('by %s', (gateway) => {
  let page: ContractPage;
  beforeEach(async () => {
    page = await pool.open(gateway);
  });
  /** Without SRP, which takes long, unless the flow matters. */
  const signIn = (username: string, password = PASSWORD, rest: object = PASSWORD_FLOW) =>
    page.conversation.start({ username, password, ...rest });

  it.each(flows)(
    'errors × WRONG_CREDENTIALS: %j has one error for an unknown user and a wrong password',
    async (request) => {
      const operations = () => pool.local.calls.map(({ operation, status }) => [operation, status]);
      const wrongPassword = await signIn('ana', 'wrong', request);
      const callsOfWrong = operations();
      pool.local.clearCalls();
      const unknownUser = await signIn('nobody', 'wrong', request);
      expect(wrongPassword).toMatchObject({
        status: 'error',
        code: 'WRONG_CREDENTIALS',
        awsName: 'NotAuthorizedException',
      });
      expect(unknownUser).toEqual(wrongPassword);
      expect(operations()).toEqual(callsOfWrong);
      expect(page.session.state().status).toBe('signed-out');
    },
  );

  it.each([-16, 16])(
    'errors × WRONG_CREDENTIALS: not for a right password if the clock is %d minutes off (G14)',
    async (minutes) => {
      // Only the difference matters, so the test moves Cognito's clock instead of the device's.
      pool.local.moveClock(-minutes * 60);
      expect(await signIn('ana', PASSWORD, {})).toMatchObject({ status: 'signed-in' });
      pool.local.clearCalls();
      const request = { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' } as const;
      expect(await signIn('ana', PASSWORD, request)).toMatchObject({ status: 'signed-in' });
    },
  );

  it('errors × USER_NOT_CONFIRMED: an account without its confirmation', async () => {
    expect(await signIn('unconfirmed')).toMatchObject({ code: 'USER_NOT_CONFIRMED' });
  });

  it('errors × PASSWORD_RESET_REQUIRED: a password that an administrator reset', async () => {
    expect(await signIn('reset')).toMatchObject({ code: 'PASSWORD_RESET_REQUIRED' });
  });

  it.each([
    ['sms', 'SMS_MFA', () => pool.around.code()],
    ['mail', 'EMAIL_OTP', () => pool.around.code()],
    ['totp', 'SOFTWARE_TOKEN_MFA', () => pool.around.totp(TOTP_SECRET)],
  ])('errors × WRONG_CODE: %s may answer the same %s again', async (username, challenge, right) => {
    expect(await signIn(username)).toMatchObject({ challenge });
    const code = right();
    expect(await page.conversation.answer({ code: wrong(code) })).toMatchObject({
      status: 'error',
      code: 'WRONG_CODE',
    });
    expect(await page.conversation.answer({ code: ` ${code} ` })).toMatchObject({
      status: 'signed-in',
    });
  });

  it('errors × WRONG_CODE: the user may correct the first code of an authenticator app', async () => {
    await signIn('setup');
    const { secret = '' } = await page.conversation.answer({ mfaType: 'SOFTWARE_TOKEN_MFA' });
    const code = pool.around.totp(secret);
    expect(await page.conversation.answer({ code: wrong(code) })).toMatchObject({
      code: 'WRONG_CODE',
    });
    expect(await page.conversation.answer({ code })).toMatchObject({ status: 'signed-in' });
  });

  it('errors × CODE_EXPIRED: a reset code after an hour', async () => {
    await firstValueFrom(page.passwords.forgotPassword({ username: 'ana' }));
    const code = pool.around.code();
    pool.local.moveClock(3601);
    const request = { username: 'ana', code, newPassword: NEW_PASSWORD };
    expect(await outcome(page.passwords.confirmForgotPassword(request))).toMatchObject({
      code: 'CODE_EXPIRED',
    });
  });

  it('errors × CHALLENGE_EXPIRED: an answer after three minutes; a new sign-in works', async () => {
    await signIn('sms');
    const code = pool.around.code();
    pool.local.moveClock(181);
    expect(await page.conversation.answer({ code })).toMatchObject({ code: 'CHALLENGE_EXPIRED' });
    await signIn('sms');
    expect(await page.conversation.answer({ code: pool.around.code() })).toMatchObject({
      status: 'signed-in',
    });
  });

  it('errors × TOO_MANY_ATTEMPTS: even the right password after five wrong ones', async () => {
    for (let n = 0; n < 5; n++) {
      expect(await signIn('ana', 'wrong')).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    }
    expect(await signIn('ana')).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    pool.local.moveClock(2);
    expect(await signIn('ana')).toMatchObject({ status: 'signed-in' });
  });

  it("errors × WEAK_PASSWORD: has the policy's text; the step accepts a better password", async () => {
    await signIn('newbie');
    const weak = await page.conversation.answer({ newPassword: 'abcdefg!' });
    expect(weak).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(weak.reason).toMatch(/^Password did not conform with policy: \S/);
    expect(JSON.stringify(weak)).not.toContain('abcdefg!');
    const better = await page.conversation.answer({ newPassword: NEW_PASSWORD });
    expect(better).toMatchObject({ status: 'signed-in' });
  });

  it('errors × USER_EXISTS: a name that is taken', async () => {
    const taken = page.signUp.signUp({ username: 'ana', password: NEW_PASSWORD });
    expect(await outcome(taken)).toMatchObject({ code: 'USER_EXISTS' });
  });

  it("errors × ALIAS_EXISTS: another user's address, unless the user takes it over", async () => {
    const attributes = { email: 'ana@example.com' };
    const request = { username: 'ana2', password: NEW_PASSWORD, attributes };
    await firstValueFrom(page.signUp.signUp(request));
    const confirmation = { username: 'ana2', code: pool.around.code() };
    expect(await outcome(page.signUp.confirmSignUp(confirmation))).toMatchObject({
      code: 'ALIAS_EXISTS',
    });
    await firstValueFrom(page.signUp.confirmSignUp({ ...confirmation, forceAliasCreation: true }));
    expect(await signIn('ana@example.com', NEW_PASSWORD)).toMatchObject({ status: 'signed-in' });
    expect(page.session.user()?.['cognito:username']).toBe('ana2');
  });

  it('errors × PASSKEY_FAILED: a closed dialog can open again', async () => {
    offerAuthenticator();
    await signIn('ana');
    await firstValueFrom(page.passkeys.register());
    const step = await page.conversation.start({
      username: 'ana',
      flow: 'USER_AUTH',
      preferredChallenge: 'WEB_AUTHN',
    });
    expect(step).toMatchObject({ challenge: 'WEB_AUTHN' });
    jest
      .spyOn(navigator.credentials, 'get')
      .mockRejectedValueOnce(new DOMException('cancelled', 'NotAllowedError'));
    expect(await page.conversation.answer({})).toMatchObject({
      code: 'PASSKEY_FAILED',
      awsName: 'NotAllowedError',
    });
    expect(await page.conversation.answer({})).toMatchObject({ status: 'signed-in' });
  });

  it('errors × NOT_SIGNED_IN: without a session, and with one that Cognito has ended', async () => {
    expect(await outcome(page.user.getUser())).toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(pool.local.calls).toEqual([]);
    await signIn('ana');
    pool.local.revokeRefreshTokens('ana');
    expect(await outcome(page.user.getUser())).toMatchObject({ code: 'NOT_SIGNED_IN' });
    // The next refresh detects it at the latest.
    await firstValueFrom(page.session.refreshSession()).catch(() => undefined);
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
    expect(await outcome(page.user.getUser())).toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  it('errors × UNAVAILABLE: while offline; the same call works online again', async () => {
    await signIn('sms');
    const code = pool.around.code();
    pool.local.setOffline('pool', true);
    expect(await page.conversation.answer({ code })).toMatchObject({ code: 'UNAVAILABLE' });
    pool.local.setOffline('pool', false);
    expect(await page.conversation.answer({ code })).toMatchObject({ status: 'signed-in' });
  });

  it('errors × INVALID_CONFIG: a flow that the app client does not allow', async () => {
    pool.local.configure({ authFlows: ['USER_SRP_AUTH'] });
    for (const flow of ['USER_PASSWORD_AUTH', 'CUSTOM_AUTH', 'USER_AUTH']) {
      expect(await signIn('ana', PASSWORD, { flow })).toMatchObject({ code: 'INVALID_CONFIG' });
    }
    expect(await signIn('ana', PASSWORD, {})).toMatchObject({ status: 'signed-in' });
  });
});

describe('with an app client that reveals which users exist', () => {
  const telling = new LocalPool({ preventUserExistenceErrors: false });

  it.each(GATEWAYS)(
    'errors × WRONG_CREDENTIALS: the form receives the same error, by %s',
    async (gateway) => {
      const page = await telling.open(gateway);
      const request = { username: 'ana', password: 'wrong', flow: 'USER_PASSWORD_AUTH' } as const;
      const seen = async (username: string) => {
        const {
          awsName = '',
          text,
          ...step
        } = await page.conversation.start({
          ...request,
          username,
        });
        // Only Cognito's name and message may differ in the text.
        const ours = text?.split(' {')[0]?.replace(new RegExp(`${awsName}: .*`), 'Cognito’s');
        return { step, awsName, ours };
      };
      const [wrongPassword, unknownUser] = [await seen('ana'), await seen('nobody')];
      // The cause and the message for developers reveal it.
      expect(unknownUser.awsName).toBe('UserNotFoundException');
      expect(unknownUser.step).toEqual(wrongPassword.step);
      expect(unknownUser.ours).toBe(wrongPassword.ours);
    },
  );
});
