// Tests a sign-in through both gateways: the steps, the calls on the wire, and the session.

import { json, serviceError } from '../../test/support/fake-pool';
import { type FakeTokens } from '../../test/support/fake-tokens';
import { leaksIn, partsOf } from '../../test/support/leak-search';
import { observe } from '../../test/support/observed';
import { GATEWAYS, type SessionApp } from '../../test/support/session-app';
import {
  answerTokens,
  openSignInHarness,
  PASSWORD,
  REQUEST,
  type SignInHarness,
} from '../../test/support/sign-in-harness';
import type { AskedInput } from '../../test/support/scripted-sign-in';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { offerWebCrypto } from '../../test/support/web-crypto';
import type { SignInRequest } from './sign-in-step';

offerWebCrypto();

const SRP_A = expect.stringMatching(/^[\da-f]{700,}$/) as string;

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  let harness: SignInHarness;
  let app: SessionApp;
  beforeEach(async () => {
    harness = await openSignInHarness(gateway);
    ({ app } = harness);
  });

  describe('a right password', () => {
    let tokens: FakeTokens;
    beforeEach(() => {
      tokens = app.pool.issue();
      app.pool.always('InitiateAuth', answerTokens(tokens));
    });

    it('emits one step that holds the session, and completes', async () => {
      const step = await harness.signIn();
      expect(step.values).toMatchObject([
        { status: 'signed-in', deviceConfirmationNecessary: false },
      ]);
      expect(step.completions).toBe(1);
    });

    it('makes SessionService hold that session', async () => {
      const { values } = await harness.signIn();
      expect(app.session.state()).toEqual({
        status: 'signed-in',
        session: (values[0] as { session: unknown }).session,
      });
      expect(app.session.idToken()?.getJwtToken()).toBe(tokens.IdToken);
      expect(app.session.session()?.getRefreshToken().getToken()).toBe(tokens.RefreshToken);
    });

    const FLOWS: [Partial<SignInRequest>, object][] = [
      [{}, { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'maría', PASSWORD } }],
      [
        { flow: 'USER_SRP_AUTH' },
        { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'maría', SRP_A } },
      ],
      [
        { flow: 'CUSTOM_AUTH' },
        {
          AuthFlow: 'CUSTOM_AUTH',
          AuthParameters: { USERNAME: 'maría', CHALLENGE_NAME: 'SRP_A', SRP_A },
        },
      ],
      [
        { flow: 'CUSTOM_AUTH', password: '' },
        { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: 'maría' } },
      ],
      [
        { flow: 'USER_AUTH', password: '', preferredChallenge: 'WEB_AUTHN' },
        {
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME: 'maría', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
        },
      ],
      [
        { flow: 'USER_AUTH', password: '', continueFrom: 'session-0' },
        { AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: 'maría' }, Session: 'session-0' },
      ],
    ];
    it.each(FLOWS)('makes one call, for %j, with exactly that input', async (request, input) => {
      await harness.signIn({ ...request, clientMetadata: { page: 'orders' } });
      expect(app.pool.calls).toHaveLength(1);
      expect(harness.inputsOf('InitiateAuth')).toEqual([
        { ClientId: app.pool.clientId, ClientMetadata: { page: 'orders' }, ...input },
      ]);
    });

    it('signs in when called, subscribed or not', async () => {
      harness.service.signIn(REQUEST);
      await app.clock.advance(1000);
      expect(app.session.isAuthenticated()).toBe(true);
    });

    it('makes one call for any number of subscribers, and replays the step to each', async () => {
      const step$ = harness.service.signIn(REQUEST);
      const first = await harness.finish(step$);
      const late = observe(step$);
      expect(late.values).toEqual(first.values);
      expect(late.completions).toBe(1);
      expect(app.pool.count('InitiateAuth')).toBe(1);
    });

    it('goes on when the subscriber leaves', async () => {
      observe(harness.service.signIn(REQUEST)).unsubscribe();
      await app.clock.advance(1000);
      expect(app.session.isAuthenticated()).toBe(true);
    });

    it('emits signed-in, without a token', async () => {
      const events = observe(app.session.events$);
      await harness.signIn();
      expect(events.values.map(({ type }) => type)).toEqual(['signed-in']);
      expect(leaksIn(events.values, partsOf(tokens.IdToken, tokens.AccessToken))).toEqual([]);
    });

    it('replaces the session of another user, and emits user-changed', async () => {
      await app.signIn(app.pool.issue({ sub: 'somebody-else' }));
      const events = observe(app.session.events$);
      await harness.signIn();
      expect(events.values.map(({ type }) => type)).toEqual(['user-changed']);
      expect(app.session.idToken()?.getJwtToken()).toBe(tokens.IdToken);
    });
  });

  describe('a password proved by SRP, which is the flow unless another is named', () => {
    const srpIn = (password: string): SrpCognito => {
      const srp = new SrpCognito(userAccount('u-1', password));
      const input = (): AskedInput => app.pool.calls.at(-1)!.input;
      app.pool.always('InitiateAuth', () => json(200, srp.ask(input())));
      app.pool.always('RespondToAuthChallenge', () => {
        try {
          const AuthenticationResult = app.pool.issue();
          return json(200, srp.check({ AuthenticationResult })(input()));
        } catch (error) {
          const { name, message } = error as Error;
          return serviceError(name, 400, message);
        }
      });
      return srp;
    };
    const signIn = () => {
      const { username, password } = REQUEST;
      return harness.finish(harness.service.signIn({ username, password: password! }));
    };

    it('signs in when it is right, by two calls', async () => {
      srpIn(PASSWORD);
      expect((await signIn()).values).toMatchObject([{ status: 'signed-in' }]);
      expect(app.session.isAuthenticated()).toBe(true);
      expect(app.pool.calls.map(({ operation }) => operation)).toEqual([
        'InitiateAuth',
        'RespondToAuthChallenge',
      ]);
    });

    it('is WRONG_CREDENTIALS when it is wrong', async () => {
      srpIn('another');
      expect((await signIn()).errors).toMatchObject([
        { code: 'WRONG_CREDENTIALS', cause: { name: 'NotAuthorizedException' } },
      ]);
      expect(app.session.isAuthenticated()).toBe(false);
    });

    it.each([-16, 16])(
      'G14: states the time of Cognito, where the device is %d min off',
      async (off) => {
        const atCognito = new Date(Math.floor(Date.now() / 1000) * 1000 - off * 60_000);
        const srp = srpIn(PASSWORD);
        app.pool.always('InitiateAuth', () => {
          const answer = json(200, srp.ask(app.pool.calls.at(-1)!.input));
          return { ...answer, headers: { ...answer.headers, date: atCognito.toUTCString() } };
        });
        expect((await signIn()).values).toMatchObject([{ status: 'signed-in' }]);
        const claim = app.pool.calls.at(-1)!.input as AskedInput;
        const stated = Date.parse(claim.ChallengeResponses?.['TIMESTAMP'] ?? '');
        expect(Math.abs(stated - atCognito.getTime())).toBeLessThan(60_000);
      },
    );

    it('never leaves the page', async () => {
      srpIn(PASSWORD);
      await signIn();
      expect(JSON.stringify(app.pool.calls)).not.toContain(PASSWORD);
    });
  });

  it.each<[string, Partial<SignInRequest>]>([
    ['no password', { password: '' }],
    ['no user name', { username: '' }],
    ['no password to prove', { password: '', flow: 'USER_SRP_AUTH' }],
  ])('a call with %s errors without a request', async (_name, change) => {
    const { errors } = await harness.signIn(change);
    expect(errors).toMatchObject([{ code: 'WRONG_CREDENTIALS' }]);
    expect(app.pool.calls).toEqual([]);
  });
});
