// A sign-in as a conversation: what Cognito is asked, and what each answer or failure comes to. Without a TestBed and
// without a page, so that it loads quickly: each mutant runs it.

import { ɵGATEWAY as GATEWAY, ɵSessionHost as SessionHost } from 'ngx-cognito-session';
import { settle } from '../../src/testing-support/fake-clock';
import { type ManagerTab, openManagerTab } from '../../src/testing-support/manager-tab';
import { observe } from '../../src/testing-support/observed';
import { fakeHost, injectorOf } from '../../src/testing-support/skins';
import { SignInError } from './sign-in-error';
import { SignInService } from './sign-in-service';
import type { ChallengeStep, SignInRequest, SignInStep } from './sign-in-step';

const REQUEST: SignInRequest = {
  username: 'maría',
  password: 'Canary-Pa55word!',
  flow: 'USER_PASSWORD_AUTH',
};

interface Opened {
  readonly tab: ManagerTab;
  readonly service: SignInService;
  /** What Cognito was asked: operation, input and signal. */
  readonly asked: [string, unknown, AbortSignal | undefined][];
  /** What it answers, one after the other; a function throws or takes its time. */
  readonly answers: unknown[];
  /** Makes the gateway; counts how often. */
  readonly create: jest.Mock;
  readonly host: ReturnType<typeof fakeHost>;
}

function open(late = false): Opened {
  const tab = openManagerTab();
  const asked: Opened['asked'] = [];
  const answers: unknown[] = [];
  const gateway = {
    send: async (...[operation, input, options]: [string, unknown, { signal?: AbortSignal }]) => {
      asked.push([operation, input, options.signal]);
      const answer = answers.shift();
      return typeof answer === 'function' ? (answer as () => unknown)() : answer;
    },
  };
  const create = jest.fn((): unknown => gateway);
  const host = late ? fakeHost() : fakeHost(tab.manager);
  const injector = injectorOf(
    { provide: SessionHost, useValue: host.host },
    { provide: GATEWAY, useValue: create },
    SignInService,
  );
  return { tab, asked, answers, create, host, service: injector.get(SignInService) };
}

/** The one step or error of a call. */
async function stepOf(
  step$: ReturnType<SignInService['signIn']>,
): Promise<SignInStep | SignInError> {
  await settle();
  const { values, errors, completions } = observe(step$);
  expect(values.length + errors.length).toBe(1);
  expect(completions).toBe(values.length);
  return (values[0] ?? errors[0]) as SignInStep | SignInError;
}
const challenge = (rest: object = {}): object => ({
  ChallengeName: 'SMS_MFA',
  Session: 's-1',
  ...rest,
});

describe('a sign-in', () => {
  it('asks Cognito once, and starts the session', async () => {
    const { service, tab, asked, answers } = open();
    answers.push({ AuthenticationResult: tab.pool.issue() });
    const step = await stepOf(service.signIn(REQUEST));
    expect(step).toEqual({ status: 'signed-in', session: tab.manager.held?.session });
    const input = {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: tab.config.clientId,
      AuthParameters: { USERNAME: 'maría', PASSWORD: 'Canary-Pa55word!' },
    };
    expect(asked).toEqual([['InitiateAuth', input, expect.any(AbortSignal)]]);
    expect(tab.manager.held?.issuedAt).toBe(tab.clock.now());
  });

  it('takes the age of the tokens for known', async () => {
    const { service, tab, answers } = open();
    answers.push({ AuthenticationResult: tab.pool.issue() });
    tab.clock.jumpWallClock(1_000_000);
    await stepOf(service.signIn(REQUEST));
    expect(tab.manager.held?.issuedAt).toBe(tab.clock.now());
  });

  it('sends client metadata when it is given some', async () => {
    const { service, asked, answers } = open();
    answers.push(challenge());
    await stepOf(service.signIn({ ...REQUEST, clientMetadata: { a: 'b' } }));
    expect(asked[0]?.[1]).toMatchObject({ ClientMetadata: { a: 'b' } });
  });

  it.each([
    [{ flow: undefined }, 'INVALID_CONFIG', "flow must be 'USER_PASSWORD_AUTH' in this version"],
    [
      { flow: 'USER_SRP_AUTH' },
      'INVALID_CONFIG',
      "flow must be 'USER_PASSWORD_AUTH' in this version",
    ],
    [{ username: '' }, 'WRONG_CREDENTIALS', 'user name and password must not be empty'],
    [{ password: '' }, 'WRONG_CREDENTIALS', 'user name and password must not be empty'],
    [{ password: undefined }, 'WRONG_CREDENTIALS', 'user name and password must not be empty'],
  ])('with %j asks nobody', async (changes, code, message) => {
    const { service, asked } = open();
    const error = await stepOf(service.signIn({ ...REQUEST, ...changes } as SignInRequest));
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code, message: `${code}: ${message}`, name: 'SignInError' });
    expect(asked).toEqual([]);
  });

  it.each([{}, { ChallengeName: '' }])('errors for the answer %j', async (answer) => {
    const { service, answers } = open();
    answers.push(answer);
    expect(await stepOf(service.signIn(REQUEST))).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'UNAVAILABLE: the answer holds neither tokens nor a challenge',
    });
  });

  it('refuses tokens of another pool', async () => {
    const { service, tab, answers } = open();
    answers.push({ AuthenticationResult: tab.pool.issue({ iss: 'https://evil.com' }) });
    expect(await stepOf(service.signIn(REQUEST))).toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('is given up after 20 s, whatever the gateway does', async () => {
    const { service, asked, answers } = open();
    const abort = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(abort.signal);
    answers.push(() => new Promise(() => undefined));
    const step$ = service.signIn(REQUEST);
    await settle();
    expect(timeout).toHaveBeenCalledWith(20_000);
    expect(asked[0]?.[2]).toBe(abort.signal);
    abort.abort(new DOMException('too late', 'TimeoutError'));
    expect(await stepOf(step$)).toMatchObject({
      code: 'UNAVAILABLE',
      cause: { name: 'TimeoutError' },
    });
    timeout.mockRestore();
  });

  it('happens inside the zone', async () => {
    const { service, answers, host } = open();
    answers.push(challenge());
    const step = await stepOf(service.signIn(REQUEST));
    expect(host.inZone).toEqual([step]);
  });
});

describe('a challenge', () => {
  it('is handed on as Cognito put it', async () => {
    const { service, answers } = open();
    answers.push(challenge({ ChallengeParameters: { a: 'b' } }), challenge());
    expect(await stepOf(service.signIn(REQUEST))).toMatchObject({
      status: 'challenge',
      challenge: 'SMS_MFA',
      parameters: { a: 'b' },
    });
    expect(await stepOf(service.signIn(REQUEST))).toMatchObject({ parameters: {} });
  });

  it.each(['s-1', undefined])(
    'is answered with its session %p, and may lead to another',
    async (Session) => {
      const { service, tab, asked, answers } = open();
      answers.push(challenge({ Session }), challenge({ ChallengeName: 'NEXT', Session: 's-2' }));
      const first = (await stepOf(service.signIn(REQUEST))) as ChallengeStep;
      const second = (await stepOf(first.respond({ SMS_MFA_CODE: '1' }))) as ChallengeStep;
      expect(second.challenge).toBe('NEXT');
      answers.push({ AuthenticationResult: tab.pool.issue() });
      expect(await stepOf(second.respond({}))).toMatchObject({ status: 'signed-in' });
      expect(asked.slice(1).map(([operation, input]) => [operation, input])).toEqual([
        [
          'RespondToAuthChallenge',
          {
            ClientId: tab.config.clientId,
            ChallengeName: 'SMS_MFA',
            ChallengeResponses: { USERNAME: 'maría', SMS_MFA_CODE: '1' },
            ...(Session !== undefined && { Session }),
          },
        ],
        [
          'RespondToAuthChallenge',
          {
            ClientId: tab.config.clientId,
            ChallengeName: 'NEXT',
            ChallengeResponses: { USERNAME: 'maría' },
            Session: 's-2',
          },
        ],
      ]);
    },
  );
});

describe('the gateway', () => {
  it('is made with the service, once', async () => {
    const { service, create, answers, tab } = open();
    expect(create.mock.calls).toEqual([[tab.config]]);
    answers.push(challenge(), challenge());
    await stepOf(service.signIn(REQUEST));
    await stepOf(service.signIn(REQUEST));
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is tried again when it could not be loaded', async () => {
    const { service, create, answers } = open();
    create.mockImplementationOnce(() => Promise.reject(new Error('offline')));
    const other = injectorOf(
      { provide: SessionHost, useValue: fakeHost(openManagerTab().manager).host },
      { provide: GATEWAY, useValue: create },
      SignInService,
    ).get(SignInService);
    await settle();
    answers.push(challenge());
    expect(await stepOf(other.signIn(REQUEST))).toMatchObject({ challenge: 'SMS_MFA' });
    expect(service).toBeDefined();
  });

  it('errors a sign-in when it cannot be loaded', async () => {
    const { service, create } = open(true);
    expect(create).not.toHaveBeenCalled();
    create.mockImplementation(() => Promise.reject(new Error('offline')));
    const step$ = service.signIn(REQUEST);
    const { host } = fakeHost();
    expect(host).toBeDefined();
    expect(observe(step$).values).toEqual([]);
  });

  it('is made when the config is there, and sign-ins wait for it', async () => {
    const { service, create, host, tab, answers } = open(true);
    answers.push(challenge());
    const step$ = service.signIn(REQUEST);
    await settle();
    expect(create).not.toHaveBeenCalled();
    host.arrive(tab.manager);
    expect(await stepOf(step$)).toMatchObject({ challenge: 'SMS_MFA' });
  });
});
