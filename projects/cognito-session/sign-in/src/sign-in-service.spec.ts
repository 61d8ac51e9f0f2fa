// Sign-in by password, through both gateways: what the form gets, what Cognito gets, and what becomes of the session.

import { hang } from '../../src/testing-support/fake-pool';
import { type FakeTokens } from '../../src/testing-support/fake-tokens';
import { leaksIn, partsOf } from '../../src/testing-support/leak-search';
import { observe } from '../../src/testing-support/observed';
import { GATEWAYS, type SessionApp } from '../../src/testing-support/session-app';
import {
  answerTokens,
  openSignInDesk,
  PASSWORD,
  REQUEST,
  type SignInDesk,
} from '../../src/testing-support/sign-in-desk';
import type { SignInRequest } from './sign-in-step';

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  let desk: SignInDesk;
  let app: SessionApp;
  beforeEach(async () => {
    desk = await openSignInDesk(gateway);
    ({ app } = desk);
  });

  describe('a right password', () => {
    let tokens: FakeTokens;
    beforeEach(() => {
      tokens = app.pool.issue();
      app.pool.always('InitiateAuth', answerTokens(tokens));
    });

    it('emits one step that holds the session, and completes', async () => {
      const step = await desk.signIn();
      expect(step.values).toMatchObject([{ status: 'signed-in' }]);
      expect(step.completions).toBe(1);
    });

    it('makes SessionService hold that session', async () => {
      const { values } = await desk.signIn();
      expect(app.session.state()).toEqual({
        status: 'signed-in',
        session: (values[0] as { session: unknown }).session,
      });
      expect(app.session.idToken()?.getJwtToken()).toBe(tokens.IdToken);
      expect(app.session.session()?.getRefreshToken().getToken()).toBe(tokens.RefreshToken);
    });

    it('asks Cognito once, with user name, password and client', async () => {
      await desk.signIn({ clientMetadata: { page: 'orders' } });
      expect(app.pool.calls).toHaveLength(1);
      expect(desk.inputsOf('InitiateAuth')).toEqual([
        {
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: app.pool.clientId,
          AuthParameters: { USERNAME: 'maría', PASSWORD },
          ClientMetadata: { page: 'orders' },
        },
      ]);
    });

    it('signs in when called, subscribed or not', async () => {
      desk.service.signIn(REQUEST);
      await app.clock.advance(1000);
      expect(app.session.isAuthenticated()).toBe(true);
    });

    it('asks once however many subscribe, and replays the step to each', async () => {
      const step$ = desk.service.signIn(REQUEST);
      const first = observe(step$);
      await app.clock.advance(1000);
      const late = observe(step$);
      expect(late.values).toEqual(first.values);
      expect(late.completions).toBe(1);
      expect(app.pool.count('InitiateAuth')).toBe(1);
    });

    it('goes on when the subscriber leaves', async () => {
      observe(desk.service.signIn(REQUEST)).unsubscribe();
      await app.clock.advance(1000);
      expect(app.session.isAuthenticated()).toBe(true);
    });

    it('tells signed-in, without a token', async () => {
      const events = observe(app.session.events$);
      await desk.signIn();
      expect(events.values.map(({ type }) => type)).toEqual(['signed-in']);
      expect(leaksIn(events.values, partsOf(tokens.IdToken, tokens.AccessToken))).toEqual([]);
    });

    it('replaces the session of another user, and says so', async () => {
      await app.signIn(app.pool.issue({ sub: 'somebody-else' }));
      const events = observe(app.session.events$);
      await desk.signIn();
      expect(events.values.map(({ type }) => type)).toEqual(['user-changed']);
      expect(app.session.idToken()?.getJwtToken()).toBe(tokens.IdToken);
    });
  });

  describe('a call that cannot work', () => {
    it.each<[string, Partial<SignInRequest>, string]>([
      ['no password', { password: '' }, 'WRONG_CREDENTIALS'],
      ['no user name', { username: '' }, 'WRONG_CREDENTIALS'],
      ['another flow', { flow: 'USER_SRP_AUTH' as 'USER_PASSWORD_AUTH' }, 'INVALID_CONFIG'],
    ])('with %s errors and asks nobody', async (_name, change, code) => {
      const { errors } = await desk.signIn(change);
      expect(errors).toMatchObject([{ code }]);
      expect(app.pool.calls).toEqual([]);
    });
  });

  it('two sign-ins at once are two conversations; the last answer holds', async () => {
    const [first, second] = [app.pool.issue({ sub: 'first' }), app.pool.issue({ sub: 'second' })];
    app.pool.next('InitiateAuth', answerTokens(first), answerTokens(second));
    const steps = [observe(desk.service.signIn(REQUEST)), observe(desk.service.signIn(REQUEST))];
    await app.clock.advance(1000);
    expect(steps.map(({ values }) => values.length)).toEqual([1, 1]);
    expect(app.session.user()?.sub).toBe('second');
  });

  it('an answer that never comes leaves session and page alone', async () => {
    const session = await app.signIn();
    app.pool.always('InitiateAuth', hang);
    const step = await desk.signIn();
    expect([...step.values, ...step.errors]).toEqual([]);
    expect(app.session.session()).toBe(session);
  });
});
