// Commands to the user pool: they run when called, keep their one outcome, and stand on what the app provides.

import {
  ɵGATEWAY as GATEWAY,
  ɵSessionHost as SessionHost,
  SessionStore,
} from 'ngx-cognito-session';
import { EMPTY, throwError } from 'rxjs';
import { SessionError } from '../../src/core/session-error';
import { settle } from '../../src/testing-support/fake-clock';
import { FakeStore } from '../../src/testing-support/fake-store';
import { openManagerTab } from '../../src/testing-support/manager-tab';
import { observe } from '../../src/testing-support/observed';
import { ScriptedGateway } from '../../src/testing-support/scripted-gateway';
import { fakeHost, injectorOf } from '../../src/testing-support/skins';
import { SignInError, signInErrorOf } from './sign-in-error';
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
])('a command that %s errors typed, also for who subscribes late', async (_how, command) => {
  const { commands } = open();
  const outcome$ = commands.run(command);
  await settle();
  const { values, errors } = observe(outcome$);
  expect(values).toEqual([]);
  expect(errors[0]).toBeInstanceOf(SignInError);
  expect(errors).toMatchObject([{ code: 'UNAVAILABLE', cause: { message: 'broken' } }]);
});

it('an error that is typed already stays as it is', async () => {
  const { commands } = open();
  const error = signInErrorOf('WRONG_CODE');
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

it('the AWS SDK is loaded where the app names no gateway', async () => {
  const tab = openManagerTab();
  const commands = injectorOf(
    { provide: SessionHost, useValue: fakeHost(tab.manager).host },
    { provide: SessionStore, useValue: new FakeStore() },
    UserPoolCommands,
  ).get(UserPoolCommands);
  const fetched = jest.spyOn(globalThis, 'fetch');
  const outcome = new Promise((resolve) => {
    commands
      .run((pool) => pool.call('GetUser', { AccessToken: undefined }))
      .subscribe({ error: resolve });
  });
  // Its own check of the input, before any request.
  expect(await outcome).toMatchObject({ name: 'SignInError' });
  expect(fetched).not.toHaveBeenCalled();
});
