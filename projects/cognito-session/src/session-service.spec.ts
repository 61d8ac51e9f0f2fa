// Tests the service: its values come from one state, and its commands run at once.

import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
} from './core/tokens/cognito-tokens';
import { CognitoUserSession } from './core/tokens/cognito-user-session';
import { settle } from '../test/support/fake-clock';
import { serviceError } from '../test/support/fake-pool';
import { openManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { codeOf, observe } from '../test/support/observed';
import { openService, openServiceOver } from '../test/support/service-app';

describe('the values', () => {
  it('are empty while restoring and when signed out', () => {
    const { service } = openServiceOver(openManagerTab());
    expect(service.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    expect([service.session(), service.idToken(), service.accessToken(), service.user()]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(service.isAuthenticated()).toBe(false);
    expect(service.groups()).toEqual([]);
    expect(openService(() => new Promise(() => undefined)).service.state()).toEqual({
      status: 'restoring',
    });
  });

  it('are those of the session when signed in', async () => {
    const tab = openManagerTab();
    const { service } = openServiceOver(tab);
    const active = await tab.manager.start(tab.pool.issue({ 'cognito:groups': ['a'] }), 'now');
    expect(service.state()).toEqual({ status: 'signed-in', session: active.session });
    expect(service.session()).toBe(active.session);
    expect(service.idToken()).toBe(active.session.getIdToken());
    expect(service.accessToken()).toBe(active.session.getAccessToken());
    expect(service.isAuthenticated()).toBe(true);
    expect(service.user()).toBe(active.session.getIdToken().payload);
    expect(service.groups()).toEqual(['a']);
  });

  it('have no groups where the claim is no list', async () => {
    const tab = openManagerTab();
    const { service } = openServiceOver(tab);
    await tab.manager.start(tab.pool.issue({ 'cognito:groups': 'a' }), 'now');
    expect(service.groups()).toEqual([]);
  });

  it('are observables as well: the current value, and then each new one', async () => {
    const tab = openManagerTab();
    const { service } = openServiceOver(tab);
    const seen = {
      state: observe(service.state$),
      session: observe(service.session$),
      idToken: observe(service.idToken$),
      accessToken: observe(service.accessToken$),
      isAuthenticated: observe(service.isAuthenticated$),
      user: observe(service.user$),
      groups: observe(service.groups$),
    };
    await tab.manager.start(tab.pool.issue(), 'now');
    await tab.manager.start(tab.pool.issue(), 'now');
    expect(seen.isAuthenticated.values).toEqual([false, true]);
    expect(seen.groups.values).toEqual([[]]);
    for (const each of ['state', 'session', 'idToken', 'accessToken', 'user'] as const) {
      expect(seen[each].values).toHaveLength(3);
      expect(seen[each].values.at(-1)).toBe(service[each]());
    }
    seen.session.unsubscribe();
    void tab.manager.signOut();
    expect(seen.session.values).toHaveLength(3);
    expect(seen.idToken.values.at(-1)).toBeNull();
  });

  it('are all those of the new state when the first observer runs', async () => {
    const tab = openManagerTab();
    const { service } = openServiceOver(tab);
    const together: boolean[] = [];
    service.isAuthenticated$.subscribe((now) => together.push(now === (service.user() !== null)));
    await tab.manager.start(tab.pool.issue(), 'now');
    expect(together).toEqual([true, true]);
  });

  it('are emitted in order to an observer that changes the session', async () => {
    const tab = await openSignedInTab();
    const { service } = openServiceOver(tab);
    const seen: boolean[] = [];
    service.isAuthenticated$.subscribe((now) => {
      if (now) service.signOut();
      seen.push(now);
    });
    expect(seen.at(-1)).toBe(true);
    expect(service.isAuthenticated()).toBe(false);
    expect(seen).toHaveLength(2);
  });

  it('are set inside the zone', async () => {
    const tab = openManagerTab();
    const { service, zone } = openServiceOver(tab);
    const depths: number[] = [];
    service.state$.subscribe(() => depths.push(zone.depth));
    await tab.manager.start(tab.pool.issue(), 'now');
    expect(depths).toEqual([0, 1]);
  });
});

describe('commands', () => {
  it('run when called, and replay their result to each subscriber', async () => {
    const tab = await openSignedInTab();
    const { service } = openServiceOver(tab);
    const refreshed$ = service.refreshSession({ clientMetadata: { a: 'b' } });
    await tab.clock.advance(100);
    for (let i = 0; i < 2; i++) {
      const { values, completions } = observe(refreshed$);
      expect(values).toEqual([tab.manager.active?.session]);
      expect(completions).toBe(1);
    }
    expect(tab.pool.refreshes).toBe(1);
    expect(tab.pool.calls[0]?.input['ClientMetadata']).toEqual({ a: 'b' });
  });

  it('getSession gives the session, refreshed if needed, or null', async () => {
    const tab = await openSignedInTab();
    const { service } = openServiceOver(tab);
    expect(observe(service.getSession()).values).toEqual([tab.active.session]);
    await tab.clock.advance(10_000_000);
    const asked = observe(service.getSession({ clientMetadata: { c: 'd' } }));
    await tab.clock.advance(100);
    expect(asked.values).toEqual([tab.manager.active?.session]);
    expect(tab.pool.calls[0]?.input['ClientMetadata']).toEqual({ c: 'd' });
    void tab.manager.signOut();
    expect(observe(service.getSession()).values).toEqual([null]);
  });

  it('refreshSession errors without a session', () => {
    const { service } = openServiceOver(openManagerTab());
    const { errors } = observe(service.refreshSession());
    expect(errors).toMatchObject([
      { message: 'NOT_SIGNED_IN: there is no session, or it ended meanwhile' },
    ]);
  });

  it('pass errors on, inside the zone', async () => {
    const tab = await openSignedInTab();
    const { service, zone } = openServiceOver(tab);
    tab.pool.always('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    const depths: number[] = [];
    const refreshed$ = service.refreshSession();
    refreshed$.subscribe({ error: () => depths.push(zone.depth) });
    await tab.clock.advance(100);
    expect(observe(refreshed$).errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(depths).toEqual([1]);
  });

  it('signOut emits its outcome', async () => {
    const tab = await openSignedInTab();
    const { service } = openServiceOver(tab);
    const out = observe(service.signOut());
    await tab.clock.advance(100);
    expect(out.values).toEqual([{ revoked: true, everywhere: false }]);
  });

  it('signOut ends all sessions when asked to', async () => {
    const tab = await openSignedInTab();
    const { service } = openServiceOver(tab);
    const out = observe(service.signOut({ everywhere: true }));
    await tab.clock.advance(100);
    expect(out.values).toEqual([{ revoked: true, everywhere: true }]);
  });
});

describe('setSession', () => {
  it.each([true, false])(
    'takes tokens as Cognito answers them (refresh token: %p)',
    async (whole) => {
      const tab = openManagerTab();
      const { service } = openServiceOver(tab);
      const { RefreshToken, ...rest } = tab.pool.issue();
      const set = observe(service.setSession(whole ? { ...rest, RefreshToken } : rest));
      await settle();
      const [session] = set.values;
      expect(session).toBe(tab.manager.active?.session);
      expect(session?.getIdToken().getJwtToken()).toBe(rest.IdToken);
      expect(session?.getAccessToken().getJwtToken()).toBe(rest.AccessToken);
      const refreshToken = session?.getRefreshToken();
      expect(refreshToken?.getToken()).toBe(whole ? RefreshToken : undefined);
    },
  );

  it.each([
    ['with a refresh token', 'refresh', 'refresh'],
    ['with an empty refresh token', '', undefined],
    ['without one', undefined, undefined],
  ])('takes a session %s', async (_name, given, kept) => {
    const tab = openManagerTab();
    const { service } = openServiceOver(tab);
    const { IdToken, AccessToken } = tab.pool.issue();
    const session = new CognitoUserSession({
      IdToken: new CognitoIdToken({ IdToken }),
      AccessToken: new CognitoAccessToken({ AccessToken }),
      RefreshToken:
        given === undefined ? undefined : new CognitoRefreshToken({ RefreshToken: given }),
    });
    const set = observe(service.setSession(session));
    await settle();
    expect(set.errors).toEqual([]);
    const active = tab.manager.active!.session;
    expect(active.getIdToken().getJwtToken()).toBe(IdToken);
    expect(active.getAccessToken().getJwtToken()).toBe(AccessToken);
    expect((active.getRefreshToken() as CognitoRefreshToken | undefined)?.getToken()).toBe(kept);
  });

  it.each([null, undefined, {}, 'text', 7])(
    'refuses %j with an error of its own',
    async (tokens) => {
      const { service } = openServiceOver(openManagerTab());
      const set = observe(service.setSession(tokens as never));
      await settle();
      expect(set.errors.map(codeOf)).toEqual(['INVALID_TOKEN']);
    },
  );

  it('treats the age of the tokens as unknown', async () => {
    const tab = openManagerTab();
    const { service } = openServiceOver(tab);
    const tokens = tab.pool.issue();
    tab.clock.jumpWallClock(1_000_000);
    service.setSession(tokens);
    await settle();
    expect(tab.clock.now() - tab.manager.active!.issuedAt).toBe(1_000_000);
  });
});
