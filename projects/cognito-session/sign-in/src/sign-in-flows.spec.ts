// Tests the first call of each flow: the exact input of InitiateAuth.

import { assert, asyncProperty, constantFrom, option, record, string } from 'fast-check';
import {
  challenge,
  openScriptedSignIn,
  PASSWORD,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { offerWebCrypto, withdrawWebCrypto } from '../../test/support/web-crypto';
import type { FirstFactor, SignInFlow, SignInRequest } from './sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

/** Hexadecimal, without a leading zero, about as long as the prime. */
const SRP_A = expect.stringMatching(/^[1-9a-f][\da-f]{700,767}$/) as string;

async function begin(scripted: ScriptedSignIn, request: Partial<SignInRequest>): Promise<unknown> {
  scripted.script(challenge('CUSTOM_CHALLENGE'));
  expect(await scripted.signIn(request)).toMatchObject({ challenge: 'CUSTOM_CHALLENGE' });
  const { ClientId, ...input } = scripted.asked[0]!.input;
  expect(ClientId).toBe(scripted.tab.config.clientId);
  expect(scripted.asked).toHaveLength(1);
  return input;
}
const none = { password: undefined } as unknown as Partial<SignInRequest>;

describe('a flow begins with', () => {
  const CASES: [string, Partial<SignInRequest>, SignInFlow, Record<string, string>][] = [
    ['no flow', { flow: undefined }, 'USER_SRP_AUTH', { SRP_A }],
    ['USER_SRP_AUTH', { flow: 'USER_SRP_AUTH' }, 'USER_SRP_AUTH', { SRP_A }],
    ['a password', { flow: 'USER_PASSWORD_AUTH' }, 'USER_PASSWORD_AUTH', { PASSWORD }],
    [
      'CUSTOM_AUTH and a password',
      { flow: 'CUSTOM_AUTH' },
      'CUSTOM_AUTH',
      { CHALLENGE_NAME: 'SRP_A', SRP_A },
    ],
    ['CUSTOM_AUTH alone', { flow: 'CUSTOM_AUTH', ...none }, 'CUSTOM_AUTH', {}],
    ['USER_AUTH alone', { flow: 'USER_AUTH', ...none }, 'USER_AUTH', {}],
    ['USER_AUTH and a password', { flow: 'USER_AUTH' }, 'USER_AUTH', {}],
    ...(['EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const).flatMap((choice) =>
      [{}, none].map((password): (typeof CASES)[number] => [
        `USER_AUTH, ${choice} and ${JSON.stringify(Object.keys(password))}`,
        { flow: 'USER_AUTH', preferredChallenge: choice, ...password },
        'USER_AUTH',
        { PREFERRED_CHALLENGE: choice },
      ]),
    ),
    [
      'USER_AUTH, PASSWORD and one',
      { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD },
    ],
    [
      'USER_AUTH, PASSWORD_SRP and one',
      { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
      'USER_AUTH',
      { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A },
    ],
    ...(['PASSWORD', 'PASSWORD_SRP'] as const).map((choice): (typeof CASES)[number] => [
      `USER_AUTH, ${choice} without one`,
      { flow: 'USER_AUTH', preferredChallenge: choice, ...none },
      'USER_AUTH',
      {},
    ]),
  ];

  it.each(CASES)('%s', async (_name, request, AuthFlow, parameters) => {
    expect(await begin(openScriptedSignIn(), request)).toEqual({
      AuthFlow,
      AuthParameters: { USERNAME: 'maría', ...parameters },
    });
  });

  it('client metadata and an earlier session, when the request has them', async () => {
    const input = await begin(openScriptedSignIn(), {
      flow: 'USER_AUTH',
      clientMetadata: { page: 'orders' },
      continueFrom: 'session-of-sign-up',
      ...none,
    });
    expect(input).toEqual({
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'maría' },
      ClientMetadata: { page: 'orders' },
      Session: 'session-of-sign-up',
    });
  });

  it('texts only, and no password unless the flow needs it, for any request', async () => {
    const flows: SignInFlow[] = ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH', 'USER_AUTH'];
    const factors: FirstFactor[] = [
      'PASSWORD',
      'PASSWORD_SRP',
      'EMAIL_OTP',
      'SMS_OTP',
      'WEB_AUTHN',
    ];
    const requests = record({
      username: string({ minLength: 1 }),
      password: string({ minLength: 20, maxLength: 30 }),
      flow: constantFrom(...flows),
      preferredChallenge: option(constantFrom(...factors), { nil: undefined }),
    });
    await assert(
      asyncProperty(requests, async (request) => {
        const input = (await begin(openScriptedSignIn(), request)) as {
          AuthParameters: Record<string, unknown>;
        };
        const sends =
          request.flow === 'USER_PASSWORD_AUTH' ||
          (request.flow === 'USER_AUTH' && request.preferredChallenge === 'PASSWORD');
        const { PASSWORD: sent, ...others } = input.AuthParameters;
        expect(sent).toBe(sends ? request.password : undefined);
        expect(others['USERNAME']).toBe(request.username);
        delete others['USERNAME'];
        for (const value of Object.values(others)) {
          expect(value).toMatch(/^\w+$/);
          expect(value).not.toContain(request.password);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('SRP', () => {
  const account = userAccount('7f1a3c52', PASSWORD);

  it.each<[string, Partial<SignInRequest>, string]>([
    ['USER_SRP_AUTH', {}, 'USER_SRP_AUTH'],
    ['CUSTOM_AUTH', { flow: 'CUSTOM_AUTH' }, 'CUSTOM_AUTH'],
    ['USER_AUTH', { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' }, 'USER_AUTH'],
  ])('in %s proves the password and never sends it', async (_name, request, AuthFlow) => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(account);
    scripted.script(srp.ask, srp.check(tokensOf(scripted.tab)));
    const step = await scripted.signIn({ flow: 'USER_SRP_AUTH', ...request });
    expect(step).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked.map(({ operation }) => operation)).toEqual([
      'InitiateAuth',
      'RespondToAuthChallenge',
    ]);
    expect(scripted.asked[0]!.input.AuthFlow).toBe(AuthFlow);
    expect(scripted.asked[1]!.input).toEqual({
      ClientId: scripted.tab.config.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: '7f1a3c52',
        PASSWORD_CLAIM_SIGNATURE: expect.stringMatching(/^[\w+/]{43}=$/) as string,
        PASSWORD_CLAIM_SECRET_BLOCK: expect.any(String) as string,
        TIMESTAMP: expect.stringMatching(
          /^\w{3} \w{3} \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/,
        ) as string,
      },
      Session: 'session-srp',
    });
    expect(JSON.stringify(scripted.asked)).not.toContain(PASSWORD);
  });

  it('claims with the time of the device', async () => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(account);
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 5, 3, 4, 9));
    scripted.script(srp.ask, srp.check(tokensOf(scripted.tab)));
    await scripted.signIn({ flow: 'USER_SRP_AUTH' });
    now.mockRestore();
    expect(scripted.asked[1]!.input.ChallengeResponses?.['TIMESTAMP']).toBe(
      'Mon Jan 5 03:04:09 UTC 2026',
    );
  });

  it('passes the metadata of the request to both calls', async () => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(account);
    scripted.script(srp.ask, srp.check(tokensOf(scripted.tab)));
    await scripted.signIn({ flow: 'USER_SRP_AUTH', clientMetadata: { a: 'b' } });
    expect(scripted.asked.map(({ input }) => input['ClientMetadata'])).toEqual([
      { a: 'b' },
      { a: 'b' },
    ]);
  });

  it('leads to a further challenge', async () => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(account);
    scripted.script(srp.ask, srp.check(challenge('SOFTWARE_TOKEN_MFA')));
    expect(await scripted.signIn({ flow: 'USER_SRP_AUTH' })).toMatchObject({
      challenge: 'SOFTWARE_TOKEN_MFA',
    });
  });

  it('takes another key pair for each sign-in', async () => {
    const keys = [];
    for (let n = 0; n < 2; n++) {
      const scripted = openScriptedSignIn();
      await begin(scripted, { flow: 'USER_SRP_AUTH' });
      keys.push(scripted.asked[0]!.input.AuthParameters?.['SRP_A']);
    }
    expect(new Set(keys).size).toBe(2);
  });

  it('on a page without WebCrypto errors without a call', async () => {
    withdrawWebCrypto();
    const scripted = openScriptedSignIn();
    expect(await scripted.signIn({ flow: 'USER_SRP_AUTH' })).toMatchObject({
      code: 'INVALID_CONFIG',
    });
    expect(scripted.asked).toEqual([]);
  });

  it('with unusable parameters is UNAVAILABLE, and sends no claim', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(
      challenge('PASSWORD_VERIFIER', { USER_ID_FOR_SRP: 'x', SRP_B: '0', SALT: '1' }),
    );
    expect(await scripted.signIn({ flow: 'USER_SRP_AUTH' })).toMatchObject({ code: 'UNAVAILABLE' });
    expect(scripted.asked).toHaveLength(1);
  });
});

it.each(['USER_PASSWORD_AUTH', 'CUSTOM_AUTH', 'USER_AUTH'] as const)(
  '%s without SRP works on a page without WebCrypto',
  async (flow) => {
    withdrawWebCrypto();
    const scripted = openScriptedSignIn();
    const password = flow === 'USER_PASSWORD_AUTH' ? {} : none;
    expect(await begin(scripted, { flow, ...password })).toBeDefined();
  },
);
