// Tests codes that users type: the data of the form, and the code as it is sent.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  type ScriptedSignIn,
  tokensOf,
  RESPOND,
} from '../../../test/support/scripted-sign-in';
import { SignInError } from '../sign-in-error';
import type { ChallengeStep, CodeStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;
const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

describe.each(['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_OTP'] as const)('%s', (name) => {
  const PARAMETERS = {
    CODE_DELIVERY_DESTINATION: 'm***@e***',
    CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
    FRIENDLY_DEVICE_NAME: 'My phone',
    other: 'x',
  };

  it('has the destination of the code, and all of Cognito’s parameters', async () => {
    expect(await openScriptedSignIn().challenged(challenge(name, PARAMETERS))).toEqual({
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

  it('may have no data', async () => {
    const scripted = openScriptedSignIn();
    expect(await scripted.challenged(challenge(name))).toEqual({
      status: 'challenge',
      challenge: name,
      parameters: {},
      respond: RESPOND,
      suspend: RESPOND,
    });
    expect(await scripted.challenged({ ChallengeName: name })).toMatchObject({ parameters: {} });
  });

  it('sends the code without the spaces it was pasted with', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(challenge(name));
    scripted.script(tokensOf(scripted.tab));
    expect(await outcomeOf(step.respond({ code: ' 123\u00a0456\n' }))).toMatchObject({
      status: 'signed-in',
    });
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', [`${name}_CODE`]: '123456' });
  });

  it('sends letters and signs of a code as they are', async () => {
    const scripted = openScriptedSignIn();
    await respond(await scripted.challenged<CodeStep>(challenge(name)), { code: 'aB-12_é' });
    expect(sent(scripted)).toMatchObject({ [`${name}_CODE`]: 'aB-12_é' });
  });

  it('can be answered again after a wrong code', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(challenge(name));
    scripted.script(refusal('CodeMismatchException'), tokensOf(scripted.tab));
    const error = await outcomeOf(step.respond({ code: '1' }));
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code: 'WRONG_CODE', cause: { name: 'CodeMismatchException' } });
    expect(await outcomeOf(step.respond({ code: '2' }))).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked.slice(1).map(({ input }) => input.Session)).toEqual([
      'session-1',
      'session-1',
    ]);
  });
});
