// Wrong settings fail at start with the error that names the field and what was expected, and never
// a secret.

import { ApplicationInitStatus } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import {
  type CognitoGateway,
  type CognitoSessionConfig,
  SessionError,
  SessionService,
  type SessionStore,
  withGateway,
  withStorage,
} from '../../src/public-api';
import { configWith } from '../support/good-config';
import { DOOR } from '../support/session-app';
import { makeIdToken } from '../support/fake-tokens';

type Setting = keyof CognitoSessionConfig;

const BAD: [Setting, unknown, string][] = [
  ...[
    ...[
      '',
      'eu-west-1',
      'eu-west-1_',
      '_AbCdEfGhI',
      'AbCdEfGhI',
      'eu-west-1_Ab-Cd',
      'eu_west_1_Ab',
    ],
    ...['eu-west-1_AbCdEfGhI ', 'eu-west-1_Ab/../evil', 'evil.com/eu-west-1_AbCdEfGhI', 'local_Ab'],
    ...[undefined, null, 42, ['eu-west-1_AbCdEfGhI'], {}],
  ].map((value): [Setting, unknown, string] => ['userPoolId', value, 'a user pool id like']),
  ...[
    '',
    'with space',
    'a/b',
    'x'.repeat(129),
    undefined,
    null,
    42,
    ['1h57kf5cpq17m0eml12EXAMPLE'],
  ].map((value): [Setting, unknown, string] => ['clientId', value, 'an app client id']),
  ...[-1, -0.001, NaN, Infinity, 86_400, '60', [60]].map((value): [Setting, unknown, string] => [
    'refreshMarginSeconds',
    value,
    'a number from 0 to 86399',
  ]),
  ...(['signInUrl', 'afterSignInUrl'] as const).flatMap((field) =>
    [
      ...['', 'sign-in', '//evil.com', '/\\evil.com', 'https://evil.com/', 'javascript:alert(1)'],
      ...['/a b', '/a\\b', '/\tx', null, 42, ['/sign-in']],
    ].map((value): [Setting, unknown, string] => [field, value, 'a path like /sign-in']),
  ),
  ...['cognito-idp.example.com', 'http://cognito.example.com', 'https://*', '', 42, null].map(
    (value): [Setting, unknown, string] => ['endpoint', value, 'an https URL'],
  ),
  ...['', 'reload', true, null, ['stay']].map((value): [Setting, unknown, string] => [
    'onSessionEnd',
    value,
    "'navigate', 'stay' or a function",
  ]),
  ...['fingerprint', null, {}, true].map((value): [Setting, unknown, string] => [
    'userContextData',
    value,
    'a function',
  ]),
];

describe('I06', () => {
  const { provide } = DOOR;
  /** What the app's start throws. */
  function startWith(...given: Parameters<typeof provide>): unknown {
    try {
      TestBed.configureTestingModule({ providers: provide(...given) });
      TestBed.inject(SessionService);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  it.each(BAD)('refuses %s: %j', (field, value, expected) => {
    const error = startWith(configWith({ [field]: value }));
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect((error as Error).message).toContain(`${field} must be ${expected}`);
  });

  it.each([null, undefined, 'eu-west-1_AbCdEfGhI', 42])(
    'refuses a config that is none: %p',
    (config) => {
      const error = startWith(config as unknown as CognitoSessionConfig);
      expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    },
  );

  it('does not repeat a token that stands in a wrong place', () => {
    const token = makeIdToken();
    for (const field of ['userPoolId', 'clientId', 'signInUrl', 'endpoint'] as const) {
      TestBed.resetTestingModule();
      const error = startWith(configWith({ [field]: `x ${token}` })) as Error;
      expect(error.message).toContain(field);
      expect(error.message).not.toContain(token.slice(0, 20));
      expect(error.message).not.toContain(token.slice(-20));
    }
  });

  it.each([
    ['an empty object', {}],
    ['a half one', { getItem: () => null }],
    ['null', null],
    ['an unknown name', 'cookie'],
  ])('refuses %s as a store', (_name, store) => {
    const error = startWithFeature(() => withStorage(store as unknown as SessionStore));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect((error as Error).message).toContain("withStorage must be 'local', 'session', 'memory'");
  });

  it.each([
    ['an empty object', {}],
    ['null', null],
    ['an unknown name', 'xhr'],
  ])('refuses %s as a gateway', (_name, gateway) => {
    const error = startWithFeature(() => withGateway(gateway as unknown as CognitoGateway));
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect((error as Error).message).toContain("withGateway must be 'fetch', 'aws-sdk'");
  });

  it.each<[Setting, unknown]>([
    ['userPoolId', 'us-gov-west-1_AbCdEfGhI'],
    ['userPoolId', 'cn-north-1_x'],
    ['clientId', 'a'],
    ['refreshMarginSeconds', 0],
    ['refreshMarginSeconds', 86_399.5],
    ['signInUrl', '/'],
    ['signInUrl', '/de/sign-in?x=1'],
    ['endpoint', 'http://localhost:4566'],
    ['endpoint', 'https://cognito.example.com/pool/'],
    ['onSessionEnd', 'navigate'],
  ])('starts with %s: %j', (field, value) => {
    expect(startWith(configWith({ [field]: value }))).toBeUndefined();
  });

  it('takes a pool id of an emulator together with an endpoint', () => {
    const config = configWith({ userPoolId: 'local_AbC', endpoint: 'http://127.0.0.1:9229' });
    expect(startWith(config)).toBeUndefined();
  });

  /** What making the feature, or the app's start with it, throws. */
  function startWithFeature(make: () => ReturnType<typeof withStorage>): unknown {
    try {
      return startWith(configWith(), make());
    } catch (error) {
      return error;
    }
  }

  describe('a config that a function gets', () => {
    async function startAsync(source: () => Promise<CognitoSessionConfig>): Promise<unknown> {
      TestBed.configureTestingModule({
        providers: provide(source as unknown as CognitoSessionConfig),
      });
      return TestBed.inject(ApplicationInitStatus).donePromise.then(
        () => undefined,
        (error: unknown) => error,
      );
    }

    it('that is right lets the app start', async () => {
      expect(await startAsync(async () => configWith())).toBeUndefined();
      expect(await firstValueFrom(TestBed.inject(SessionService).getSession())).toBeNull();
    });

    it('that is wrong fails the start, naming the field', async () => {
      const error = await startAsync(async () => configWith({ clientId: '' }));
      expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
      expect((error as Error).message).toContain('clientId must be');
    });

    it('that is wrong fails each command with the same error, and leaves the state restoring', async () => {
      const error = await startAsync(async () => configWith({ clientId: '' }));
      const service = TestBed.inject(SessionService);
      for (const command of [
        service.getSession(),
        service.refreshSession(),
        service.setSession({}),
        service.signOut(),
      ]) {
        await expect(firstValueFrom<unknown>(command)).rejects.toBe(error);
      }
      expect(service.state()).toEqual({ status: 'restoring' });
    });

    it('that rejects fails the start with what it rejected with', async () => {
      const cause = new Error('config.json: 404');
      const error = await startAsync(() => Promise.reject(cause));
      expect([error, (error as Error | undefined)?.cause]).toContain(cause);
    });
  });
});
