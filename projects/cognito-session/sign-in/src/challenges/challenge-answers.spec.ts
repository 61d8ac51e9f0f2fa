// Tests the rules for the answer to every challenge: its input, the number of calls, and when it
// can be repeated.

import { settle } from '../../../test/support/fake-clock';
import { observe } from '../../../test/support/observed';
import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  tokensOf,
} from '../../../test/support/scripted-sign-in';
import type { ChallengeStep } from '../sign-in-step';

const respond = (step: ChallengeStep, response: object): Promise<unknown> =>
  outcomeOf(step.respond(response as never));

const CHALLENGES: [string, Record<string, string>, object][] = [
  ['SMS_MFA', {}, { code: '1' }],
  ['NEW_PASSWORD_REQUIRED', {}, { newPassword: 'x' }],
  ['SELECT_MFA_TYPE', {}, { mfaType: 'SMS_MFA' }],
  ['CUSTOM_CHALLENGE', {}, { answer: 'x' }],
  ['SELECT_CHALLENGE', {}, { answer: 'EMAIL_OTP' }],
  ['SELECT_CHALLENGE', {}, { answer: 'PASSWORD', password: 'x' }],
  ['MFA_SETUP', { MFAS_CAN_SETUP: '["EMAIL_OTP"]' }, { email: 'm@example.com' }],
  ['PASSWORD', {}, { password: 'x' }],
  ['WEB_AUTHN', { CREDENTIAL_REQUEST_OPTIONS: '{"challenge":"YQ"}' }, { credential: {} }],
  ['SMELL_MFA', {}, { responses: {} }],
];
describe.each(CHALLENGES)('any answer, as of %s %j', (name, parameters, response) => {
  const REQUEST = { flow: 'USER_AUTH', password: '' } as const;
  const open = async (clientMetadata?: Record<string, string>) => {
    const scripted = openScriptedSignIn();
    const request = { ...REQUEST, ...(clientMetadata && { clientMetadata }) };
    return { scripted, step: await scripted.challenged(challenge(name, parameters), request) };
  };

  it('has the client metadata of the sign-in, or its own', async () => {
    const { scripted, step } = await open({ a: 'b' });
    await respond(step, response);
    await respond(step, { ...response, clientMetadata: { c: 'd' } });
    expect(scripted.asked.map(({ input }) => input['ClientMetadata'])).toEqual([
      { a: 'b' },
      { a: 'b' },
      { c: 'd' },
    ]);
  });

  it('has none when neither has any', async () => {
    const { scripted, step } = await open();
    await respond(step, response);
    expect(scripted.asked[1]?.input).not.toHaveProperty('ClientMetadata');
  });

  it('names challenge and session', async () => {
    const { scripted, step } = await open();
    await respond(step, response);
    expect(scripted.asked[1]).toMatchObject({
      operation: 'RespondToAuthChallenge',
      input: { ChallengeName: name, Session: 'session-1', ClientId: scripted.tab.config.clientId },
    });
  });

  it('is sent once per call, subscribed twice or never', async () => {
    const { scripted, step } = await open();
    const next$ = step.respond(response as never);
    await settle();
    expect(scripted.asked).toHaveLength(2);
    observe(next$);
    observe(next$);
    step.respond(response as never);
    await settle();
    expect(scripted.asked).toHaveLength(3);
  });

  it('can be repeated when the network failed', async () => {
    const { scripted, step } = await open();
    scripted.script(new TypeError('Failed to fetch'), tokensOf(scripted.tab));
    expect(await respond(step, response)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await respond(step, response)).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked[2]?.input).toEqual(scripted.asked[1]?.input);
  });

  it('errors with CHALLENGE_EXPIRED when the challenge has expired', async () => {
    const { scripted, step } = await open();
    const message = 'Invalid session for the user, session is expired.';
    scripted.script(refusal('NotAuthorizedException', message));
    expect(await respond(step, response)).toMatchObject({
      code: 'CHALLENGE_EXPIRED',
      cause: { name: 'NotAuthorizedException', message },
    });
  });
});
