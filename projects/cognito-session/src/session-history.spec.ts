// Tests the history's answer to "why was I signed out?", from events$.

import { TestBed } from '@angular/core/testing';
import { SessionError } from './core/session-error';
import { withHistory } from './provide-cognito-session';
import { SessionHistory } from './session-history';
import { FakeClock } from '../test/support/fake-clock';
import { FakePool, serviceError } from '../test/support/fake-pool';
import { FakeStore, quotaExceeded } from '../test/support/fake-store';
import { DOORS, openApp, type SessionApp } from '../test/support/session-app';

describe.each(DOORS)('the history with $door', (door) => {
  let clock: FakeClock;
  let pool: FakePool;
  let store: FakeStore;
  let app: SessionApp;
  let history: SessionHistory;

  beforeEach(async () => {
    clock = new FakeClock();
    pool = new FakePool(clock);
    store = new FakeStore();
    app = await openApp(door, { clock, pool, store, features: [withHistory({ entries: 3 })] });
    history = TestBed.inject(SessionHistory);
    await app.signIn();
  });

  const refuse = async (message: string): Promise<void> => {
    pool.next('GetTokensFromRefreshToken', () =>
      serviceError('NotAuthorizedException', 400, message),
    );
    app.session.refreshSession().subscribe({ error: () => undefined });
    await clock.advance(10_000);
  };

  it('says which refusal of Cognito ended the session', async () => {
    await refuse('Refresh Token has been revoked');

    expect(history.whySignedOut()).toMatchObject([
      {
        type: 'refresh-failed',
        code: 'SESSION_EXPIRED',
        error: 'NotAuthorizedException',
        text: 'Refresh Token has been revoked',
      },
      { type: 'signed-out', reason: 'refused' },
    ]);
  });

  it('says that the user signed out, without the events before', async () => {
    app.session.signOut();
    await clock.advance(5000);

    expect(history.whySignedOut()).toMatchObject([{ type: 'signed-out', reason: 'sign-out' }]);
  });

  it('has no answer while the session goes on', () => {
    expect(history.whySignedOut()).toEqual([]);
  });

  it('keeps the latest entries, oldest first', async () => {
    for (let i = 0; i < 4; i++) {
      app.session.refreshSession();
      await clock.advance(1000);
    }
    app.session.signOut();

    expect(history.entries().map(({ type }) => type)).toEqual([
      'refreshed',
      'refreshed',
      'signed-out',
    ]);
  });

  it('prints a line with time, type and details for each entry', async () => {
    const at = new Date(clock.now() - 1000).toISOString();
    expect(history.toString()).toBe(`${at} signed-in`);
    await refuse('Refresh Token has expired');

    expect(history.toString()).toMatch(
      /T\S+Z refresh-failed SESSION_EXPIRED NotAuthorizedException Refresh Token has expired\n\S+ signed-out refused$/,
    );
  });

  it('holds no token, even one that Cognito quotes', async () => {
    const token = app.session.session()?.getRefreshToken().getToken() ?? '';
    await refuse(`Invalid Refresh Token ${token}`);

    expect(history.entries()).toContainEqual(
      expect.objectContaining({ text: 'Invalid Refresh Token ***' }),
    );
    expect(JSON.stringify(history.entries())).not.toContain(token);
  });

  it('cuts a long answer short', async () => {
    await refuse('no '.repeat(100));

    expect(history.entries().at(-2)?.text).toHaveLength(120);
  });

  it('names the error of a store that fails, without its text', async () => {
    store.before = ({ kind }) => {
      if (kind === 'set') throw quotaExceeded();
    };
    app.session.refreshSession();
    await clock.advance(1000);

    const failed = history.entries().find(({ type }) => type === 'store-failed');
    expect(failed).toMatchObject({ code: 'STORE_UNAVAILABLE', error: 'QuotaExceededError' });
    expect(failed).not.toHaveProperty('text');
  });
});

describe('withHistory', () => {
  it.each([0, -1, 1.5, 1001, NaN, '5' as unknown as number])('refuses %p entries', (entries) => {
    expect(() => withHistory({ entries })).toThrow(SessionError);
    expect(() => withHistory({ entries })).toThrow(/INVALID_CONFIG: withHistory\.entries/);
  });

  it('keeps 100 entries by default', async () => {
    const clock = new FakeClock();
    const app = await openApp(DOORS[0]!, { clock, features: [withHistory()] });
    await app.signIn();
    for (let i = 0; i < 101; i++) {
      app.session.refreshSession();
      await clock.advance(100);
    }

    expect(TestBed.inject(SessionHistory).entries()).toHaveLength(100);
  });
});
