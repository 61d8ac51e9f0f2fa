// Challenges that a form answers with one call: what the step shows, and what its answer becomes.

import {
  challenge,
  openTalk,
  outcomeOf,
  refusal,
  type Talk,
  tokensOf,
  RESPOND,
} from '../../../test/support/sign-in-talk';
import { SignInError } from '../sign-in-error';
import type {
  ChallengeStep,
  CodeStep,
  CustomChallengeStep,
  NewPasswordStep,
  SelectMfaTypeStep,
  UnknownChallengeStep,
} from '../sign-in-step';

/** What the last call sent. */
const sent = ({ asked }: Talk): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe.each(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_OTP'] as const)('%s', (name) => {
  const PARAMETERS = {
    CODE_DELIVERY_DESTINATION: 'm***@e***',
    CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
    FRIENDLY_DEVICE_NAME: 'My phone',
    other: 'x',
  };

  it('shows where the code went, and Cognito’s parameters whole', async () => {
    expect(await openTalk().challenged(challenge(name, PARAMETERS))).toEqual({
      status: 'challenge',
      challenge: name,
      parameters: PARAMETERS,
      destination: 'm***@e***',
      medium: 'EMAIL',
      deviceName: 'My phone',
      respond: RESPOND,
      suspend: RESPOND,
    });
  });

  it('may show nothing', async () => {
    const talk = openTalk();
    expect(await talk.challenged(challenge(name))).toEqual({
      status: 'challenge',
      challenge: name,
      parameters: {},
      respond: RESPOND,
      suspend: RESPOND,
    });
    expect(await talk.challenged({ ChallengeName: name })).toMatchObject({ parameters: {} });
  });

  it('sends the code without the spaces it was pasted with', async () => {
    const talk = openTalk();
    const step = await talk.challenged<CodeStep>(challenge(name));
    talk.script(tokensOf(talk.tab));
    expect(await outcomeOf(step.respond({ code: ' 123\u00a0456\n' }))).toMatchObject({
      status: 'signed-in',
    });
    expect(sent(talk)).toEqual({ USERNAME: 'maría', [`${name}_CODE`]: '123456' });
  });

  it('sends letters and signs of a code as they are', async () => {
    const talk = openTalk();
    await respond(await talk.challenged<CodeStep>(challenge(name)), { code: 'aB-12_é' });
    expect(sent(talk)).toMatchObject({ [`${name}_CODE`]: 'aB-12_é' });
  });

  it('can be answered again after a wrong code', async () => {
    const talk = openTalk();
    const step = await talk.challenged<CodeStep>(challenge(name));
    talk.script(refusal('CodeMismatchException'), tokensOf(talk.tab));
    const error = await outcomeOf(step.respond({ code: '1' }));
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code: 'WRONG_CODE', cause: { name: 'CodeMismatchException' } });
    expect(await outcomeOf(step.respond({ code: '2' }))).toMatchObject({ status: 'signed-in' });
    expect(talk.asked.slice(1).map(({ input }) => input.Session)).toEqual([
      'session-1',
      'session-1',
    ]);
  });
});

describe('NEW_PASSWORD_REQUIRED', () => {
  const PARAMETERS = {
    requiredAttributes: '["userAttributes.given_name","email"]',
    userAttributes: '{"email":"m@example.com","email_verified":"true"}',
  };
  const asked = (talk: Talk): Promise<NewPasswordStep> =>
    talk.challenged<NewPasswordStep>(challenge('NEW_PASSWORD_REQUIRED', PARAMETERS));

  it('shows attributes that are there and that are wanted', async () => {
    expect(await asked(openTalk())).toEqual({
      status: 'challenge',
      challenge: 'NEW_PASSWORD_REQUIRED',
      parameters: PARAMETERS,
      requiredAttributes: ['given_name', 'email'],
      attributes: { email: 'm@example.com', email_verified: 'true' },
      respond: RESPOND,
      suspend: RESPOND,
    });
  });

  it('sends the new password', async () => {
    const talk = openTalk();
    await respond(await asked(talk), { newPassword: ' new one ' });
    expect(sent(talk)).toEqual({ USERNAME: 'maría', NEW_PASSWORD: ' new one ' });
  });

  it('sends attributes under their prefix', async () => {
    const talk = openTalk();
    const attributes = { given_name: 'María', 'custom:team': '' };
    await respond(await asked(talk), { newPassword: 'x', attributes });
    expect(sent(talk)).toEqual({
      USERNAME: 'maría',
      NEW_PASSWORD: 'x',
      'userAttributes.given_name': 'María',
      'userAttributes.custom:team': '',
    });
  });

  it('can be answered again after a weak password, with the policy’s words', async () => {
    const talk = openTalk();
    const step = await asked(talk);
    const policy = 'Password does not conform to policy: Password not long enough';
    talk.script(refusal('InvalidPasswordException', policy), tokensOf(talk.tab));
    expect(await outcomeOf(step.respond({ newPassword: 'weak' }))).toMatchObject({
      code: 'WEAK_PASSWORD',
      reason: policy,
    });
    expect(await outcomeOf(step.respond({ newPassword: 'better' }))).toMatchObject({
      status: 'signed-in',
    });
  });
});

describe('SELECT_MFA_TYPE', () => {
  it('shows the types and sends the choice', async () => {
    const talk = openTalk();
    const step = await talk.challenged<SelectMfaTypeStep>(
      challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }),
    );
    expect(step.challenge).toBe('SELECT_MFA_TYPE');
    expect(step.mfaTypes).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
    talk.script(challenge('SOFTWARE_TOKEN_MFA', {}, { Session: 'session-2' }));
    expect(await respond(step, { mfaType: 'SOFTWARE_TOKEN_MFA' })).toMatchObject({
      challenge: 'SOFTWARE_TOKEN_MFA',
    });
    expect(sent(talk)).toEqual({ USERNAME: 'maría', ANSWER: 'SOFTWARE_TOKEN_MFA' });
  });
});

describe('CUSTOM_CHALLENGE', () => {
  it('shows its parameters and sends the answer as it is', async () => {
    const talk = openTalk();
    const parameters = { question: 'Favourite colour?', captchaUrl: 'https://x' };
    const step = await talk.challenged<CustomChallengeStep>(
      challenge('CUSTOM_CHALLENGE', parameters),
    );
    expect(step).toEqual({
      status: 'challenge',
      challenge: 'CUSTOM_CHALLENGE',
      parameters,
      respond: RESPOND,
      suspend: RESPOND,
    });
    await respond(step, { answer: ' dark blue ' });
    expect(sent(talk)).toEqual({ USERNAME: 'maría', ANSWER: ' dark blue ' });
  });
});

describe('a challenge nobody knows yet', () => {
  it('is handed over whole', async () => {
    const step = await openTalk().challenged(challenge('SMELL_MFA', { nose: 'cold' }));
    expect(step).toEqual({
      status: 'challenge',
      challenge: 'UNKNOWN',
      name: 'SMELL_MFA',
      parameters: { nose: 'cold' },
      session: 'session-1',
      respond: RESPOND,
      suspend: RESPOND,
    });
  });

  it('sends the responses it is given, with the user name', async () => {
    const talk = openTalk();
    const step = await talk.challenged<UnknownChallengeStep>(challenge('SMELL_MFA'));
    talk.script(tokensOf(talk.tab));
    expect(await respond(step, { responses: { SMELL: 'fish' } })).toMatchObject({
      status: 'signed-in',
    });
    expect(talk.asked[1]?.input).toMatchObject({
      ChallengeName: 'SMELL_MFA',
      ChallengeResponses: { USERNAME: 'maría', SMELL: 'fish' },
    });
  });

  it('may say another user name', async () => {
    const talk = openTalk();
    const step = await talk.challenged<UnknownChallengeStep>(challenge('SMELL_MFA'));
    await respond(step, { responses: { USERNAME: 'other' } });
    expect(sent(talk)).toEqual({ USERNAME: 'other' });
  });

  it.each(['PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER', 'MFA_SETUP'])(
    'is also %s, where nothing here can answer it',
    async (name) => {
      const request = { flow: 'CUSTOM_AUTH', password: '' } as const;
      expect(await openTalk().challenged(challenge(name), request)).toMatchObject({
        challenge: 'UNKNOWN',
        name,
      });
    },
  );
});
