// A sign-in on its way, and a sign-out in this or another tab: nobody is signed in by an answer
// that comes late.

import { beginSignIn, completeSignIn } from '../../sign-in/src/pending-sign-in';
import type { SessionError } from '../../src/core/session-error';
import { signOutMarker } from '../../src/core/tabs/tab-markers';
import { eventsOf, type ManagerTab, openManagerTab } from '../support/manager-tab';

const codeOfRejection = (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    () => 'done',
    (error: unknown) => (error as SessionError).code,
  );

const revoked = ({ pool }: ManagerTab): unknown[] =>
  pool.calls
    .filter(({ operation }) => operation === 'RevokeToken')
    .map(({ input }) => input['Token']);

describe('C11 a sign-in that a sign-out overtakes', () => {
  it.each<[string, (tab: ManagerTab) => void]>([
    ['in this tab', (tab) => void tab.manager.signOut()],
    [
      'in another tab, by its message',
      (tab) => tab.channel.hear({ type: 'ended', generation: '', reason: 'sign-out' }),
    ],
    ['in another tab, by its mark', (tab) => tab.locks.leave(signOutMarker('tab', 'new'), 2000)],
  ])('C11 %s stores nothing, and its tokens are revoked', async (_name, signOut) => {
    const tab = openManagerTab();
    const pending = beginSignIn(tab.manager);
    await tab.clock.advance(1000);
    const tokens = tab.pool.issue();
    signOut(tab);
    const code = codeOfRejection(completeSignIn(tab.manager, pending, tokens));
    await tab.clock.advance(5000);
    expect(await code).toBe('NOT_SIGNED_IN');
    expect(pending.overtaken).toBe(true);
    expect(tab.store.items.size).toBe(0);
    expect(eventsOf(tab)).toEqual([]);
    expect(revoked(tab)).toEqual([tokens.RefreshToken]);
  });

  it.each<[string, (tab: ManagerTab) => void]>([
    ['in this tab', (tab) => void tab.manager.signOut()],
    [
      'in another tab',
      (tab) => tab.channel.hear({ type: 'ended', generation: '', reason: 'sign-out' }),
    ],
  ])(
    'C11 %s ends it also where the rest of the library did not load (F08)',
    async (_n, signOut) => {
      let loads = 0;
      for (const missing of [Infinity, 1]) {
        const gone = (): Promise<never> => Promise.reject(new Error('gone'));
        loads = 0;
        const tab = openManagerTab({ load: () => (loads++ < missing ? gone() : undefined) });
        const pending = beginSignIn(tab.manager);
        await tab.clock.advance(100);
        signOut(tab);
        await tab.clock.advance(100);
        const code = codeOfRejection(completeSignIn(tab.manager, pending, tab.pool.issue()));
        await tab.clock.advance(1000);
        expect(await code).toBe('NOT_SIGNED_IN');
        expect(pending.overtaken).toBe(true);
        expect(tab.store.items.size).toBe(0);
      }
    },
  );

  it('C11 goes on when the sign-out came before it, or a session was refused meanwhile', async () => {
    const tab = openManagerTab();
    void tab.manager.signOut();
    tab.locks.leave(signOutMarker('tab', 'old'), 2000);
    const pending = beginSignIn(tab.manager);
    await tab.clock.advance(10);
    tab.channel.hear({ type: 'ended', generation: 'x', reason: 'refused' });
    const code = codeOfRejection(completeSignIn(tab.manager, pending, tab.pool.issue()));
    await tab.clock.advance(100);
    expect(await code).toBe('done');
    expect(eventsOf(tab)).toEqual(['signed-in']);
    expect(revoked(tab)).toEqual([]);
  });

  it('C11 ends each of several, and a later one is none of them', async () => {
    const tab = openManagerTab();
    // Before the part of the library that knows of sign-ins has been loaded, and all the same.
    const before = [beginSignIn(tab.manager), beginSignIn(tab.manager)];
    void tab.manager.signOut();
    const after = beginSignIn(tab.manager);
    await tab.clock.advance(0);
    expect([...before, after].map(({ overtaken }) => overtaken)).toEqual([true, true, false]);
  });

  it('C11 revokes tokens that are no session of this pool, too', async () => {
    const tab = openManagerTab();
    const tokens = tab.pool.issue({ iss: 'https://evil.example' });
    const code = codeOfRejection(completeSignIn(tab.manager, beginSignIn(tab.manager), tokens));
    await tab.clock.advance(100);
    expect(await code).toBe('INVALID_TOKEN');
    expect(revoked(tab)).toEqual([tokens.RefreshToken]);
  });

  it('C11 tells the other tabs when the user signs out without a session', async () => {
    const tab = openManagerTab();
    void tab.manager.signOut();
    await tab.clock.advance(10);
    expect(tab.channel.posted[0]).toEqual({ type: 'ended', generation: '', reason: 'sign-out' });
    expect(tab.locks.marked).toEqual([[expect.stringMatching(/^sign-out:/), 2000]]);
  });
});
