// A11: a lazy route with a session of its own. Every service belongs to the nearest session, and
// calls its pool.

import {
  type EnvironmentInjector,
  inject,
  Injector,
  type ProviderToken,
  runInInjectionContext,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { HttpRequest } from '@angular/common/http';
import { EMPTY } from 'rxjs';
import * as signInEntry from 'ngx-cognito-session/sign-in';
import { UserPoolCommands } from '../../sign-in/src/user-pool-commands';
import {
  SessionGuard,
  sessionGuard,
  SessionHistory,
  sessionInterceptor,
  SessionService,
  withGateway,
  withHistory,
  withMigration,
} from '../../src/public-api';
import { ScriptedGateway } from '../support/scripted-gateway';
import { settle } from '../support/fake-clock';
import { observe } from '../support/observed';
import { DOORS } from '../support/session-app';
import { openBeneath, TwoPools, visitB } from '../support/two-pools';

type Service = [string, ProviderToken<object>];
/** Every service of the sign-in entry, tomorrow's too. */
const ENTRY_SERVICES = Object.entries<unknown>({ ...signInEntry }).filter(
  (each): each is Service => typeof each[1] === 'function' && Object.hasOwn(each[1], 'ɵprov'),
);
const SERVICES: Service[] = [
  ...ENTRY_SERVICES,
  ['UserPoolCommands', UserPoolCommands],
  ['SessionHistory', SessionHistory],
  ['SessionGuard', SessionGuard],
  ['SessionService', SessionService],
];
const MISSING =
  'INVALID_CONFIG: provideCognitoSession is missing in the providers of the app or of this route';
const PASSWORD_B = 'Pa55word-of-B!';
const SIGN_IN = { username: 'ben', password: PASSWORD_B, flow: 'USER_PASSWORD_AUTH' } as const;

/** One call of each service that reaches the pool. */
const CALLS: [string, (of: EnvironmentInjector) => unknown][] = [
  ['InitiateAuth', (of) => of.get(signInEntry.SignInService).signIn(SIGN_IN)],
  ['SignUp', (of) => of.get(signInEntry.SignUpService).signUp(SIGN_IN)],
  ['ForgotPassword', (of) => of.get(signInEntry.PasswordService).forgotPassword(SIGN_IN)],
  ['GetUser', (of) => of.get(signInEntry.UserService).getUser()],
  ['SetUserMFAPreference', (of) => of.get(signInEntry.MfaService).setPreference({})],
  ['StartWebAuthnRegistration', (of) => of.get(signInEntry.PasskeyService).register()],
  ['ListDevices', (of) => of.get(signInEntry.DeviceService).list()],
  ['RevokeToken', (of) => of.get(SessionService).signOut()],
];

let pools: TwoPools;
beforeEach(() => (pools = new TwoPools()));
afterEach(() => pools.close());

it('A11: the sign-in entry has services to look at', () => {
  expect(ENTRY_SERVICES.length).toBeGreaterThanOrEqual(7);
});

describe.each(DOORS)('A11: a route with its own session, by $door', (door) => {
  it('has every service of its own, one for all of the route', async () => {
    await pools.openA(pools.sessionB(door, [withHistory()]), [withHistory()]);
    const b = await visitB();
    const shared = SERVICES.filter(([, token]) => b.get(token) === TestBed.inject(token));
    expect(shared).toEqual([]);
    expect(SERVICES.filter(([, token]) => b.get(token) !== b.get(token))).toEqual([]);
  });

  it('sends what each service sends to its own pool, with nothing of the other session', async () => {
    const fetch = withGateway('fetch');
    const a = await pools.openA(pools.sessionB(door, [fetch]), [fetch]);
    const b = await visitB();
    const sessionA = await a.signIn();
    await pools.signIn(b, pools.poolB);
    for (const [operation, call] of CALLS) {
      call(b);
      await pools.clock.advance(1000);
      expect([operation, pools.poolB.count(operation as 'SignUp')]).toEqual([operation, 1]);
    }
    expect(pools.poolA.calls).toEqual([]);
    const sent = JSON.stringify(pools.poolB.calls);
    expect(sent).toContain(PASSWORD_B);
    const tokensA = [sessionA.getIdToken(), sessionA.getAccessToken()];
    for (const ofA of [...tokensA.map((token) => token.getJwtToken()), pools.poolA.clientId]) {
      expect(sent).not.toContain(ofA);
    }
  });

  it('serves every service where the app has no session, and none outside the route', async () => {
    pools.openBare(pools.sessionB(door, [withGateway('fetch')]));
    const b = await visitB();
    for (const [, token] of SERVICES) expect(b.get(token)).toBeDefined();
    b.get(signInEntry.SignInService).signIn(SIGN_IN);
    await pools.clock.advance(1000);
    expect(pools.poolB.count('InitiateAuth')).toBe(1);
    for (const [name, token] of SERVICES) {
      const refusal = token === SessionService ? MISSING : `No provider found for \`${name}\``;
      expect(() => TestBed.inject(token)).toThrow(refusal);
    }
  });
});

it('A11: service, guard and interceptor name the cure where no session is provided', () => {
  pools.openBare([]);
  const request = new HttpRequest('GET', '/');
  const uses: (() => unknown)[] = [
    () => inject(SessionService),
    () => sessionGuard({}, []),
    () => sessionInterceptor(request, () => EMPTY),
  ];
  for (const use of uses) {
    expect(() => TestBed.runInInjectionContext(use)).toThrow(MISSING);
  }
});

it("A11: the route's session takes no feature of the app's session", async () => {
  const gatewayA = new ScriptedGateway();
  const ofA = [withGateway(gatewayA), withMigration(), withHistory({ entries: 1 })];
  await pools.openA(pools.sessionB(), ofA);
  const b = await visitB();
  const history = b.get(SessionHistory);
  await pools.signIn(b, pools.poolB);
  observe(b.get(SessionService).refreshSession());
  await pools.clock.advance(1000);
  expect([pools.poolB.refreshes, gatewayA.calls.length]).toEqual([1, 0]);
  expect(history.entries().map(({ type }) => type)).toEqual(['signed-in', 'refreshed']);
});

it('A11: guards of the route, the class too, ask the session of the route', async () => {
  const a = await pools.openA(pools.sessionB());
  await a.signIn();
  const b = await visitB();
  const state: unknown = { url: '/b/guarded' };
  for (const guard of [
    () => sessionGuard({}, state as never),
    () => b.get(SessionGuard).canActivate({} as never, state as never),
  ]) {
    const asked = observe(runInInjectionContext(b.get(Injector), guard));
    await settle();
    expect(String(asked.values)).toBe('/b/sign-in?returnUrl=%2Fb%2Fguarded');
  }
});

it("A11: the route's session restores what is stored, and follows other tabs, by itself", async () => {
  await pools.openA(pools.sessionB());
  const earlier = openBeneath(pools.sessionB());
  await pools.signIn(earlier, pools.poolB);
  const b = openBeneath(pools.sessionB(undefined, [withHistory()]));
  // Nothing has asked for a service so far.
  observe(earlier.get(SessionService).signOut());
  await pools.clock.advance(1000);
  expect(b.get(SessionHistory).entries()).toMatchObject([
    { type: 'signed-out', reason: 'other-tab' },
  ]);
});

it('A11: nothing of the session is left when its injector is destroyed', async () => {
  await pools.openA([]);
  const before = await pools.page.holdings();
  const b = openBeneath(pools.sessionB());
  for (const [, token] of SERVICES) b.get(token);
  await pools.signIn(b, pools.poolB);
  expect((await pools.page.holdings()).channels).toBe(before.channels + 1);
  b.destroy();
  await pools.clock.advance(2000);
  expect(await pools.page.holdings()).toEqual(before);
});
