// Tests a sign-in attempt: the outcome of each answer, and the loading of the gateway. It uses
// neither TestBed nor a page, so that it loads quickly: each mutant runs it.

import {
  ɵGATEWAY as GATEWAY,
  ɵSessionHost as SessionHost,
  SessionStore,
} from 'ngx-cognito-session';
import { settle } from '../../test/support/fake-clock';
import { FakeStore } from '../../test/support/fake-store';
import { openManagerTab } from '../../test/support/manager-tab';
import { observe } from '../../test/support/observed';
import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { fakeHost, injectorOf } from '../../test/support/adapters';
import { SignInError } from './sign-in-error';
import { SignInService } from './sign-in-service';
import type { CodeStep, SignInRequest, UnknownChallengeStep } from './sign-in-step';
import { UserPoolCommands } from './user-pool-commands';

const REQUEST: SignInRequest = { username: 'maría', password: 'pw', flow: 'USER_PASSWORD_AUTH' };

describe('a sign-in', () => {
  it('makes one call, and starts the session', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(tokensOf(scripted.tab));
    expect(await scripted.signIn({ password: 'Canary-Pa55word!' })).toEqual({
      status: 'signed-in',
      session: scripted.tab.manager.active?.session,
      deviceConfirmationNecessary: false,
      deviceConfirmationFailed: false,
    });
    const input = {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: scripted.tab.config.clientId,
      AuthParameters: { USERNAME: 'maría', PASSWORD: 'Canary-Pa55word!' },
    };
    expect(scripted.asked).toEqual([
      { operation: 'InitiateAuth', input, signal: expect.any(AbortSignal) as AbortSignal },
    ]);
    expect(scripted.tab.manager.active?.issuedAt).toBe(scripted.tab.clock.now());
  });

  it('F08 sends nothing before the code of a session is loaded', async () => {
    const scripted = openScriptedSignIn();
    let loaded: () => void = () => undefined;
    const { host } = scripted.host;
    host.prepare = () => new Promise<void>((resolve) => (loaded = resolve));
    scripted.script(tokensOf(scripted.tab));
    const step = scripted.signIn();
    await settle();
    expect(scripted.asked).toEqual([]);
    loaded();
    expect(await step).toMatchObject({ status: 'signed-in' });
  });

  it('treats the tokens as new', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(tokensOf(scripted.tab));
    scripted.tab.clock.jumpWallClock(1_000_000);
    await scripted.signIn();
    expect(scripted.tab.manager.active?.issuedAt).toBe(scripted.tab.clock.now());
  });

  it.each([
    [{ username: '' }],
    [{ password: '' }],
    [{ password: undefined }],
    [{ flow: undefined, password: '' }],
    [{ flow: 'USER_SRP_AUTH', password: undefined }],
    [{ flow: 'USER_AUTH', username: '' }],
    [{ flow: 'CUSTOM_AUTH', username: '' }],
  ])('with %j makes no call', async (changes) => {
    const scripted = openScriptedSignIn();
    const error = await scripted.signIn(changes as Partial<SignInRequest>);
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({
      name: 'SignInError',
      code: 'WRONG_CREDENTIALS',
    });
    expect(scripted.asked).toEqual([]);
  });

  it.each([{}, { ChallengeName: '' }])('errors for the answer %j', async (answer) => {
    const scripted = openScriptedSignIn();
    scripted.script(answer);
    expect(await scripted.signIn()).toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it.each([{ iss: 'https://evil.com' }, { aud: 'other', client_id: 'other' }, { sub: '' }])(
    'refuses tokens with %j, and starts nothing',
    async (claims) => {
      const scripted = openScriptedSignIn();
      scripted.script(tokensOf(scripted.tab, claims));
      const error = await scripted.signIn();
      expect(error).toBeInstanceOf(SignInError);
      expect(error).toMatchObject({ code: 'INVALID_TOKEN', cause: { name: 'SessionError' } });
      expect(scripted.tab.manager.active).toBeNull();
    },
  );

  it('is aborted after 20 s', async () => {
    const scripted = openScriptedSignIn();
    const abort = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(abort.signal);
    scripted.script(
      () =>
        new Promise((_, reject) => {
          abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error));
        }),
    );
    const outcome = scripted.signIn();
    await settle();
    expect(timeout).toHaveBeenCalledWith(20_000);
    expect(scripted.asked[0]?.signal).toBe(abort.signal);
    abort.abort(new DOMException('too late', 'TimeoutError'));
    expect(await outcome).toMatchObject({ code: 'UNAVAILABLE', cause: { name: 'TimeoutError' } });
    timeout.mockRestore();
  });

  it('happens inside the zone', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(challenge('SMS_MFA'));
    const step = await scripted.signIn();
    expect(scripted.host.inZone).toEqual([step]);
  });

  it('runs once when called, however many subscribe, and replays its one outcome', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(tokensOf(scripted.tab));
    const step$ = scripted.service.signIn(REQUEST);
    await settle();
    expect(scripted.asked).toHaveLength(1);
    expect(await outcomeOf(step$)).toBe(await outcomeOf(step$));
    expect(scripted.asked).toHaveLength(1);
  });

  it('forgets the password once no challenge can need it', async () => {
    const scripted = openScriptedSignIn();
    // A later challenge for a password does not get it without the user.
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    scripted.script(challenge('PASSWORD'));
    expect(await outcomeOf(step.respond({ code: '123456' }))).toMatchObject({
      challenge: 'PASSWORD',
    });
  });
});

describe('an answer to a challenge', () => {
  it('goes to Cognito with name, user name and session, and leads to the next one', async () => {
    const scripted = openScriptedSignIn();
    const first = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    scripted.script(challenge('NEXT', {}, { Session: 'session-2' }));
    const next = await outcomeOf<UnknownChallengeStep>(first.respond({ code: '123456' }));
    expect(next).toMatchObject({ status: 'challenge', challenge: 'UNKNOWN', name: 'NEXT' });
    scripted.script(tokensOf(scripted.tab));
    expect(await outcomeOf(next.respond({ responses: { X: 'y' } }))).toMatchObject({
      status: 'signed-in',
    });
    const ClientId = scripted.tab.config.clientId;
    expect(scripted.asked.slice(1)).toMatchObject([
      { operation: 'RespondToAuthChallenge' },
      { operation: 'RespondToAuthChallenge' },
    ]);
    expect(scripted.asked.slice(1).map(({ input }) => input)).toEqual([
      {
        ClientId,
        ChallengeName: 'SMS_MFA',
        ChallengeResponses: { USERNAME: 'maría', SMS_MFA_CODE: '123456' },
        Session: 'session-1',
      },
      {
        ClientId,
        ChallengeName: 'NEXT',
        ChallengeResponses: { USERNAME: 'maría', X: 'y' },
        Session: 'session-2',
      },
    ]);
  });

  it.each([
    [{ USER_ID_FOR_SRP: 'id-1', USERNAME: 'name-1' }, 'id-1'],
    [{ USERNAME: 'name-1' }, 'name-1'],
    [{}, 'maría'],
  ])('has the user name of %j', async (parameters, USERNAME) => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA', parameters));
    await outcomeOf(step.respond({ code: '1' }));
    expect(scripted.asked[1]?.input.ChallengeResponses).toEqual({ USERNAME, SMS_MFA_CODE: '1' });
  });

  it('keeps the user name of an earlier challenge', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(
      challenge('SMS_MFA', { USER_ID_FOR_SRP: 'id' }),
    );
    scripted.script(challenge('EMAIL_OTP'));
    const next = await outcomeOf<CodeStep>(step.respond({ code: '1' }));
    await outcomeOf(next.respond({ code: '2' }));
    expect(scripted.asked[2]?.input.ChallengeResponses).toMatchObject({ USERNAME: 'id' });
  });

  it('has no session when Cognito gave none', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(
      challenge('SMS_MFA', {}, { Session: undefined }),
    );
    await outcomeOf(step.respond({ code: '1' }));
    expect(scripted.asked[1]?.input).not.toHaveProperty('Session');
  });
});

describe('the gateway', () => {
  it('is made with the service, once', async () => {
    const scripted = openScriptedSignIn();
    await settle();
    expect(scripted.create.mock.calls).toEqual([[scripted.tab.config]]);
    scripted.script(challenge('SMS_MFA'), challenge('SMS_MFA'));
    await scripted.signIn();
    await scripted.signIn();
    expect(scripted.create).toHaveBeenCalledTimes(1);
  });

  it('is tried again when it could not be loaded, and a failing sign-in says so', async () => {
    const { create, script } = openScriptedSignIn();
    await settle();
    create.mockClear();
    create.mockImplementationOnce(() => Promise.reject(new Error('offline')));
    create.mockImplementationOnce(() => {
      throw new Error('offline again');
    });
    const service = injectorOf(
      { provide: SessionHost, useValue: fakeHost(openManagerTab().manager).host },
      { provide: GATEWAY, useValue: create },
      { provide: SessionStore, useValue: new FakeStore() },
      UserPoolCommands,
      SignInService,
    ).get(SignInService);
    await settle();
    expect(await outcomeOf(service.signIn(REQUEST))).toMatchObject({
      code: 'UNAVAILABLE',
      cause: { message: 'offline again' },
    });
    script(challenge('SMS_MFA'));
    expect(await outcomeOf(service.signIn(REQUEST))).toMatchObject({ challenge: 'SMS_MFA' });
    expect(create).toHaveBeenCalledTimes(3);
  });

  it('is made when the config is there, and sign-ins wait for it', async () => {
    const scripted = openScriptedSignIn({ late: true });
    scripted.script(challenge('SMS_MFA'));
    const step = scripted.signIn();
    await settle();
    expect(scripted.create).not.toHaveBeenCalled();
    scripted.host.arrive(scripted.tab.manager);
    expect(await step).toMatchObject({ challenge: 'SMS_MFA' });
    expect(scripted.create).toHaveBeenCalledTimes(1);
  });

  it('waits with a sign-in, which has not ended before', async () => {
    const scripted = openScriptedSignIn({ late: true });
    const { values, errors, completions } = observe(scripted.service.signIn(REQUEST));
    await settle();
    expect({ values, errors, completions }).toEqual({ values: [], errors: [], completions: 0 });
  });
});
