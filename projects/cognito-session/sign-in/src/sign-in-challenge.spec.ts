// Tests challenges through both gateways: each reaches the form, and the form's answer reaches the
// wire unchanged.

import { json, serviceError } from '../../test/support/fake-pool';
import { leaksIn } from '../../test/support/leak-search';
import type { Observed } from '../../test/support/observed';
import { GATEWAYS, type SessionApp } from '../../test/support/session-app';
import {
  answerChallenge,
  answerTokens,
  openSignInHarness,
  PASSWORD,
  type SignInHarness,
} from '../../test/support/sign-in-harness';
import { offerWebCrypto } from '../../test/support/web-crypto';
import type { ChallengeStep, CodeStep, NewPasswordStep, SignInStep } from './sign-in-step';

/**
 * Name, parameters and further fields of a challenge, the expected step, an answer, and the
 * expected input of the call.
 */
const CHALLENGES: [string, Record<string, string>, object, object, object, object][] = [
  [
    'NEW_PASSWORD_REQUIRED',
    { requiredAttributes: '["userAttributes.email"]', userAttributes: '{"name":"María"}' },
    {},
    { requiredAttributes: ['email'], attributes: { name: 'María' } },
    { newPassword: 'x', attributes: { email: 'm@example.com' } },
    { NEW_PASSWORD: 'x', 'userAttributes.email': 'm@example.com' },
  ],
  ...['SMS_MFA', 'EMAIL_OTP', 'SMS_OTP'].map((name): (typeof CHALLENGES)[number] => [
    name,
    { CODE_DELIVERY_DESTINATION: 'm***', CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL' },
    {},
    { destination: 'm***', medium: 'EMAIL' },
    { code: '123 456' },
    { [`${name}_CODE`]: '123456' },
  ]),
  [
    'SOFTWARE_TOKEN_MFA',
    { FRIENDLY_DEVICE_NAME: 'My phone' },
    {},
    { deviceName: 'My phone' },
    { code: '123456' },
    { SOFTWARE_TOKEN_MFA_CODE: '123456' },
  ],
  [
    'SELECT_MFA_TYPE',
    { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' },
    {},
    { mfaTypes: ['SMS_MFA', 'EMAIL_OTP'] },
    { mfaType: 'EMAIL_OTP' },
    { ANSWER: 'EMAIL_OTP' },
  ],
  [
    'MFA_SETUP',
    { MFAS_CAN_SETUP: '["EMAIL_OTP"]' },
    {},
    { mfaType: 'EMAIL_OTP' },
    { email: 'm@example.com' },
    { EMAIL: 'm@example.com' },
  ],
  [
    'SELECT_CHALLENGE',
    {},
    { AvailableChallenges: ['PASSWORD', 'EMAIL_OTP'] },
    { availableChallenges: ['PASSWORD', 'EMAIL_OTP'] },
    { answer: 'EMAIL_OTP' },
    { ANSWER: 'EMAIL_OTP' },
  ],
  ['PASSWORD', {}, {}, {}, { password: 'x' }, { PASSWORD: 'x' }],
  [
    'PASSWORD_SRP',
    {},
    {},
    {},
    { password: 'x' },
    { SRP_A: expect.stringMatching(/^[\da-f]{700,}$/) as string },
  ],
  [
    'WEB_AUTHN',
    { CREDENTIAL_REQUEST_OPTIONS: '{"challenge":"YQ"}' },
    {},
    { options: { challenge: 'YQ' } },
    { credential: { id: 'x' } },
    { CREDENTIAL: '{"id":"x"}' },
  ],
  ['CUSTOM_CHALLENGE', { question: '?' }, {}, {}, { answer: '42' }, { ANSWER: '42' }],
];

offerWebCrypto();

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  let harness: SignInHarness;
  let app: SessionApp;
  beforeEach(async () => {
    harness = await openSignInHarness(gateway);
    ({ app } = harness);
  });

  async function challenged<Step extends ChallengeStep>(): Promise<Step> {
    const { values } = await harness.signIn({ flow: 'USER_AUTH', password: '' });
    expect(values).toHaveLength(1);
    return values[0] as Step;
  }
  const respond = (step: ChallengeStep, response: object): Promise<Observed<SignInStep>> =>
    harness.finish(step.respond(response as never));

  it.each(CHALLENGES)(
    '%s is shown, answered and leads on',
    async (name, parameters, rest, shown, response, sent) => {
      const tokens = app.pool.issue();
      app.pool.always('InitiateAuth', answerChallenge(name, 'session-1', parameters, rest));
      app.pool.always('RespondToAuthChallenge', answerTokens(tokens));
      const step = await challenged();
      expect(step).toMatchObject({
        status: 'challenge',
        challenge: name,
        parameters: { USER_ID_FOR_SRP: 'maría', ...parameters },
        ...shown,
      });
      expect((await respond(step, response)).values).toMatchObject([{ status: 'signed-in' }]);
      expect(harness.inputsOf('RespondToAuthChallenge')).toEqual([
        {
          ClientId: app.pool.clientId,
          ChallengeName: name,
          ChallengeResponses: { USERNAME: 'maría', ...sent },
          Session: 'session-1',
        },
      ]);
      expect(app.session.idToken()?.getJwtToken()).toBe(tokens.IdToken);
    },
  );

  it('MFA_SETUP of an authenticator app asks for its secret, verifies a code, and leads on', async () => {
    const parameters = { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' };
    app.pool.always('InitiateAuth', answerChallenge('MFA_SETUP', 'session-1', parameters));
    app.pool.always('AssociateSoftwareToken', () =>
      json(200, { SecretCode: 'JBSWY3DP', Session: 'session-2' }),
    );
    app.pool.always('VerifySoftwareToken', () =>
      json(200, { Status: 'SUCCESS', Session: 'session-3' }),
    );
    app.pool.always('RespondToAuthChallenge', answerTokens(app.pool.issue()));
    const step = await challenged();
    expect(step).toMatchObject({ mfaType: 'SOFTWARE_TOKEN_MFA', secret: 'JBSWY3DP' });
    expect((await respond(step, { code: '123456' })).values).toMatchObject([
      { status: 'signed-in' },
    ]);
    expect(app.pool.calls.slice(1).map(({ operation, input }) => [operation, input])).toEqual([
      ['AssociateSoftwareToken', { Session: 'session-1' }],
      ['VerifySoftwareToken', { Session: 'session-2', UserCode: '123456' }],
      [
        'RespondToAuthChallenge',
        {
          ClientId: app.pool.clientId,
          ChallengeName: 'MFA_SETUP',
          ChallengeResponses: { USERNAME: 'maría' },
          Session: 'session-3',
        },
      ],
    ]);
  });

  it('a challenge without a builder reaches the app whole', async () => {
    app.pool.always('InitiateAuth', answerChallenge('SMELL_MFA', 'session-1', { nose: 'cold' }));
    const step = await challenged();
    expect(step).toMatchObject({
      challenge: 'UNKNOWN',
      name: 'SMELL_MFA',
      session: 'session-1',
      parameters: { nose: 'cold' },
    });
    await respond(step, { responses: { SMELL: 'fish' } });
    expect(harness.inputsOf('RespondToAuthChallenge')).toMatchObject([
      {
        ChallengeName: 'SMELL_MFA',
        ChallengeResponses: { USERNAME: 'maría', SMELL: 'fish' },
        Session: 'session-1',
      },
    ]);
  });

  describe('a challenge', () => {
    beforeEach(() => app.pool.always('InitiateAuth', answerChallenge('NEW_PASSWORD_REQUIRED')));

    it('starts no session and keeps the one there is', async () => {
      await challenged();
      expect(app.session.state().status).toBe('signed-out');
      const session = await app.signIn();
      await challenged();
      expect(app.session.session()).toBe(session);
    });

    it('can lead to the next one, which goes on with its own session', async () => {
      app.pool.always('RespondToAuthChallenge', answerChallenge('SMS_MFA', 'session-2'));
      const [next] = (await respond(await challenged(), { newPassword: 'x' })).values;
      expect(next).toMatchObject({ status: 'challenge', challenge: 'SMS_MFA' });
      await respond(next as CodeStep, { code: '123456' });
      expect(harness.inputsOf('RespondToAuthChallenge')).toMatchObject([
        { Session: 'session-1' },
        { Session: 'session-2', ChallengeName: 'SMS_MFA' },
      ]);
    });

    it.each([
      ['CodeMismatchException', 'WRONG_CODE'],
      ['InvalidPasswordException', 'WEAK_PASSWORD'],
      ['InvalidParameterException', 'INVALID_INPUT'],
    ])('answered wrongly, %s, is %s and can be answered again', async (name, code) => {
      const step = await challenged<NewPasswordStep>();
      app.pool.next('RespondToAuthChallenge', () => serviceError(name));
      app.pool.always('RespondToAuthChallenge', answerTokens(app.pool.issue()));
      expect((await respond(step, { newPassword: '1' })).errors).toMatchObject([{ code }]);
      expect((await respond(step, { newPassword: '2' })).values).toHaveLength(1);
      expect(app.session.isAuthenticated()).toBe(true);
    });

    it('is answered when respond is called, subscribed or not', async () => {
      (await challenged<NewPasswordStep>()).respond({ newPassword: 'x' });
      await app.clock.advance(1000);
      expect(app.pool.count('RespondToAuthChallenge')).toBe(1);
    });

    it('refused, holds no response in its error', async () => {
      const quote = 'New-Canary-1! of session-1 is too weak';
      app.pool.always('RespondToAuthChallenge', () =>
        serviceError('InvalidPasswordException', 400, quote),
      );
      const { errors } = await respond(await challenged(), { newPassword: 'New-Canary-1!' });
      expect(errors).toMatchObject([{ reason: '*** of *** is too weak' }]);
      expect(leaksIn(errors[0], ['New-Canary-1!', PASSWORD, 'session-1'])).toEqual([]);
    });
  });
});
