// Tests challenges without a builder: the app gets them whole and answers them by itself.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  type ScriptedSignIn,
  tokensOf,
  RESPOND,
} from '../../../test/support/scripted-sign-in';
import type { ChallengeStep, UnknownChallengeStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe('a challenge without a builder', () => {
  it('is handed over whole', async () => {
    const step = await openScriptedSignIn().challenged(challenge('SMELL_MFA', { nose: 'cold' }));
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
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<UnknownChallengeStep>(challenge('SMELL_MFA'));
    scripted.script(tokensOf(scripted.tab));
    expect(await respond(step, { responses: { SMELL: 'fish' } })).toMatchObject({
      status: 'signed-in',
    });
    expect(scripted.asked[1]?.input).toMatchObject({
      ChallengeName: 'SMELL_MFA',
      ChallengeResponses: { USERNAME: 'maría', SMELL: 'fish' },
    });
  });

  it('may have another user name', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<UnknownChallengeStep>(challenge('SMELL_MFA'));
    await respond(step, { responses: { USERNAME: 'other' } });
    expect(sent(scripted)).toEqual({ USERNAME: 'other' });
  });
});
