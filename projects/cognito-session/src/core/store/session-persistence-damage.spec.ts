// Tests records that are no session of this version: of a newer version, damaged while a session
// runs, and answers of a store that are no text.

import { FakeClock } from '../../../test/support/fake-clock';
import { STORE_KEY } from '../../../test/support/fake-store';
import { makeAccessToken } from '../../../test/support/fake-tokens';
import { configWith } from '../../../test/support/good-config';
import {
  makeFail,
  makeWork,
  openPersistence,
  recordIn,
} from '../../../test/support/open-persistence';
import { serializeSession } from '../session/session-record';
import { QueuedRecord } from './queued-record';
import { checkConfig } from '../config/session-config';
import { SessionPersistence } from './session-persistence';
import type { SessionStore } from './session-store';

const NEWER = '{"v":2,"sessions":["unknown to this version"]}';

describe('E10 the record of a newer version', () => {
  it.each([undefined, 10])(
    'counts as no session and stays (a store that takes %p ms)',
    async (delay) => {
      const { persistence, store, clock, kinds, failures } = openPersistence(delay);
      store.items.set(STORE_KEY, NEWER);
      for (let n = 0; n < 3; n++) {
        const answer = persistence.read();
        await clock.advance(10);
        expect(await answer).toBeNull();
        persistence.record.saveAgain();
      }
      expect(recordIn(store)).toBe(NEWER);
      expect(kinds()).toEqual(['get', 'get', 'get']);
      expect(failures).toEqual([]);
    },
  );

  it('ends a session that runs, and is not overwritten by it', async () => {
    const { persistence, store, active, clock } = openPersistence();
    void persistence.write(active(1));
    store.items.set(STORE_KEY, NEWER);
    expect(persistence.read()).toBeNull();
    persistence.record.saveAgain();
    await clock.advance(1000);
    expect(recordIn(store)).toBe(NEWER);
  });

  it('is not overwritten by a session that could not be stored before', () => {
    const { persistence, store, active } = openPersistence();
    void persistence.write(active(1));
    makeFail(store, 'set');
    void persistence.write(active(2));
    makeWork(store);
    store.items.set(STORE_KEY, NEWER);
    persistence.record.saveAgain();
    expect(recordIn(store)).toBe(NEWER);
    expect(persistence.record.unsaved).toBe(false);
  });

  it.each(['{"v":0}', '{"v":"2"}', '[2]', 'null'])('is none of these: %s', (text) => {
    const { persistence, store } = openPersistence();
    store.items.set(STORE_KEY, text);
    expect(persistence.read()).toBeNull();
    expect(recordIn(store)).toBeUndefined();
  });
});

describe('E04 a record that is damaged while a session runs', () => {
  const damages: [string, (whole: string) => string][] = [
    ['text that is no JSON', () => '{'],
    ['the record of another client', (whole) => otherClient(whole)],
    ['a record without a version', (whole) => JSON.stringify({ ...parse(whole), v: undefined })],
  ];
  it.each(damages)('(%s) is reported once and written again', async (_name, damage) => {
    const { persistence, store, active, clock, failures, kinds } = openPersistence();
    const session = active(3);
    void persistence.write(session);
    const whole = recordIn(store)!;
    const broken = damage(whole);
    store.items.set(STORE_KEY, broken);
    for (let n = 0; n < 3; n++) expect(persistence.read()).toMatchObject({ revision: 3 });
    expect(persistence.record.unsaved).toBe(true);
    expect(failures.map(({ message }) => message)).toEqual([
      'STORE_UNAVAILABLE: the stored session was damaged; it is kept in memory and written again',
    ]);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(99);
    expect(recordIn(store)).toBe(broken);
    await clock.advance(1);
    expect(recordIn(store)).toBe(whole);
    expect(persistence.record.unsaved).toBe(false);
    expect(kinds()).toEqual(['set', 'get', 'get', 'get', 'get', 'set']);
    store.items.set(STORE_KEY, 'broken again');
    void persistence.read();
    expect(failures).toHaveLength(2);
  });

  it('does not replace a record that another tab has written meanwhile', async () => {
    const { persistence, store, active, clock } = openPersistence(10);
    void persistence.write(active(1));
    await clock.advance(10);
    store.items.set(STORE_KEY, '{');
    const read = persistence.read();
    await clock.advance(10);
    expect(await read).toMatchObject({ revision: 1 });
    const theirs = serializeSession(active(2));
    store.items.set(STORE_KEY, theirs);
    await clock.advance(1000);
    expect(recordIn(store)).toBe(theirs);
    expect(persistence.record.unsaved).toBe(false);
  });

  it('is replaced by the last session that was read, too', async () => {
    const { persistence, store, active, clock } = openPersistence();
    const theirs = serializeSession(active(7));
    store.items.set(STORE_KEY, theirs);
    void persistence.read();
    store.items.set(STORE_KEY, 'x');
    expect(persistence.read()).toMatchObject({ revision: 7 });
    await clock.advance(100);
    expect(recordIn(store)).toBe(theirs);
  });

  it.each(['removed', 'forgotten', 'blank', 'gone'])('is left alone after the end (%s)', (how) => {
    const { persistence, store, active, failures } = openPersistence();
    void persistence.write(active());
    if (how === 'removed') void persistence.write(null);
    if (how === 'forgotten') persistence.discardUnsaved();
    if (how === 'blank') store.items.set(STORE_KEY, '');
    if (how === 'gone') store.items.delete(STORE_KEY);
    if (how !== 'forgotten') expect(persistence.read()).toBeNull();
    store.items.set(STORE_KEY, 'rubbish');
    expect(persistence.read()).toBeNull();
    persistence.record.saveAgain();
    expect(recordIn(store)).toBe('rubbish');
    expect(failures).toEqual([]);
  });

  it('is left alone when the store showed the ended session once more before', async () => {
    const { persistence, store, active, clock } = openPersistence();
    void persistence.write(active());
    const late = recordIn(store)!;
    persistence.discardUnsaved();
    store.items.set(STORE_KEY, late);
    expect(persistence.read()).toMatchObject({ revision: 0 });
    store.items.set(STORE_KEY, 'rubbish');
    expect(persistence.read()).toBeNull();
    await clock.advance(1000);
    expect(recordIn(store)).toBe('rubbish');
  });

  it('does not undo a sign-out that was requested during the read', async () => {
    const { persistence, store, active, clock, failures } = openPersistence(10);
    void persistence.write(active());
    await clock.advance(10);
    store.items.set(STORE_KEY, '{');
    const read = persistence.read();
    void persistence.write(null);
    await clock.advance(1000);
    expect(await read).toBeNull();
    expect(recordIn(store)).toBeUndefined();
    expect(failures).toEqual([]);
  });
});

describe('E11 a store of an app', () => {
  /** A persistence over a store with these members. */
  function openOn(members: object) {
    const config = checkConfig(configWith());
    const clock = new FakeClock();
    const removed = jest.fn();
    const base = { getItem: () => null, setItem: () => undefined, removeItem: removed };
    const store: unknown = Object.defineProperties(base, Object.getOwnPropertyDescriptors(members));
    const persistence = new SessionPersistence(
      new QueuedRecord(store as SessionStore, STORE_KEY, clock),
      config,
      clock,
    );
    const failures: { readonly message: string; readonly cause?: unknown }[] = [];
    persistence.record.failures$.subscribe((error) => failures.push(error));
    return { persistence, failures, removed, clock };
  }

  it('may answer undefined for null, and nothing is removed', () => {
    const { persistence, failures, removed } = openOn({ getItem: () => undefined });
    for (let n = 0; n < 3; n++) expect(persistence.read()).toBeNull();
    expect(removed).not.toHaveBeenCalled();
    expect(failures).toEqual([]);
  });

  const { active } = openPersistence();
  it.each([
    ['number', 7],
    ['object', { secret: 's3cret' }],
    ['boolean', false],
    ['symbol', Symbol('s3cret')],
  ])(
    'is reported once when it answers any %s, and the session stays in memory',
    async (type, it) => {
      for (const answer of [it, Promise.resolve(it)]) {
        const { persistence, failures, removed } = openOn({ getItem: () => answer });
        expect(await persistence.read()).toBeNull();
        for (let n = 0; n < 3; n++) {
          await persistence.write(active(n));
          expect(await persistence.read()).toMatchObject({ revision: n });
        }
        expect(removed).not.toHaveBeenCalled();
        expect(failures.map(({ message }) => message)).toEqual([
          `STORE_UNAVAILABLE: the store's getItem must answer with a string or null, not a value of type ${type}; the session is kept in memory`,
        ]);
        expect(failures[0]!.cause).toBeUndefined();
      }
    },
  );

  const broken = (): never => {
    throw new Error('broken');
  };
  it.each<[string, object]>([
    ['throws for everything', { getItem: broken, setItem: broken, removeItem: broken }],
    [
      'has getters that throw',
      {
        get shared() {
          return broken();
        },
        get getItem() {
          return broken();
        },
        get setItem() {
          return broken();
        },
        get removeItem() {
          return broken();
        },
      },
    ],
    [
      'answers with thenables that fail',
      {
        getItem: () => ({ then: (_: unknown, no: (e: unknown) => void) => no(new Error('no')) }),
        setItem: () => ({ then: broken }),
        removeItem: () => ({
          get then() {
            return broken();
          },
        }),
      },
    ],
  ])('that %s makes no caller fail', async (_name, members) => {
    const { persistence, failures, clock } = openOn(members);
    expect(persistence.record.shared).toBe(true);
    expect(await persistence.read()).toBeNull();
    await persistence.write(active(1));
    expect(await persistence.read()).toMatchObject({ revision: 1 });
    persistence.record.saveAgain();
    await persistence.write(null);
    expect(await persistence.read()).toBeNull();
    await clock.advance(60_000);
    expect(failures).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });
});

function parse(record: string): object {
  return JSON.parse(record) as object;
}

function otherClient(record: string): string {
  return JSON.stringify({ ...parse(record), accessToken: makeAccessToken({ client_id: 'other' }) });
}
