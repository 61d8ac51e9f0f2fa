// Tests which challenges have a step of their own, and when the attempt forgets the password.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  PASSWORD,
  tokensOf,
} from '../../../test/support/scripted-sign-in';
import type { CustomChallengeStep, SelectChallengeStep } from '../sign-in-step';

it.each([
  'PASSWORD_VERIFIER',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'MFA_SETUP',
  'constructor',
])('%s is UNKNOWN where no form can answer it', async (name) => {
  const request = { flow: 'CUSTOM_AUTH', password: '' } as const;
  expect(await openScriptedSignIn().challenged(challenge(name), request)).toMatchObject({
    challenge: 'UNKNOWN',
    name,
  });
});

describe('the password of the request', () => {
  const REQUEST = { flow: 'USER_AUTH' } as const;

  it.each(['CUSTOM_CHALLENGE', 'SMELL_MFA'])(
    'is forgotten when %s comes: a later PASSWORD asks for it',
    async (name) => {
      const scripted = openScriptedSignIn();
      const step = await scripted.challenged<CustomChallengeStep>(challenge(name), REQUEST);
      scripted.script(challenge('PASSWORD'));
      const response = { answer: 'x', responses: {} };
      expect(await outcomeOf(step.respond(response))).toMatchObject({ challenge: 'PASSWORD' });
      expect(scripted.asked).toHaveLength(2);
    },
  );

  it('is kept when SELECT_CHALLENGE comes: a later PASSWORD is answered with it', async () => {
    const scripted = openScriptedSignIn();
    const select = challenge('SELECT_CHALLENGE');
    const step = await scripted.challenged<SelectChallengeStep>(select, REQUEST);
    scripted.script(challenge('PASSWORD'), tokensOf(scripted.tab));
    const answer = 'EMAIL_OTP';
    expect(await outcomeOf(step.respond({ answer }))).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked.at(-1)?.input.ChallengeResponses).toMatchObject({ PASSWORD });
  });
});
