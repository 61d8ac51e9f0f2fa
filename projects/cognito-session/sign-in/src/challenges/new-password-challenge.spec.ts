// Tests the password that replaces an administrator's, and the attributes that the pool requires.

import {
  challenge,
  openTalk,
  outcomeOf,
  refusal,
  type Talk,
  tokensOf,
  RESPOND,
} from '../../../test/support/sign-in-talk';
import type { ChallengeStep, NewPasswordStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: Talk): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe('NEW_PASSWORD_REQUIRED', () => {
  const PARAMETERS = {
    requiredAttributes: '["userAttributes.given_name","email"]',
    userAttributes: '{"email":"m@example.com","email_verified":"true"}',
  };
  const asked = (talk: Talk): Promise<NewPasswordStep> =>
    talk.challenged<NewPasswordStep>(challenge('NEW_PASSWORD_REQUIRED', PARAMETERS));

  it('has the user’s attributes and the required ones', async () => {
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

  it('can be answered again after a weak password, with the policy’s text', async () => {
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
