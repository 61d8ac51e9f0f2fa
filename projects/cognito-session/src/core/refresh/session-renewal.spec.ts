// Tests the session that a request gets after a 401, and when no refresh starts for it.

import { observe, codeOf, type Observed } from '../../../test/support/observed';
import { serviceError } from '../../../test/support/fake-pool';
import { EXPIRED_MS, type ManagerTab, openSignedInTab } from '../../../test/support/manager-tab';
import type { ActiveSession } from '../session/active-session';

/** A 401, with the challenge of its `WWW-Authenticate`. */
const unauthorized = (challenge: string | null = null) => ({
  headers: { getAll: () => (challenge ? [challenge] : null) },
});
const STEP_UP = 'Bearer error="insufficient_user_authentication"';

type Tab = ManagerTab & { active: ActiveSession };

const renewedFor = (
  tab: Tab,
  rejected: ActiveSession,
  answer = unauthorized(),
): Observed<ActiveSession | null> => observe(tab.manager.renewAfterRejection(rejected, answer));

/** The session that a request gets; the tab refreshes for it if needed. */
async function sessionFor(tab: Tab, rejected: ActiveSession): Promise<ActiveSession | null> {
  const { values, errors } = renewedFor(tab, rejected);
  await tab.clock.advance(100);
  expect(errors).toEqual([]);
  expect(values).toHaveLength(1);
  return values[0]!;
}

describe('after a 401', () => {
  it('the active session is refreshed once for all its requests', async () => {
    const tab = await openSignedInTab();
    const asked = [1, 2, 3].map(() => renewedFor(tab, tab.active));
    await tab.clock.advance(100);
    expect(asked.map(({ values }) => values)).toEqual(asked.map(() => [tab.manager.active]));
    expect(tab.manager.active).toMatchObject({ revision: 1 });
    expect(tab.pool.refreshes).toBe(1);
  });

  it('a request with an older token gets the newer session without a refresh (A22)', async () => {
    const tab = await openSignedInTab();
    const newer = await sessionFor(tab, tab.active);
    expect(await sessionFor(tab, tab.active)).toBe(newer);
    expect(tab.pool.refreshes).toBe(1);
  });

  it('a newer session that has expired is refreshed before it is used', async () => {
    const tab = await openSignedInTab();
    await sessionFor(tab, tab.active);
    await tab.clock.advance(EXPIRED_MS);
    expect(await sessionFor(tab, tab.active)).toMatchObject({ revision: 2 });
  });

  it.each([
    ['has ended', (tab: Tab) => tab.manager.signOut()],
    ['belongs to another sign-in', (tab: Tab) => tab.manager.start(tab.pool.issue(), 'now')],
  ])('a request whose session %s is not signed in', async (_name, change) => {
    const tab = await openSignedInTab();
    void change(tab);
    await tab.clock.advance(100);
    expect(renewedFor(tab, tab.active).errors.map(codeOf)).toEqual(['NOT_SIGNED_IN']);
    expect(tab.pool.refreshes).toBe(0);
  });

  it.each([
    ['ends', (tab: Tab) => tab.manager.signOut()],
    ['is replaced', (tab: Tab) => tab.manager.start(tab.pool.issue(), 'now')],
  ])('a request whose session %s during the refresh is not signed in', async (_name, change) => {
    const tab = await openSignedInTab();
    const { errors } = renewedFor(tab, tab.active);
    await tab.clock.advance(1);
    void change(tab);
    await tab.clock.advance(5000);
    expect(errors.map(codeOf)).toEqual(['NOT_SIGNED_IN']);
  });

  it('the request fails as the refresh fails', async () => {
    const tab = await openSignedInTab();
    tab.pool.next('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    const { errors } = renewedFor(tab, tab.active);
    await tab.clock.advance(100);
    expect(errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
  });

  it('that asks for a stronger sign-in, no refresh starts (A21)', async () => {
    const tab = await openSignedInTab();
    const { values } = renewedFor(tab, tab.active, unauthorized(STEP_UP));
    await tab.clock.advance(100);
    expect(values).toEqual([null]);
    expect(tab.pool.refreshes).toBe(0);
  });
});

describe('after a second 401, for the renewed token', () => {
  it('no refresh starts for 30 s', async () => {
    const tab = await openSignedInTab();
    const renewed = (await sessionFor(tab, tab.active))!;
    tab.manager.noteStillRejected(renewed, unauthorized());
    await tab.clock.advance(29_900);
    expect(await sessionFor(tab, renewed)).toBeNull();
    expect(tab.pool.refreshes).toBe(1);
    expect(await sessionFor(tab, renewed)).toMatchObject({ revision: 2 });
  });

  it('one that asks for a stronger sign-in prevents no refresh', async () => {
    const tab = await openSignedInTab();
    const renewed = (await sessionFor(tab, tab.active))!;
    tab.manager.noteStillRejected(renewed, unauthorized(STEP_UP));
    expect(await sessionFor(tab, renewed)).toMatchObject({ revision: 2 });
  });

  it('a request with that token gets a newer session as soon as there is one', async () => {
    const tab = await openSignedInTab();
    const renewed = (await sessionFor(tab, tab.active))!;
    tab.manager.noteStillRejected(renewed, unauthorized());
    observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(await sessionFor(tab, renewed)).toBe(tab.manager.active);
    expect(tab.manager.active).toMatchObject({ revision: 2 });
  });
});
