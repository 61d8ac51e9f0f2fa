// The choice between several second factors.

import { challenge, openTalk, outcomeOf, type Talk } from '../../../test/support/sign-in-talk';
import type { ChallengeStep, SelectMfaTypeStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: Talk): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

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
