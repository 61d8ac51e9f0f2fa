// Challenges: what Cognito wants is handed to the form whole, and the form's answer goes back whole.

import { serviceError } from '../../src/testing-support/fake-pool';
import { leaksIn } from '../../src/testing-support/leak-search';
import { observe, type Observed } from '../../src/testing-support/observed';
import { GATEWAYS, type SessionApp } from '../../src/testing-support/session-app';
import {
  answerChallenge,
  answerTokens,
  openSignInDesk,
  PASSWORD,
  type SignInDesk,
} from '../../src/testing-support/sign-in-desk';
import type { ChallengeStep, SignInStep } from './sign-in-step';

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  let desk: SignInDesk;
  let app: SessionApp;
  beforeEach(async () => {
    desk = await openSignInDesk(gateway);
    ({ app } = desk);
  });

  async function challenged(): Promise<ChallengeStep> {
    const { values } = await desk.signIn();
    expect(values).toHaveLength(1);
    return values[0] as ChallengeStep;
  }
  async function respond(
    step: ChallengeStep,
    responses: Record<string, string>,
  ): Promise<Observed<SignInStep>> {
    const next = observe(step.respond(responses));
    await app.clock.advance(1000);
    return next;
  }

  describe('a challenge', () => {
    beforeEach(() => app.pool.always('InitiateAuth', answerChallenge('NEW_PASSWORD_REQUIRED')));

    it('is handed over as Cognito put it', async () => {
      expect(await challenged()).toMatchObject({
        status: 'challenge',
        challenge: 'NEW_PASSWORD_REQUIRED',
        parameters: { USER_ID_FOR_SRP: 'maría', requiredAttributes: '["email"]' },
      });
    });

    it('starts no session and keeps the one there is', async () => {
      await challenged();
      expect(app.session.state().status).toBe('signed-out');
      const session = await app.signIn();
      await challenged();
      expect(app.session.session()).toBe(session);
    });

    it('answered, sends name, responses, user name and Cognito’s session', async () => {
      const step = await challenged();
      await respond(step, { NEW_PASSWORD: 'x', 'userAttributes.email': 'm@example.com' });
      expect(desk.inputsOf('RespondToAuthChallenge')).toEqual([
        {
          ClientId: app.pool.clientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          ChallengeResponses: {
            USERNAME: 'maría',
            NEW_PASSWORD: 'x',
            'userAttributes.email': 'm@example.com',
          },
          Session: 'session-1',
        },
      ]);
    });

    it('answered rightly, signs in', async () => {
      const tokens = app.pool.issue();
      app.pool.always('RespondToAuthChallenge', answerTokens(tokens));
      const next = await respond(await challenged(), { NEW_PASSWORD: 'x' });
      expect(next.values).toMatchObject([{ status: 'signed-in' }]);
      expect(app.session.idToken()?.getJwtToken()).toBe(tokens.IdToken);
    });

    it('can lead to the next one, which goes on with its own session', async () => {
      app.pool.always('RespondToAuthChallenge', answerChallenge('SMS_MFA', 'session-2'));
      const [next] = (await respond(await challenged(), { NEW_PASSWORD: 'x' })).values;
      expect(next).toMatchObject({ status: 'challenge', challenge: 'SMS_MFA' });
      await respond(next as ChallengeStep, { SMS_MFA_CODE: '123456' });
      expect(desk.inputsOf('RespondToAuthChallenge')).toMatchObject([
        { Session: 'session-1' },
        { Session: 'session-2', ChallengeName: 'SMS_MFA' },
      ]);
    });

    it('answered wrongly, errors and can be answered again', async () => {
      const step = await challenged();
      app.pool.next('RespondToAuthChallenge', () => serviceError('CodeMismatchException'));
      app.pool.always('RespondToAuthChallenge', answerTokens(app.pool.issue()));
      expect((await respond(step, { SMS_MFA_CODE: '1' })).errors).toHaveLength(1);
      expect((await respond(step, { SMS_MFA_CODE: '2' })).values).toHaveLength(1);
      expect(app.session.isAuthenticated()).toBe(true);
    });

    it('is answered when respond is called, subscribed or not', async () => {
      (await challenged()).respond({ NEW_PASSWORD: 'x' });
      await app.clock.advance(1000);
      expect(app.pool.count('RespondToAuthChallenge')).toBe(1);
    });

    it('refused, holds no response in its error', async () => {
      app.pool.always('RespondToAuthChallenge', () => serviceError('InvalidPasswordException'));
      const { errors } = await respond(await challenged(), { NEW_PASSWORD: 'New-Canary-1!' });
      expect(errors).toHaveLength(1);
      expect(leaksIn(errors[0], ['New-Canary-1!', PASSWORD, 'session-1'])).toEqual([]);
    });
  });
});
