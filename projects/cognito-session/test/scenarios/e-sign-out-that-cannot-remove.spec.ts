// E06: storage that does not let go of the record at sign-out. Whatever can still be written says
// that it is over.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { leaksIn } from '../support/leak-search';
import { observe, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';

let warnings: jest.SpiedFunction<typeof console.warn>;
beforeEach(() => {
  warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describe.each(['synchronous', 'asynchronous'])('over %s storage', (kind) => {
  const open = async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore(kind === 'asynchronous' ? { delay: { clock, ms: 20 } } : {});
    const app = await openApp(DOOR, { clock, pool, store });
    const tokens = pool.issue();
    await app.signIn(tokens);
    store.before = (operation) => {
      if (operation.kind === 'remove') throw new DOMException('no', 'InvalidStateError');
    };
    return { ...app, store, secrets: Object.values(tokens) };
  };

  it('E06: a removal that throws at sign-out leaves this page signed out, and its error holds no token', async () => {
    const { clock, api, http, session, secrets } = await open();
    const events = observe(session.events$);
    const signedOut = observe(session.signOut());
    expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    await clock.advance(5000);
    const request = observe(http.get(API_URL));
    await clock.advance(5000);

    expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    expect(tally([signedOut, request])).toEqual({ values: 2, errors: 0, pending: 0 });
    expect(api.calls.map(({ token }) => token)).toEqual([null]);
    expect(events.values.map(({ type }) => type)).toContain('store-failed');
    expect(events.values.filter(({ type }) => type === 'signed-out').length).toBe(1);
    expect(leaksIn([events.values, warnings.mock.calls], secrets)).toEqual([]);
  });

  it('E06: a removal that throws at sign-out leaves the user signed out after a reload as well', async () => {
    const { clock, pool, session, store, secrets } = await open();
    observe(session.signOut());
    await clock.advance(5000);

    const next = await openApp(DOOR, { clock, pool, store });
    const request = observe(next.http.get(API_URL));
    await clock.advance(5000);
    expect(next.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    expect(next.api.calls.map(({ token }) => token)).toEqual([null]);
    expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
    expect(leaksIn([...store.items], secrets)).toEqual([]);
  });

  it('E06: the removal is done at the next chance', async () => {
    const { clock, session, store } = await open();
    observe(session.signOut());
    await clock.advance(5000);
    store.before = () => undefined;
    observe(session.getSession());
    await clock.advance(5000);
    expect([...store.items.keys()]).toEqual([]);
  });
});
