// Tests sign-ins that fail: one closed list of codes, no password in any error, and the current
// session stays.

import { SessionError } from 'ngx-cognito-session';
import { json, type Outcome, serviceError, unreachable } from '../../test/support/fake-pool';
import { makeTokens } from '../../test/support/fake-tokens';
import { leaksIn } from '../../test/support/leak-search';
import { observe } from '../../test/support/observed';
import { GATEWAYS, type SessionApp } from '../../test/support/session-app';
import {
  answerTokens,
  openSignInHarness,
  PASSWORD,
  REQUEST,
  type SignInHarness,
} from '../../test/support/sign-in-harness';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { offerWebCrypto } from '../../test/support/web-crypto';
import { SignInError } from './sign-in-error';

offerWebCrypto();

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  let harness: SignInHarness;
  let app: SessionApp;
  beforeEach(async () => {
    harness = await openSignInHarness(gateway);
    ({ app } = harness);
  });

  describe('a failure', () => {
    const FAILURES: [string, string, Outcome][] = [
      ...[
        ['NotAuthorizedException', 'WRONG_CREDENTIALS'],
        ['UserNotFoundException', 'WRONG_CREDENTIALS'],
        ['UserNotConfirmedException', 'USER_NOT_CONFIRMED'],
        ['PasswordResetRequiredException', 'PASSWORD_RESET_REQUIRED'],
        ['TooManyRequestsException', 'TOO_MANY_ATTEMPTS'],
        ['LimitExceededException', 'TOO_MANY_ATTEMPTS'],
        ['TooManyFailedAttemptsException', 'TOO_MANY_ATTEMPTS'],
        ['UserLambdaValidationException', 'REFUSED'],
        ['ForbiddenException', 'REFUSED'],
        ['CodeMismatchException', 'WRONG_CODE'],
        ['BrandNewException', 'INVALID_CONFIG'],
        ['ResourceNotFoundException', 'INVALID_CONFIG'],
        ['InvalidParameterException', 'INVALID_INPUT'],
        ['OperationNotEnabledException', 'INVALID_CONFIG'],
        ['UnsupportedOperationException', 'INVALID_CONFIG'],
      ].map(([name, code]): [string, string, Outcome] => [
        name!,
        code!,
        () => serviceError(name!, 400),
      ]),
      ['InternalErrorException', 'UNAVAILABLE', () => serviceError('InternalErrorException', 500)],
      ['no network', 'UNAVAILABLE', unreachable()],
      ['HTML with 200', 'UNAVAILABLE', () => ({ status: 200, headers: {}, body: '<html>' })],
      ['HTML with 503', 'UNAVAILABLE', () => ({ status: 503, headers: {}, body: '<html>' })],
      ['an empty answer', 'UNAVAILABLE', () => json(200, {})],
      [
        'a client with a secret',
        'INVALID_CONFIG',
        () => serviceError('NotAuthorizedException', 400, 'Client x is configured with secret'),
      ],
      ['tokens of another client', 'INVALID_TOKEN', answerTokens(makeTokens({ aud: 'other' }))],
    ];

    it.each(FAILURES)('%s gives %s', async (_name, code, outcome) => {
      app.pool.always('InitiateAuth', outcome);
      const { errors, values } = await harness.signIn();
      expect(values).toEqual([]);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toBeInstanceOf(SignInError);
      expect(errors[0]).toBeInstanceOf(SessionError);
      expect(errors[0]).toMatchObject({ name: 'SignInError', code });
    });

    it.each(FAILURES)('%s keeps the current session', async (_name, _code, outcome) => {
      const session = await app.signIn();
      app.pool.always('InitiateAuth', outcome);
      const events = observe(app.session.events$);
      await harness.signIn();
      expect(app.session.session()).toBe(session);
      expect(events.values).toEqual([]);
    });

    it.each(FAILURES)(
      '%s makes one call and reveals no password',
      async (_name, _code, outcome) => {
        app.pool.always('InitiateAuth', outcome);
        const { errors } = await harness.signIn();
        expect(app.pool.count('InitiateAuth')).toBe(1);
        expect(leaksIn(errors[0], [PASSWORD])).toEqual([]);
      },
    );

    it('of AWS has the answer, with its name, as its cause', async () => {
      app.pool.always('InitiateAuth', () => serviceError('UserNotConfirmedException', 400, 'why'));
      const { errors } = await harness.signIn();
      expect((errors[0] as Error).cause).toMatchObject({
        name: 'UserNotConfirmedException',
        message: 'why',
      });
    });

    it('is replayed to late subscribers', async () => {
      app.pool.always('InitiateAuth', unreachable());
      const step$ = harness.service.signIn(REQUEST);
      await harness.finish(step$);
      expect(observe(step$).errors).toMatchObject([{ code: 'UNAVAILABLE' }]);
    });

    it('does not affect the next sign-in', async () => {
      app.pool.next('InitiateAuth', unreachable());
      app.pool.always('InitiateAuth', answerTokens(app.pool.issue()));
      expect((await harness.signIn()).errors).toHaveLength(1);
      expect((await harness.signIn()).values).toMatchObject([{ status: 'signed-in' }]);
    });
  });

  describe('G09: an unknown user, a wrong password and a disabled user', () => {
    const refused =
      (name: string, message: string): Outcome =>
      () =>
        serviceError(name, 400, message);
    const hidden = refused('NotAuthorizedException', 'Incorrect username or password.');

    async function look(outcome: Outcome, operation: 'InitiateAuth' | 'RespondToAuthChallenge') {
      if (operation === 'RespondToAuthChallenge') {
        app.pool.always('InitiateAuth', srpChallenge);
      }
      app.pool.always(operation, outcome);
      const before = app.pool.calls.length;
      const flow = operation === 'InitiateAuth' ? 'USER_PASSWORD_AUTH' : 'USER_SRP_AUTH';
      const { errors } = await harness.signIn({ flow });
      const error = errors[0] as SignInError;
      const { name, message } = error.cause as Error;
      return {
        // The message has Cognito's name and text, and no other difference.
        text: String(error).replace(`${name}: ${message}`, 'Cognito’s'),
        json: JSON.stringify(error),
        keys: Reflect.ownKeys(error).filter((key) => key !== 'stack'),
        code: error.code,
        reason: error.reason,
        calls: app.pool.calls.slice(before).map(({ input }) => Object.keys(input)),
      };
    }
    /** As Cognito answers for any name while it hides who exists. */
    const srpChallenge: Outcome = () => {
      const srp = new SrpCognito(userAccount('7f1a', 'somebody’s'));
      return json(200, srp.ask(app.pool.calls.at(-1)!.input));
    };

    it('name no reason where the pool hides who exists', async () => {
      app.pool.always('InitiateAuth', hidden);
      const { errors } = await harness.signIn();
      expect(errors).toMatchObject([{ code: 'WRONG_CREDENTIALS' }]);
      expect((errors[0] as SignInError).message).not.toMatch(/exist|unknown|not found|disabled/i);
    });

    it.each(['InitiateAuth', 'RespondToAuthChallenge'] as const)(
      'have the same error where the pool shows who exists, at %s, except for its text',
      async (operation) => {
        const looks = [
          await look(hidden, operation),
          await look(refused('UserNotFoundException', 'User does not exist.'), operation),
          await look(refused('NotAuthorizedException', 'User is disabled.'), operation),
        ];
        expect(looks[0]).toMatchObject({ code: 'WRONG_CREDENTIALS', reason: undefined });
        expect(looks[1]).toEqual(looks[0]);
        expect(looks[2]).toEqual(looks[0]);
      },
    );
  });
});
