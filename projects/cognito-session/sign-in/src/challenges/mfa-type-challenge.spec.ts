// The choice between several second factors.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  type ScriptedSignIn,
} from '../../../test/support/scripted-sign-in';
import type { ChallengeStep, SelectMfaTypeStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe('SELECT_MFA_TYPE', () => {
  it('shows the types and sends the choice', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<SelectMfaTypeStep>(
      challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' }),
    );
    expect(step.challenge).toBe('SELECT_MFA_TYPE');
    expect(step.mfaTypes).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
    scripted.script(challenge('SOFTWARE_TOKEN_MFA', {}, { Session: 'session-2' }));
    expect(await respond(step, { mfaType: 'SOFTWARE_TOKEN_MFA' })).toMatchObject({
      challenge: 'SOFTWARE_TOKEN_MFA',
    });
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', ANSWER: 'SOFTWARE_TOKEN_MFA' });
  });
});
