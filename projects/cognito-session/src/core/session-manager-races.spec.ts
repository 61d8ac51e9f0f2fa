// Tests two tabs on one store with late answers: no tab writes or uses a session that has been
// replaced meanwhile.

import { FakeClock } from '../../test/support/fake-clock';
import { FakePool } from '../../test/support/fake-pool';
import { FakeStore, quotaExceeded, STORE_KEY } from '../../test/support/fake-store';
import { type ManagerTab, openManagerTab, openSignedInTab } from '../../test/support/manager-tab';
import { observe } from '../../test/support/observed';

/** A tab with a session and a second one that has restored it; the store answers after `ms`. */
async function openTwo(ms?: number): Promise<{
  clock: FakeClock;
  pool: FakePool;
  items: Map<string, string>;
  stores: readonly [FakeStore, FakeStore];
  one: ManagerTab;
  two: ManagerTab;
}> {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const items = new Map<string, string>();
  const open = (): FakeStore =>
    new FakeStore({ items, ...(ms !== undefined && { delay: { clock, ms } }) });
  const stores = [open(), open()] as const;
  const signedIn = openSignedInTab({ clock, pool, store: stores[0] });
  await clock.advance(500);
  const one = await signedIn;
  const two = openManagerTab({ clock, pool, store: stores[1] });
  await clock.advance(500);
  return { clock, pool, items, stores, one, two };
}

it('C04: an ended session that could not be stored is not removed over the next one', async () => {
  const { clock, pool, items, stores, one, two } = await openTwo();
  stores[1].before = ({ kind }) => {
    if (kind === 'set') throw quotaExceeded();
  };
  observe(two.manager.refresh());
  await clock.advance(1000);
  expect(two.persistence.record.unsaved).toBe(true);
  stores[1].before = () => undefined;

  void one.manager.signOut();
  await one.manager.start(pool.issue({ sub: 'B' }), 'now');
  for (const message of one.channel.posted) two.channel.hear(message);
  await clock.advance(2000);

  expect(items.has(STORE_KEY)).toBe(true);
  expect(two.manager.active?.sub).toBe('B');
});

it('C01: a refresh that could not be stored is not made up for after a sign-out', async () => {
  const { clock, items, stores, one } = await openTwo(10);
  stores[0].before = ({ kind }) => {
    if (kind === 'set') throw quotaExceeded();
  };
  observe(one.manager.refresh());
  await clock.advance(1000);
  expect(one.persistence.record.unsaved).toBe(true);
  stores[0].before = () => undefined;

  observe(one.manager.acquire());
  await clock.advance(5);
  void one.manager.signOut();
  await clock.advance(5000);

  expect(items.has(STORE_KEY)).toBe(false);
});

it.each(['', 'rubbish'])(
  'E04: a record "%s" is not removed over the sign-in of another tab',
  async (rubbish) => {
    const { clock, pool, items, one, two } = await openTwo(10);
    items.set(STORE_KEY, rubbish);
    two.page.wake$.next('visible');
    await clock.advance(5);
    void one.manager.start(pool.issue({ sub: 'B' }), 'now');
    await clock.advance(5000);

    expect(items.get(STORE_KEY)).toContain('generation');
  },
);

it('B14: a caller that joins a read from before a navigation does not use its answer', async () => {
  const clock = new FakeClock();
  const items = new Map<string, string>();
  let answer: (() => void) | undefined;
  let hold = false;
  /** Reads when it is called, and resolves later: a snapshot, as in a database's transaction. */
  class HeldStore extends FakeStore {
    override getItem(key: string): Promise<string | null> {
      const value = this.items.get(key) ?? null;
      if (!hold) return Promise.resolve(value);
      hold = false;
      return new Promise((resolve) => (answer = () => resolve(value)));
    }
  }
  const signedIn = openSignedInTab({ clock, store: new HeldStore({ items }) });
  await clock.advance(1000);
  const { channel, page, manager } = await signedIn;
  hold = true;
  channel.hear({ type: 'changed' });
  await clock.advance(1);
  page.away$.next();
  items.delete(STORE_KEY);
  await clock.advance(3000);

  page.wake$.next('visible');
  const asked = observe(manager.acquire());
  answer?.();
  await clock.advance(2000);

  expect(asked.values).toEqual([null]);
});

it('C02: a record written after its session had ended is replaced by the session of this tab', async () => {
  const { clock, pool, items, one } = await openTwo();
  const old = items.get(STORE_KEY) ?? '';
  await one.manager.start(pool.issue({ sub: 'B' }), 'now');
  const current = items.get(STORE_KEY);
  items.set(STORE_KEY, old);
  one.channel.hear({ type: 'changed' });
  await clock.advance(1000);

  expect(items.get(STORE_KEY)).toBe(current);
});
