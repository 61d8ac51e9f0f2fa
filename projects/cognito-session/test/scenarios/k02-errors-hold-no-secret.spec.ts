// K02: every error the library can give, searched as an error reporter would, holds no token and no
// password.

import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { SignInError, SignInService } from 'ngx-cognito-session/sign-in';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoUserSession,
  SessionError,
} from '../../src/public-api';
import { API_URL } from '../support/fake-api';
import { json, type Outcome, serviceError, unreachable } from '../support/fake-pool';
import { FakeStore, quotaExceeded } from '../support/fake-store';
import { type FakeTokens, makeIdToken, makeTokens } from '../support/fake-tokens';
import { leaksIn, partsOf } from '../support/leak-search';
import { observe, type Observed } from '../support/observed';
import { DOORS, GATEWAYS, openApp, type SessionApp } from '../support/session-app';

const PASSWORD = 'Canary-Pa55word!';
const secretsOf = (tokens: FakeTokens): string[] => [
  ...partsOf(tokens.IdToken, tokens.AccessToken),
  tokens.RefreshToken,
];
const tokensIn = (tokens: FakeTokens): string =>
  JSON.stringify({ AuthenticationResult: { ...tokens, ExpiresIn: 3600 } });

/** What can come instead of tokens; the answer may hold tokens that are good for nothing. */
const ANSWERS: [string, string, (tokens: FakeTokens) => Outcome][] = [
  ['a refusal', 'SESSION_EXPIRED', () => () => serviceError('NotAuthorizedException')],
  ['a reused token', 'SESSION_EXPIRED', () => () => serviceError('RefreshTokenReuseException')],
  ['a missing client', 'INVALID_CONFIG', () => () => serviceError('ResourceNotFoundException')],
  ['throttling', 'REFRESH_UNAVAILABLE', () => () => serviceError('TooManyRequestsException', 429)],
  ['a firewall', 'REFRESH_UNAVAILABLE', () => () => serviceError('ForbiddenException', 403)],
  [
    'an inner error',
    'REFRESH_UNAVAILABLE',
    () => () => serviceError('InternalErrorException', 500),
  ],
  ['no network', 'REFRESH_UNAVAILABLE', () => unreachable()],
  [
    'an answer that was cut inside a token',
    'REFRESH_UNAVAILABLE',
    (tokens) => () => ({ status: 200, headers: {}, body: tokensIn(tokens).slice(0, 300) }),
  ],
  [
    'an answer with something behind the tokens',
    'REFRESH_UNAVAILABLE',
    (tokens) => () => ({ status: 200, headers: {}, body: `${tokensIn(tokens)}x` }),
  ],
  [
    'half an answer',
    'REFRESH_UNAVAILABLE',
    ({ AccessToken, RefreshToken }) =>
      () =>
        json(200, { AuthenticationResult: { AccessToken, RefreshToken } }),
  ],
  [
    'tokens in a failed answer',
    'REFRESH_UNAVAILABLE',
    (tokens) => () => ({ status: 502, headers: {}, body: `<pre>${tokensIn(tokens)}</pre>` }),
  ],
];

describe('K02', () => {
  describe.each(GATEWAYS)('through $gateway', (gateway) => {
    let app: SessionApp;
    let signedIn: FakeTokens;
    let events: Observed<unknown>;

    beforeEach(async () => {
      jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      app = await openApp({ ...DOORS[0]!, ...gateway }, { config: { onSessionEnd: 'stay' } });
      events = observe(app.session.events$);
      signedIn = app.pool.issue();
      await app.signIn(signedIn);
    });
    afterEach(() => jest.restoreAllMocks());

    it.each(ANSWERS)('a refresh that meets %s: %s', async (_name, code, answer) => {
      const arriving = app.pool.issue();
      app.pool.always('GetTokensFromRefreshToken', answer(arriving));
      const refreshed = observe(app.session.refreshSession());
      await app.clock.advance(60_000);
      const [error] = refreshed.errors;
      expect(error).toBeInstanceOf(SessionError);
      expect(error).toMatchObject({ code });
      expect((error as Error).cause).toBeDefined();
      const secrets = [...secretsOf(signedIn), ...secretsOf(arriving)];
      expect(leaksIn(error, secrets)).toEqual([]);
      expect(leaksIn(events.values, secrets)).toEqual([]);
    });

    it('a refresh that gets another user’s tokens: SESSION_EXPIRED', async () => {
      const other = app.pool.issue({ sub: 'someone-else' });
      const { IdToken, AccessToken } = other;
      app.pool.always('GetTokensFromRefreshToken', () =>
        json(200, { AuthenticationResult: { IdToken, AccessToken } }),
      );
      const refreshed = observe(app.session.refreshSession());
      await app.clock.advance(60_000);
      expect(refreshed.errors).toMatchObject([{ code: 'SESSION_EXPIRED' }]);
      expect(leaksIn(refreshed.errors[0], [...secretsOf(other), ...secretsOf(signedIn)])).toEqual(
        [],
      );
    });

    it.each([401, 403, 500, 0])('an API’s HTTP error %d passed through', async (status) => {
      app.api.status = () => status;
      const answer = observe(app.http.get(`${API_URL}orders`));
      await app.clock.advance(60_000);
      const [error] = answer.errors;
      expect(error).toBeInstanceOf(HttpErrorResponse);
      const current = app.session.idToken()!.getJwtToken();
      expect(app.api.calls.map(({ token }) => token)).toContain(current);
      expect(
        leaksIn(error, [...secretsOf(signedIn), ...partsOf(current), 'Authorization']),
      ).toEqual([]);
    });

    it('a request whose session ends meanwhile: NOT_SIGNED_IN', async () => {
      app.api.status = () => 401;
      const answer = observe(app.http.get(`${API_URL}orders`));
      observe(app.session.signOut());
      await app.clock.advance(60_000);
      expect(answer.errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
      expect(leaksIn(answer.errors[0], secretsOf(signedIn))).toEqual([]);
    });

    const SIGN_INS: [string, string, Outcome][] = [
      ['a wrong password', 'WRONG_CREDENTIALS', () => serviceError('NotAuthorizedException')],
      ['an unknown user', 'WRONG_CREDENTIALS', () => serviceError('UserNotFoundException')],
      ['a reset', 'PASSWORD_RESET_REQUIRED', () => serviceError('PasswordResetRequiredException')],
      [
        'a missing flow',
        'INVALID_CONFIG',
        () =>
          serviceError('InvalidParameterException', 400, 'Auth flow not enabled for this client'),
      ],
      ['throttling', 'TOO_MANY_ATTEMPTS', () => serviceError('TooManyRequestsException', 429)],
      ['a trigger', 'REFUSED', () => serviceError('UserLambdaValidationException')],
      ['no network', 'UNAVAILABLE', unreachable()],
      ['HTML', 'UNAVAILABLE', () => ({ status: 200, headers: {}, body: '<html>' })],
      ['nothing', 'UNAVAILABLE', () => ({ status: 200, headers: {}, body: '{}' })],
    ];

    it.each(SIGN_INS)('a sign-in that meets %s: %s', async (_name, code, outcome) => {
      app.pool.always('InitiateAuth', outcome);
      const error = await failedSignIn();
      expect(error).toMatchObject({ code });
      expect(leaksIn(error, [PASSWORD, ...secretsOf(signedIn)])).toEqual([]);
    });

    it('a sign-in that gets tokens of another client: INVALID_TOKEN', async () => {
      const foreign = makeTokens({ aud: 'other', client_id: 'other' });
      app.pool.always('InitiateAuth', () => json(200, { AuthenticationResult: foreign }));
      const error = await failedSignIn();
      expect(error).toMatchObject({ code: 'INVALID_TOKEN' });
      expect(leaksIn(error, [PASSWORD, ...secretsOf(foreign)])).toEqual([]);
    });

    async function failedSignIn(): Promise<unknown> {
      const service = TestBed.inject(SignInService);
      const step = observe(
        service.signIn({ username: 'maria', password: PASSWORD, flow: 'USER_PASSWORD_AUTH' }),
      );
      await app.clock.advance(60_000);
      expect(step.errors).toHaveLength(1);
      expect(step.errors[0]).toBeInstanceOf(SignInError);
      return step.errors[0];
    }
  });

  describe('without a call to Cognito', () => {
    it('setSession with tokens of another client', async () => {
      const app = await openApp(DOORS[0]!);
      const foreign = makeTokens({ aud: 'other' });
      const started = observe(app.session.setSession(foreign));
      await app.clock.advance(1000);
      expect(started.errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
      expect(leaksIn(started.errors[0], secretsOf(foreign))).toEqual([]);
    });

    it('setSession with a bare token, as by mistake', async () => {
      const app = await openApp(DOORS[0]!);
      const token = makeIdToken();
      const started = observe(app.session.setSession(token as never));
      await app.clock.advance(1000);
      expect(started.errors).toHaveLength(1);
      expect(leaksIn(started.errors[0], partsOf(token))).toEqual([]);
    });

    it('refreshSession while signed out', async () => {
      const app = await openApp(DOORS[0]!);
      const refreshed = observe(app.session.refreshSession());
      await app.clock.advance(1000);
      expect(refreshed.errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
    });

    it('a store that is full', async () => {
      jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      const store = new FakeStore();
      store.before = ({ kind }) => {
        if (kind === 'set') throw quotaExceeded();
      };
      const app = await openApp(DOORS[0]!, { store });
      const events = observe(app.session.events$);
      const tokens = app.pool.issue();
      await app.signIn(tokens);
      expect(events.values.map(({ type }) => type)).toContain('store-failed');
      expect(leaksIn(events.values, secretsOf(tokens))).toEqual([]);
      expect(leaksIn((console.warn as jest.Mock).mock.calls, secretsOf(tokens))).toEqual([]);
      jest.restoreAllMocks();
    });

    it('a session made without its access token', () => {
      const token = makeIdToken();
      const data = { IdToken: new CognitoIdToken({ IdToken: token }) };
      let error: unknown;
      try {
        new CognitoUserSession(data as never);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ code: 'INVALID_TOKEN' });
      expect(leaksIn(error, partsOf(token))).toEqual([]);
    });
  });

  describe('the search itself', () => {
    it('finds a token in a hidden property, a cause, a map and a stack', () => {
      const token = makeIdToken();
      const hidden = Object.defineProperty(new Error('x'), 'request', {
        value: { a: { b: token } },
      });
      const places = [
        hidden,
        new Error('x', { cause: new Error('y', { cause: token }) }),
        Object.assign(new Error('x'), { headers: new Map([['authorization', `Bearer ${token}`]]) }),
        new Error(token),
      ];
      expect(places.map((place) => leaksIn(place, partsOf(token)).length > 0)).toEqual(
        places.map(() => true),
      );
    });

    it('finds none in the classes that hold tokens on purpose, K03', () => {
      const { IdToken, AccessToken } = makeTokens();
      const session = new CognitoUserSession({
        IdToken: new CognitoIdToken({ IdToken }),
        AccessToken: new CognitoAccessToken({ AccessToken }),
      });
      expect(leaksIn(session, partsOf(IdToken, AccessToken))).toEqual([]);
    });
  });
});
