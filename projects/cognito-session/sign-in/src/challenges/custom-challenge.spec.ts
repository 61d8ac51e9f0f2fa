// Questions of the pool’s own Lambda triggers.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  type ScriptedSignIn,
  RESPOND,
} from '../../../test/support/scripted-sign-in';
import type { ChallengeStep, CustomChallengeStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe('CUSTOM_CHALLENGE', () => {
  it('shows its parameters and sends the answer as it is', async () => {
    const scripted = openScriptedSignIn();
    const parameters = { question: 'Favourite colour?', captchaUrl: 'https://x' };
    const step = await scripted.challenged<CustomChallengeStep>(
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
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', ANSWER: ' dark blue ' });
  });
});
