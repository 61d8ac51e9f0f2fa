// Clients other than HttpClient: they say which token an API refused, and get a newer one.

import { codeOf, observe } from '../support/observed';
import { openSignedInTab } from '../support/manager-tab';
import { DOORS, openApp } from '../support/session-app';

describe('A22 a session newer than a token that an API refused', () => {
  it('A22 takes one refresh for all that ask, and none for those that ask later', async () => {
    const app = await openApp(DOORS[0]!);
    const session = await app.signIn();
    const rejectedToken = session.getIdToken().getJwtToken();
    const asked = Array.from({ length: 5 }, () =>
      observe(app.session.refreshSession({ rejectedToken })),
    );
    await app.clock.advance(20);
    asked.push(observe(app.session.refreshSession({ rejectedToken })));
    await app.clock.advance(100);
    for (const ms of [0, 1000, 10_000, 0]) {
      await app.clock.advance(ms);
      const late = observe(app.session.refreshSession({ rejectedToken }));
      // At once: nothing is waited for.
      await app.clock.advance(0);
      expect(late.values).toHaveLength(1);
      asked.push(late);
    }
    expect(app.pool.refreshes).toBe(1);
    const current = app.session.idToken()?.getJwtToken();
    expect(current).not.toBe(rejectedToken);
    expect(asked).toHaveLength(10);
    for (const { values } of asked) expect(values[0]?.getIdToken().getJwtToken()).toBe(current);
  });

  it('A22 knows the access token, too', async () => {
    const app = await openApp(DOORS[0]!);
    const rejectedToken = (await app.signIn()).getAccessToken().getJwtToken();
    observe(app.session.refreshSession({ rejectedToken }));
    await app.clock.advance(100);
    expect(app.pool.refreshes).toBe(1);
  });

  it('A22 says so when it is no token', async () => {
    const tab = await openSignedInTab();
    const asked = observe(tab.manager.refresh(undefined, 'Bearer x'));
    await tab.clock.advance(100);
    expect(asked.errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(tab.pool.calls).toEqual([]);
  });

  it("A22 is not another user's, and not one that has ended", async () => {
    const app = await openApp(DOORS[0]!);
    const rejectedToken = (await app.signIn()).getIdToken().getJwtToken();
    await app.signIn(app.pool.issue({ sub: 'other' }));
    const switched = observe(app.session.refreshSession({ rejectedToken }));
    await app.clock.advance(100);
    app.session.signOut();
    const ended = observe(app.session.refreshSession({ rejectedToken }));
    await app.clock.advance(100);
    expect([codeOf(switched.errors[0]), codeOf(ended.errors[0])]).toEqual([
      'NOT_SIGNED_IN',
      'NOT_SIGNED_IN',
    ]);
    expect(app.pool.refreshes).toBe(0);
  });
});
