// Tests commands to the user pool: they run when called, replay their one outcome, and use the
// app's providers.

import {
  ɵGATEWAY as GATEWAY,
  ɵSessionHost as SessionHost,
  SessionStore,
} from 'ngx-cognito-session';
import { EMPTY, throwError } from 'rxjs';
import { SessionError } from '../../src/core/session-error';
import { settle } from '../../test/support/fake-clock';
import { FakeStore } from '../../test/support/fake-store';
import { openManagerTab } from '../../test/support/manager-tab';
import { observe } from '../../test/support/observed';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { fakeHost, injectorOf } from '../../test/support/adapters';
import { newSignInError, SignInError } from './sign-in-error';
import type { UserPool } from './user-pool';
import { UserPoolCommands } from './user-pool-commands';

function open(changes: object = {}) {
  const tab = openManagerTab();
  const gateway = new ScriptedGateway();
  const { host, inZone } = fakeHost(tab.manager);
  Object.assign(host, changes);
  const commands = injectorOf(
    { provide: SessionHost, useValue: host },
    { provide: GATEWAY, useValue: () => gateway },
    { provide: SessionStore, useValue: new FakeStore() },
    UserPoolCommands,
  ).get(UserPoolCommands);
  return { tab, gateway, commands, inZone };
}

it('run once when called, however many subscribe', async () => {
  const { commands, inZone } = open();
  const command = jest.fn(() => Promise.resolve('done'));
  const outcome$ = commands.run(command);
  expect(command).toHaveBeenCalledTimes(1);
  await settle();
  for (let n = 0; n < 2; n++) {
    expect(observe(outcome$)).toMatchObject({ values: ['done'], errors: [], completions: 1 });
  }
  expect(command).toHaveBeenCalledTimes(1);
  expect(inZone).toEqual(['done', 'done']);
});

it('all get the same pool', async () => {
  const { commands, tab } = open();
  const pools: UserPool[] = [];
  const note = async (pool: UserPool): Promise<void> => void pools.push(pool);
  commands.run(note);
  commands.run(note);
  await settle();
  expect(pools).toHaveLength(2);
  expect(pools[1]).toBe(pools[0]);
  expect(pools[0]?.manager).toBe(tab.manager);
});

it.each([
  ['rejects', () => Promise.reject(new TypeError('broken'))],
  [
    'throws',
    () => {
      throw new TypeError('broken');
    },
  ],
])('a command that %s errors typed, also for late subscribers', async (_how, command) => {
  const { commands } = open();
  const outcome$ = commands.run(command);
  await settle();
  const { values, errors } = observe(outcome$);
  expect(values).toEqual([]);
  expect(errors[0]).toBeInstanceOf(SignInError);
  expect(errors).toMatchObject([{ code: 'UNAVAILABLE', cause: { message: 'broken' } }]);
});

it('an error that is typed already stays the same', async () => {
  const { commands } = open();
  const error = newSignInError('WRONG_CODE', 'why');
  const outcome$ = commands.run(() => Promise.reject(error));
  await settle();
  expect(observe(outcome$).errors).toEqual([error]);
});

it('a config that is wrong errors every command, and nothing else', async () => {
  const wrong = new SessionError('INVALID_CONFIG', 'clientId');
  const { commands, gateway } = open({ manager$: throwError(() => wrong) });
  const command = jest.fn();
  expect(observe(commands.run(command)).errors).toMatchObject([
    { name: 'SignInError', code: 'INVALID_CONFIG', cause: wrong },
  ]);
  await settle();
  expect(command).not.toHaveBeenCalled();
  expect(gateway.calls).toEqual([]);
});

it('on a server no command runs, and each completes', () => {
  const { commands } = open({ manager$: EMPTY });
  const command = jest.fn();
  expect(observe(commands.run(command))).toMatchObject({ values: [], errors: [], completions: 1 });
  expect(command).not.toHaveBeenCalled();
});

it('a call goes by fetch where the app names no gateway', async () => {
  const tab = openManagerTab();
  const commands = injectorOf(
    { provide: SessionHost, useValue: fakeHost(tab.manager).host },
    { provide: SessionStore, useValue: new FakeStore() },
    UserPoolCommands,
  ).get(UserPoolCommands);
  const fetched = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'));
  const outcome = new Promise((resolve) => {
    commands
      .run((pool) => pool.call('GetUser', { AccessToken: undefined }))
      .subscribe({ error: resolve });
  });
  expect(await outcome).toMatchObject({ name: 'SignInError', code: 'UNAVAILABLE' });
  expect(fetched).toHaveBeenCalledTimes(1);
  fetched.mockRestore();
});

describe('one call', () => {
  it('of the app client emits the result of its answer', async () => {
    const { commands, gateway, tab } = open();
    gateway.answer = () => ({ UserSub: 'sub-1' });
    const sub$ = commands.send('SignUp', { Username: 'maria' }, ({ UserSub }) => UserSub);
    const nothing$ = commands.send('SignUp', { Username: 'mario' });
    await settle();
    expect(observe(sub$)).toMatchObject({ values: ['sub-1'], completions: 1 });
    expect(observe(nothing$)).toMatchObject({ values: [undefined], completions: 1 });
    const { clientId: ClientId } = tab.config;
    expect(gateway.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['SignUp', { ClientId, Username: 'maria' }],
      ['SignUp', { ClientId, Username: 'mario' }],
    ]);
  });

  it('of the user emits the result of its answer', async () => {
    const { commands, gateway, tab } = open();
    await tab.manager.start(tab.pool.issue(), 'now');
    gateway.answer = () => ({ Username: 'maria' });
    const name$ = commands.sendAsUser('GetUser', {}, ({ Username }) => Username);
    const nothing$ = commands.sendAsUser('DeleteUser', {});
    await settle();
    expect(observe(name$)).toMatchObject({ values: ['maria'], completions: 1 });
    expect(observe(nothing$)).toMatchObject({ values: [undefined], completions: 1 });
    const AccessToken = tab.manager.active?.session.getAccessToken().getJwtToken();
    expect(gateway.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['GetUser', { AccessToken }],
      ['DeleteUser', { AccessToken }],
    ]);
  });
});

it('the gateway the app names is the one that is made, with the service and not with the first call', async () => {
  const tab = openManagerTab();
  const create = jest.fn(() => new ScriptedGateway());
  injectorOf(
    { provide: SessionHost, useValue: fakeHost(tab.manager).host },
    { provide: GATEWAY, useValue: create },
    { provide: SessionStore, useValue: new FakeStore() },
    UserPoolCommands,
  ).get(UserPoolCommands);
  await settle();
  expect(create.mock.calls).toEqual([[tab.config]]);
});

it('F08 load the code of a session with the page', () => {
  const prepare = jest.fn(() => Promise.resolve());
  open({ prepare });
  expect(prepare).toHaveBeenCalledTimes(1);
});
