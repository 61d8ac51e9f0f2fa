// A sign-in without a TestBed and without a page: the service over one tab's session manager, and a
// Cognito that answers what the spec scripts. It loads quickly, which is what specs need that run
// once for every mutant.

import {
  type ɵSessionHost as Host,
  ɵGATEWAY,
  ɵSessionHost,
  SessionStore,
} from 'ngx-cognito-session';
import {
  type ChallengeStep,
  type SignInError,
  type SignInRequest,
  SignInService,
  type SignInStep,
} from 'ngx-cognito-session/sign-in';
import type { Observable } from 'rxjs';
import './page-globals';
import { UserPoolCommands } from '../../sign-in/src/user-pool-commands';
import { CognitoServiceError } from '../../src/core/cognito/cognito-service-error';
import { CognitoGateway } from '../../src/core/cognito/cognito-gateway';
import type { FakeClock } from './fake-clock';
import { type ManagerTab, openManagerTab } from './manager-tab';
import { type FakeHost, fakeHost, injectorOf } from './adapters';

/** A password to look for where none may be. */
export const PASSWORD = 'Canary-Pa55word!';

/** The `respond` of a step, which can only be called. */
export const RESPOND: unknown = expect.any(Function);

/** Input of a call, as far as specs look into it. */
export interface AskedInput {
  readonly AuthFlow?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeName?: string;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
  readonly Session?: string;
  readonly [key: string]: unknown;
}

/** One call that reached Cognito. */
export interface Asked {
  readonly operation: string;
  readonly input: AskedInput;
  readonly signal: AbortSignal | undefined;
}

/**
 * What a call comes to: an error is thrown, a function is asked with the input, anything else is
 * the answer.
 */
export type Answer = object | ((input: AskedInput) => unknown);

/** A page at its sign-in form. */
export interface ScriptedSignIn {
  readonly tab: ManagerTab;
  readonly service: SignInService;
  readonly host: FakeHost;
  /** The clock of the page. */
  readonly clock: FakeClock;
  /** Makes the gateway. */
  readonly create: jest.Mock;
  /** All calls, in their order. */
  readonly asked: Asked[];
  /** Adds to what the next calls come to. */
  script(...answers: Answer[]): void;
  /** Starts a sign-in and waits for what comes of it. */
  signIn(request?: Partial<SignInRequest>): Promise<SignInStep | SignInError>;
  /** Scripts one challenge, starts a sign-in and gives its step. */
  challenged<Step extends ChallengeStep>(
    challenge: Answer,
    request?: Partial<SignInRequest>,
  ): Promise<Step>;
}

/**
 * Opens one; `late`: its session manager is there only when the spec lets it arrive; `after`: a
 * page whose browser it shares; `shared`: whether tabs share the store.
 */
export function openScriptedSignIn({
  late = false,
  load,
  after,
  shared = true,
  ...given
}: {
  late?: boolean;
  load?: () => unknown;
  store?: SessionStore;
  after?: ScriptedSignIn;
  shared?: boolean;
} = {}): ScriptedSignIn {
  const asked: Asked[] = [];
  const answers: Answer[] = [];
  class Scripted extends CognitoGateway {
    override async send(
      operation: string,
      input: object,
      { signal }: { signal?: AbortSignal } = {},
    ): Promise<never> {
      const call = { operation, input: onTheWire(input), signal };
      asked.push(call);
      const answer = answers.shift() ?? new Error(`the spec has no answer for ${operation}`);
      if (answer instanceof Error) throw answer;
      return (typeof answer === 'function' ? await answer(call.input) : answer) as never;
    }
  }
  const create = jest.fn((): unknown => new Scripted());
  // The session calls Cognito, too: it confirms devices.
  const tab = openManagerTab({
    gateway: new Scripted(),
    shared,
    ...(load && { load }),
    ...(after && { store: after.tab.store }),
  });
  const { store = tab.store } = given;
  const { clock } = tab;
  const host = fakeHost(late ? undefined : tab.manager, { clock });
  const injector = injectorOf(
    { provide: ɵSessionHost, useValue: host.host satisfies Host },
    { provide: ɵGATEWAY, useValue: create },
    { provide: SessionStore, useValue: store },
    UserPoolCommands,
    SignInService,
  );
  const service = injector.get(SignInService);
  const signIn = (request: Partial<SignInRequest> = {}): Promise<SignInStep | SignInError> =>
    outcomeOf(service.signIn({ ...REQUEST, ...request }));
  return {
    tab,
    service,
    host,
    clock,
    create,
    asked,
    script: (...more) => void answers.push(...more),
    signIn,
    async challenged(challenge, request) {
      answers.push(challenge);
      return (await signIn(request)) as never;
    },
  };
}

const REQUEST: SignInRequest = {
  username: 'maría',
  password: PASSWORD,
  flow: 'USER_PASSWORD_AUTH',
};

/** The one step of an observable, or its error; fails when there is more, or an end is missing. */
export function outcomeOf<Outcome = SignInStep | SignInError>(
  step$: Observable<SignInStep>,
): Promise<Outcome> {
  return new Promise<SignInStep | SignInError>((resolve, reject) => {
    const steps: SignInStep[] = [];
    step$.subscribe({
      next: (step) => steps.push(step),
      error: (error: SignInError) =>
        steps.length === 0 ? resolve(error) : reject(new Error('a step and an error')),
      complete: () =>
        steps.length === 1 ? resolve(steps[0]!) : reject(new Error(`${steps.length} steps`)),
    });
  }) as Promise<Outcome>;
}

/** Cognito wants something. */
export function challenge(
  ChallengeName: string,
  ChallengeParameters: Readonly<Record<string, string>> = {},
  rest: object = {},
): object {
  return { ChallengeName, ChallengeParameters, Session: 'session-1', ...rest };
}

/** Cognito is satisfied. */
export function tokensOf({ pool }: ManagerTab, claims: object = {}, rest: object = {}): object {
  return { AuthenticationResult: { ...pool.issue({ ...claims }), ...rest } };
}

/** Cognito refuses. */
export function refusal(name: string, message = 'no', status = 400, retry?: number): Error {
  return new CognitoServiceError(name, message, status, retry);
}

/** What is left of an input on the wire: no undefined values. */
function onTheWire(input: object): AskedInput {
  return JSON.parse(JSON.stringify(input)) as AskedInput;
}
