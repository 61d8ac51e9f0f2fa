// Tests codes that users type: the data of the form, and the code as it is sent.

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
import type { ChallengeStep, CodeStep } from '../sign-in-step';

/** The `ChallengeResponses` of the last call. */
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

  it('has the destination of the code, and all of Cognito’s parameters', async () => {
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

  it('may have no data', async () => {
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
