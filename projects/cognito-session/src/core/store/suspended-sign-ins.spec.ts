// C11: tests sign-ins that wait for another page, and the sign-outs that end them.

import { FakeClock, settle } from '../../../test/support/fake-clock';
import { FakeStore, quotaExceeded, STORE_KEY } from '../../../test/support/fake-store';
import { MemorySessionStore } from './session-store';
import { SuspendedSignIns } from './suspended-sign-ins';

const KEY = `${STORE_KEY}.suspended`;
const MINUTE = 60_000;

let clock: FakeClock;
let store: FakeStore;
let signIns: SuspendedSignIns;
const open = (): SuspendedSignIns => new SuspendedSignIns(store, STORE_KEY, clock, true);
beforeEach(() => {
  clock = new FakeClock();
  store = new FakeStore();
  signIns = open();
});

it('C11: a sign-out ends those that were suspended before it, also for a page loaded later', async () => {
  signIns.add('a');
  signIns.add('b');
  open().endAll();
  signIns.add('c');
  expect(await Promise.all(['a', 'b', 'c'].map((id) => open().isEnded(id)))).toEqual([
    true,
    true,
    false,
  ]);
});

it('one that was not suspended here is not known to be over', async () => {
  signIns.add('a');
  signIns.endAll();
  expect(await signIns.isEnded('b')).toBe(false);
});

it('one that was ended stays so, however often it is suspended', async () => {
  signIns.add('a');
  signIns.endAll();
  signIns.add('a');
  expect(await signIns.isEnded('a')).toBe(true);
});

it('C11: one that is suspended again later is ended by a sign-out 15 minutes after the first time', async () => {
  signIns.add('a');
  await clock.advance(14 * MINUTE);
  signIns.add('a');
  await clock.advance(2 * MINUTE);
  open().endAll();
  await clock.advance(14 * MINUTE);
  expect(await open().isEnded('a')).toBe(true);
});

it('is written when the call returns, because the page may be about to close', () => {
  signIns.add('a');
  expect([...store.items.keys()]).toEqual([KEY]);
  expect(JSON.parse(store.items.get(KEY)!)).toEqual({
    v: 1,
    signIns: [{ id: 'a', at: clock.now(), ended: false }],
  });
});

it('keeps one record of a sign-in that is suspended again and again', () => {
  signIns.add('a');
  const first = store.items.get(KEY);
  signIns.add('a');
  expect(store.items.get(KEY)).toBe(first);
});

it('keeps no record when no sign-in was suspended', () => {
  signIns.endAll();
  signIns.remove('a');
  expect(store.items.size).toBe(0);
  expect(store.operations.map(({ kind }) => kind)).toEqual(['get', 'get']);
});

it('forgets a sign-in that is complete, and the record with the last one', async () => {
  signIns.add('a');
  signIns.add('b');
  signIns.remove('a');
  expect(store.items.get(KEY)).not.toContain('"a"');
  signIns.endAll();
  expect(await signIns.isEnded('b')).toBe(true);
  signIns.remove('b');
  expect(store.items.size).toBe(0);
});

it('keeps ids for 15 minutes from the sign-out, as long as Cognito waits at most', async () => {
  signIns.add('a');
  await clock.advance(15 * MINUTE - 1);
  signIns.endAll();
  await clock.advance(15 * MINUTE - 1);
  signIns.endAll();
  expect(await signIns.isEnded('a')).toBe(true);
  await clock.advance(1);
  signIns.endAll();
  expect(store.items.size).toBe(0);
});

it.each(['', 'no JSON', '[]', '{"v":1}', '{"v":1,"signIns":[null,{"id":1}]}'])(
  'a damaged record %j is replaced',
  async (broken) => {
    store.items.set(KEY, broken);
    expect(await signIns.isEnded('a')).toBe(false);
    signIns.add('a');
    signIns.endAll();
    expect(await signIns.isEnded('a')).toBe(true);
  },
);

it('leaves the record of a newer version of the library alone', async () => {
  const newer = '{"v":2,"signIns":[{"id":"a","ended":true,"at":1e15}]}';
  store.items.set(KEY, newer);
  signIns.add('b');
  signIns.endAll();
  signIns.remove('a');
  expect(store.items.get(KEY)).toBe(newer);
  expect(await signIns.isEnded('a')).toBe(false);
});

it.each(['get', 'set'] as const)('a store whose %s fails ends no sign-in', async (failing) => {
  store.before = ({ kind }) => {
    if (kind === failing) throw quotaExceeded();
  };
  expect(() => {
    signIns.add('a');
    signIns.endAll();
    signIns.remove('a');
  }).not.toThrow();
  expect(await signIns.isEnded('a')).toBe(false);
});

describe('in an asynchronous store', () => {
  const slow = (ms: number): SuspendedSignIns => {
    store = new FakeStore({ delay: { clock, ms } });
    return open();
  };
  const answer = async (ended: Promise<boolean>): Promise<boolean> => {
    await clock.advance(10_000);
    return ended;
  };

  it('changes follow each other', async () => {
    signIns = slow(50);
    signIns.add('a');
    signIns.endAll();
    signIns.add('b');
    expect(await answer(signIns.isEnded('a'))).toBe(true);
    expect(await answer(signIns.isEnded('b'))).toBe(false);
    await clock.advance(1000);
    signIns.remove('a');
    signIns.remove('b');
    await clock.advance(1000);
    expect(store.items.size).toBe(0);
  });

  it('one that hangs ends no sign-in, and delays no caller', async () => {
    signIns = slow(1e9);
    signIns.add('a');
    const ended = signIns.isEnded('a');
    await clock.advance(2000);
    expect(await ended).toBe(false);
  });

  it('one that fails later is no unhandled error, and the next change is made', async () => {
    signIns = slow(50);
    store.before = () => {
      throw quotaExceeded();
    };
    signIns.add('a');
    await clock.advance(1000);
    store.before = () => undefined;
    signIns.add('b');
    signIns.endAll();
    expect(await answer(signIns.isEnded('b'))).toBe(true);
    await settle();
  });
});

describe('a sign-out that another tab reports', () => {
  it('ends the sign-ins that this page has suspended, and none of other pages that share the store', async () => {
    signIns.add('mine');
    open().add('theirs');
    signIns.endAsHeard();
    expect(await signIns.isEnded('mine')).toBe(true);
    expect(await signIns.isEnded('theirs')).toBe(false);
  });

  it('ends those that earlier pages of the tab have suspended, too, in a store of its own', async () => {
    const own = new MemorySessionStore();
    new SuspendedSignIns(own, STORE_KEY, clock, false).add('earlier');
    const page = new SuspendedSignIns(own, STORE_KEY, clock, false);
    page.endAsHeard();
    expect(await page.isEnded('earlier')).toBe(true);
  });
});
