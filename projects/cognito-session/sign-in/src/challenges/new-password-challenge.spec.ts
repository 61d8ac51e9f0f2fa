// Tests the password that replaces an administrator's, and the attributes that the pool requires.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  type ScriptedSignIn,
  tokensOf,
  RESPOND,
} from '../../../test/support/scripted-sign-in';
import type { ChallengeStep, NewPasswordStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe('NEW_PASSWORD_REQUIRED', () => {
  const PARAMETERS = {
    requiredAttributes: '["userAttributes.given_name","email"]',
    userAttributes: '{"email":"m@example.com","email_verified":"true"}',
  };
  const asked = (scripted: ScriptedSignIn): Promise<NewPasswordStep> =>
    scripted.challenged<NewPasswordStep>(challenge('NEW_PASSWORD_REQUIRED', PARAMETERS));

  it('has the user’s attributes and the required ones', async () => {
    expect(await asked(openScriptedSignIn())).toEqual({
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
    const scripted = openScriptedSignIn();
    await respond(await asked(scripted), { newPassword: ' new one ' });
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', NEW_PASSWORD: ' new one ' });
  });

  it('sends attributes under their prefix', async () => {
    const scripted = openScriptedSignIn();
    const attributes = { given_name: 'María', 'custom:team': '' };
    await respond(await asked(scripted), { newPassword: 'x', attributes });
    expect(sent(scripted)).toEqual({
      USERNAME: 'maría',
      NEW_PASSWORD: 'x',
      'userAttributes.given_name': 'María',
      'userAttributes.custom:team': '',
    });
  });

  it('can be answered again after a weak password, with the policy’s text', async () => {
    const scripted = openScriptedSignIn();
    const step = await asked(scripted);
    const policy = 'Password does not conform to policy: Password not long enough';
    scripted.script(refusal('InvalidPasswordException', policy), tokensOf(scripted.tab));
    expect(await outcomeOf(step.respond({ newPassword: 'weak' }))).toMatchObject({
      code: 'WEAK_PASSWORD',
      reason: policy,
    });
    expect(await outcomeOf(step.respond({ newPassword: 'better' }))).toMatchObject({
      status: 'signed-in',
    });
  });
});
