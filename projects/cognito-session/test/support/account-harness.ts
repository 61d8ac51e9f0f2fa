// An account service in an app, as a spec uses it: the page's call, what Cognito is asked and
// answers, and what came of it.

import type { Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Observable } from 'rxjs';
import type { SignInError } from '../../sign-in/src/sign-in-error';
import type { CognitoOperation } from '../../src/core/cognito/cognito-gateway';
import { json, serviceError } from './fake-pool';
import { FakeStore } from './fake-store';
import type { Claims, FakeTokens } from './fake-tokens';
import { leaksIn, partsOf } from './leak-search';
import { observe, type Observed } from './observed';
import { type AppOptions, DOOR } from './session-app';
import { openSignInHarness, type SignInHarness } from './sign-in-harness';

/** An app with an account page. */
export interface AccountHarness<Service> extends Pick<
  SignInHarness,
  'app' | 'finish' | 'inputsOf'
> {
  readonly service: Service;
  readonly store: FakeStore;
  /** Of the signed-in user. */
  readonly tokens: FakeTokens;
  /** Adds to what the next calls of an operation are answered with. */
  answer(operation: CognitoOperation, ...bodies: object[]): void;
  /** Adds to what the next calls of an operation are refused with. */
  refuse(operation: CognitoOperation, name: string, message?: string): void;
}

/** Opens one whose user has signed in, or is about to (`signedIn: false`). */
export async function openAccountHarness<Service>(
  type: Type<Service>,
  {
    signedIn = true,
    claims = {},
    ...options
  }: AppOptions & { signedIn?: boolean; claims?: Claims } = {},
): Promise<AccountHarness<Service>> {
  const store = new FakeStore();
  const { app, finish, inputsOf } = await openSignInHarness(DOOR, { store, ...options });
  const tokens = app.pool.issue(claims);
  if (signedIn) await app.signIn(tokens);
  return {
    app,
    finish,
    inputsOf,
    store,
    tokens,
    service: TestBed.inject(type),
    answer: (operation, ...bodies) =>
      app.pool.next(operation, ...bodies.map((body) => () => json(200, body))),
    refuse: (operation, name, message) =>
      app.pool.next(operation, () => serviceError(name, 400, message)),
  };
}

/** One method of a service that is one call. */
export interface AccountCommand<Service> {
  readonly name: string;
  readonly run: (service: Service) => Observable<unknown>;
  readonly operation: CognitoOperation;
  /** What is sent beside access token or client id. */
  readonly input: object;
  /** Whether it is sent in the name of the signed-in user. */
  readonly asUser: boolean;
  /** What Cognito answers; default nothing. */
  readonly answer?: object;
  /** What is emitted; default nothing. */
  readonly result?: unknown;
  /** What must not be found anywhere. */
  readonly secrets?: readonly string[];
}

/**
 * Tells of each command what all have in common; cognito-gateway.spec.ts sends each through both
 * gateways.
 */
export function describeCommands<Service>(
  type: Type<Service>,
  commands: readonly AccountCommand<Service>[],
): void {
  describe.each(commands)('$name', (command) => {
    const { run, operation, input, asUser, answer = {}, result, secrets = [] } = command;
    let harness: AccountHarness<Service>;
    let done: Observed<unknown>;
    const open = async (options: { signedIn?: boolean } = {}): Promise<void> => {
      harness = await openAccountHarness(type, options);
    };
    const finish = async (): Promise<void> => {
      done = await harness.finish(run(harness.service));
    };

    it(`sends ${operation} with what was given, and nothing more, and emits what came of it once`, async () => {
      await open();
      const session = harness.app.session.session();
      const events = observe(harness.app.session.events$);
      harness.answer(operation, answer);
      await finish();
      const { tokens, app } = harness;
      const sender = asUser ? { AccessToken: tokens.AccessToken } : { ClientId: app.pool.clientId };
      expect(app.pool.calls.map((call) => [call.operation, call.input])).toEqual([
        [operation, { ...sender, ...input }],
      ]);
      expect([done.values, done.errors, done.completions]).toEqual([[result], [], 1]);
      // The session stays as it is.
      expect(app.session.session()).toBe(session);
      expect(events.values).toEqual([]);
    });

    it('runs when called, once, whether nobody or many subscribe, and replays', async () => {
      await open();
      harness.answer(operation, answer);
      const running = run(harness.service);
      await harness.app.clock.advance(1000);
      expect(harness.app.pool.count(operation)).toBe(1);
      const late = [observe(running), observe(running)];
      expect(late.map(({ values }) => values)).toEqual([[result], [result]]);
      expect(harness.app.pool.count(operation)).toBe(1);
    });

    it('errors with a SignInError whose cause is Cognito’s answer', async () => {
      await open();
      harness.refuse(operation, 'LimitExceededException', 'Attempt limit exceeded');
      await finish();
      expect(done.values).toEqual([]);
      expect(done.errors).toMatchObject([
        {
          name: 'SignInError',
          code: 'TOO_MANY_ATTEMPTS',
          cause: { name: 'LimitExceededException' },
        },
      ]);
    });

    it('tells no secret, even where Cognito quotes what it was sent', async () => {
      const written = ['log', 'info', 'warn', 'error', 'debug'].map((method) =>
        jest.spyOn(console, method as 'log').mockImplementation(() => undefined),
      );
      await open();
      const { tokens, app, store } = harness;
      const tokenParts = partsOf(tokens.IdToken, tokens.AccessToken, tokens.RefreshToken);
      const events = observe(app.session.events$);
      const quote = [...secrets, ...(asUser ? [tokens.AccessToken] : [])].join(' and ');
      harness.refuse(operation, 'UserLambdaValidationException', `failed with ${quote}.`);
      await finish();
      expect(done.errors).toHaveLength(1);
      expect(leaksIn(done.errors[0], [...secrets, ...tokenParts])).toEqual([]);
      harness.answer(operation, answer);
      await finish();
      const printed = written.map((spy) => spy.mock.calls as unknown[]);
      expect(leaksIn([events.values, printed], [...secrets, ...tokenParts])).toEqual([]);
      expect(leaksIn([...store.items], secrets)).toEqual([]);
    });

    if (asUser) {
      it('errors with NOT_SIGNED_IN without a session, and asks nobody', async () => {
        await open({ signedIn: false });
        await finish();
        expect(done.errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
        expect(harness.app.pool.calls).toEqual([]);
      });

      it('answered after a sign-out brings no session back', async () => {
        await open();
        harness.answer(operation, answer);
        const late = observe(run(harness.service));
        await harness.app.clock.advance(1);
        harness.app.session.signOut();
        await harness.app.clock.advance(1000);
        expect(late.values).toEqual([result]);
        expect(harness.app.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
        expect([...harness.store.items]).toEqual([]);
      });
    } else {
      it('needs no session', async () => {
        await open({ signedIn: false });
        harness.answer(operation, answer);
        await finish();
        expect(done.values).toEqual([result]);
        expect(harness.app.session.isAuthenticated()).toBe(false);
      });

      // A sign-up is of nobody whom the pool knows.
      if (operation === 'SignUp') return;
      it('says the same of an unknown user as of a wrong password and a disabled user', async () => {
        await open({ signedIn: false });
        const looks: object[] = [];
        for (const [name, text] of [
          ['UserNotFoundException', 'User does not exist.'],
          ['NotAuthorizedException', 'Incorrect username or password.'],
          ['NotAuthorizedException', 'User is disabled.'],
        ] as const) {
          harness.refuse(operation, name, text);
          await finish();
          const { code, message, reason, retryAt } = done.errors[0] as SignInError;
          // The message has Cognito's name and words, and nothing of ours that differs.
          const ours = message.replace(`${name}: ${text}`, 'Cognito’s');
          looks.push({ code, ours, reason, retryAt });
        }
        expect(looks[0]).toMatchObject({ code: 'WRONG_CREDENTIALS', reason: undefined });
        expect(looks[1]).toEqual(looks[0]);
        expect(looks[2]).toEqual(looks[0]);
      });
    }
  });
}
