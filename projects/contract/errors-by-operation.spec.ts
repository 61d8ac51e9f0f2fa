// Proves the errors that depend on the operation: refusals of Cognito with another meaning for an
// account, and answers of servers in front of Cognito (G14). Over HTTP, by both gateways.

import { firstValueFrom } from 'rxjs';
import { NEW_PASSWORD, PASSWORD } from './sign-in-flows';
import { type ContractPage, GATEWAYS, outcome } from './support/contract-page';
import { LocalPool } from './support/local-pool';

const pool = new LocalPool();
const PASSWORD_FLOW = { flow: 'USER_PASSWORD_AUTH' } as const;
const flows = [
  {},
  PASSWORD_FLOW,
  { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
  { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
] as const;

describe.each(GATEWAYS)('by %s', (gateway) => {
  let page: ContractPage;
  beforeEach(async () => {
    page = await pool.open(gateway);
  });
  /** Without SRP, which takes long, unless the flow matters. */
  const signIn = (username: string, password = PASSWORD, rest: object = PASSWORD_FLOW) =>
    page.conversation.start({ username, password, ...rest });

  it.each([
    ['deleted', 'UserNotFoundException'],
    ['disabled', 'NotAuthorizedException'],
  ])('errors × NOT_SIGNED_IN: the session of a %s account ends (G14)', async (how, name) => {
    await signIn('ana');
    if (how === 'deleted') pool.local.deleteUser('ana');
    else pool.local.disableUser('ana');
    const change = { oldPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const calls = [
      page.user.getUser(),
      page.passwords.changePassword(change),
      page.user.deleteUser(),
    ];
    for (const told of await Promise.all(calls.map((call) => outcome<unknown>(call)))) {
      expect(told).toMatchObject({ code: 'NOT_SIGNED_IN', awsName: name });
    }
    expect(pool.count('GetTokensFromRefreshToken')).toBe(1);
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
  });

  it('errors × NOT_SIGNED_IN: not for a token that has only expired at Cognito (G14)', async () => {
    await signIn('ana');
    // The device's clock does not move, so the session treats its token as valid.
    pool.local.moveClock(3601);
    const change = { oldPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect(await outcome(page.passwords.changePassword(change))).toBeUndefined();
    const statuses = pool.local.calls
      .filter(({ operation }) => operation === 'ChangePassword')
      .map(({ status }) => status);
    expect(statuses).toEqual([400, 200]);
    expect(pool.count('GetTokensFromRefreshToken')).toBe(1);
    expect(page.session.state().status).toBe('signed-in');
    expect(await signIn('ana', NEW_PASSWORD)).toMatchObject({ status: 'signed-in' });
  });

  it('errors × NOT_SIGNED_IN: the library does not replace a second refused token (G14)', async () => {
    await signIn('ana');
    pool.local.fault({
      on: 'GetUser',
      kind: 'status',
      status: 400,
      errorType: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
      times: 'forever',
    });
    expect(await outcome(page.user.getUser())).toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect([pool.count('GetUser'), pool.count('GetTokensFromRefreshToken')]).toEqual([2, 1]);
  });

  it.each([
    ['errors × TOO_MANY_ATTEMPTS: 429 of a proxy', 'TOO_MANY_ATTEMPTS', 429],
    ['errors × REFUSED: 403 of a proxy', 'REFUSED', 403],
    ['errors × UNAVAILABLE: 404 of a captive portal', 'UNAVAILABLE', 404],
    ['errors × UNAVAILABLE: 408 of a proxy', 'UNAVAILABLE', 408],
    ['errors × UNAVAILABLE: 504 of CloudFront', 'UNAVAILABLE', 504],
  ])('%s, in HTML; the same step works after it (G14)', async (_, code, status) => {
    await signIn('sms');
    pool.local.fault({ on: 'RespondToAuthChallenge', kind: 'html', status });
    const answer = { code: pool.around.code() };
    expect(await page.conversation.answer(answer)).toMatchObject({ code });
    expect(await page.conversation.answer(answer)).toMatchObject({ status: 'signed-in' });
  });

  it.each([
    ['errors × REFUSED: a block by the firewall', 'REFUSED', 'waf', 'ForbiddenException'],
    [
      'errors × TOO_MANY_ATTEMPTS: a throttle',
      'TOO_MANY_ATTEMPTS',
      'throttle',
      'TooManyRequestsException',
    ],
  ] as const)(
    '%s at the first call; the next call succeeds (G14)',
    async (_, code, kind, awsName) => {
      pool.local.fault({ on: 'InitiateAuth', kind });
      expect(await signIn('ana')).toMatchObject({ code, awsName });
      expect(await signIn('ana')).toMatchObject({ status: 'signed-in' });
    },
  );

  it('errors × TEMPORARY_PASSWORD_EXPIRED: forgotPassword does not help, an administrator must (G14)', async () => {
    pool.local.moveClock(7 * 24 * 3600);
    for (const flow of flows) {
      expect(await signIn('newbie', PASSWORD, flow)).toMatchObject({
        code: 'TEMPORARY_PASSWORD_EXPIRED',
        awsName: 'NotAuthorizedException',
      });
    }
    const asked = page.passwords.forgotPassword({ username: 'newbie' });
    expect(await outcome(asked)).toMatchObject({ code: 'INVALID_INPUT' });
    pool.local.configure({ temporaryPasswordValidityDays: 8 });
    expect(await signIn('newbie')).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED' });
  });

  it("errors × REFUSED: threat protection's block, with its text (G14)", async () => {
    pool.local.blockUser('ana');
    for (const flow of flows) {
      expect(await signIn('ana', PASSWORD, flow)).toMatchObject({
        code: 'REFUSED',
        reason: 'Unable to login because of security reasons.',
        awsName: 'NotAuthorizedException',
      });
    }
    expect(await signIn('ana', 'wrong')).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    pool.local.unblockUser('ana');
    expect(await signIn('ana')).toMatchObject({ status: 'signed-in' });
  });
});

/** The trigger's message by user name. The last message contains a value of the request. */
const REFUSED_NAMES: Readonly<Record<string, string>> = {
  root: 'Not this name.',
  boss: 'Really?',
  guest: 'Ask your office: name, e-mail and\nnumber of your desk.',
  test: 'Use your work email.',
};

describe('with a trigger', () => {
  const guarded = new LocalPool({
    triggers: {
      preSignUp: ({ userName }) => {
        const reason = REFUSED_NAMES[userName];
        if (reason !== undefined) throw new Error(reason);
      },
      preAuthentication: ({ request }) => {
        if (request.validationData['device'] === 'old') throw new Error('Update the app first.');
      },
    },
  });

  it.each(GATEWAYS)("errors × REFUSED: has the trigger's text, by %s", async (gateway) => {
    const page = await guarded.open(gateway);
    const request = { username: 'ana', password: PASSWORD };
    const clientMetadata = { device: 'old' };
    const refused = await page.conversation.start({ ...request, clientMetadata });
    expect(refused).toMatchObject({ code: 'REFUSED' });
    expect(refused.reason).toContain('Update the app first.');
    expect(await page.conversation.start(request)).toMatchObject({ status: 'signed-in' });
  });

  it.each(GATEWAYS)(
    "errors × REFUSED: a sign-up shows the trigger's own words, by %s (G14)",
    async (gateway) => {
      const page = await guarded.open(gateway);
      const request = {
        password: NEW_PASSWORD,
        attributes: { email: 'new@example.com', nickname: 'email' },
      };
      for (const [username, reason] of Object.entries(REFUSED_NAMES)) {
        expect(await outcome(page.signUp.signUp({ ...request, username }))).toMatchObject({
          code: 'REFUSED',
          reason,
          awsName: 'UserLambdaValidationException',
        });
      }
      expect(
        await firstValueFrom(page.signUp.signUp({ ...request, username: 'new' })),
      ).toMatchObject({ confirmed: false });
    },
  );
});
