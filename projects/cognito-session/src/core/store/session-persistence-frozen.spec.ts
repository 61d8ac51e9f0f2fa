// Tests answers from before a freeze, unsaved records, and damaged records that another tab may be
// replacing.

import { FakeClock } from '../../../test/support/fake-clock';
import { FakeStore, STORE_KEY } from '../../../test/support/fake-store';
import { makeTokens } from '../../../test/support/fake-tokens';
import { configWith } from '../../../test/support/good-config';
import {
  makeFail,
  makeWork,
  openPersistence,
  recordIn,
} from '../../../test/support/open-persistence';
import type { ActiveSession } from '../session/active-session';
import { toActiveSession } from '../session/session-check';
import { serializeSession } from '../session/session-record';
import { QueuedRecord } from './queued-record';
import { checkConfig } from '../config/session-config';
import { SessionPersistence } from './session-persistence';

/** A clock of a page that can be frozen: time goes on, and no timer fires. */
class FreezableClock extends FakeClock {
  frozenMs = 0;
  override monotonic(): number {
    return super.monotonic() + this.frozenMs;
  }
}

function openFreezable(): {
  clock: FreezableClock;
  store: FakeStore;
  persistence: SessionPersistence;
  put: (revision: number) => void;
  reads: () => number;
} {
  const clock = new FreezableClock();
  const config = checkConfig(configWith());
  const store = new FakeStore({ delay: { clock, ms: 10 } });
  const hold = (revision: number): ActiveSession =>
    toActiveSession(makeTokens(), { generation: 'gen', revision }, 'now', config, clock);
  return {
    clock,
    store,
    persistence: new SessionPersistence(new QueuedRecord(store, STORE_KEY, clock), config, clock),
    put: (revision) => store.items.set(STORE_KEY, serializeSession(hold(revision))),
    reads: () => store.operations.filter(({ kind }) => kind === 'get').length,
  };
}

describe('an answer that was given before the page was frozen', () => {
  it('is read again, once', async () => {
    const { clock, persistence, put, reads } = openFreezable();
    const answer = persistence.read();
    clock.frozenMs = 4991;
    await clock.advance(10);
    put(2);
    expect(reads()).toBe(2);
    clock.frozenMs += 10_000;
    await clock.advance(10);
    expect(await answer).toMatchObject({ revision: 2 });
    expect(reads()).toBe(2);
  });

  it('is used up to the time limit of the store', async () => {
    const { clock, persistence, put, reads } = openFreezable();
    put(1);
    const answer = persistence.read();
    clock.frozenMs = 4990;
    await clock.advance(10);
    expect(await answer).toMatchObject({ revision: 1 });
    expect(reads()).toBe(1);
  });

  it('is as old as the read it joined', async () => {
    const { clock, persistence, put, reads } = openFreezable();
    void persistence.read();
    clock.frozenMs = 6000;
    const joined = persistence.read();
    await clock.advance(10);
    put(2);
    await clock.advance(10);
    expect(await joined).toMatchObject({ revision: 2 });
    expect(reads()).toBe(2);
  });

  it('is not read again from a store that fails', async () => {
    const { clock, store, persistence, reads } = openFreezable();
    makeFail(store, 'get');
    const answer = persistence.read();
    clock.frozenMs = 6000;
    await clock.advance(20);
    expect(await answer).toBeNull();
    expect(reads()).toBe(1);
  });

  it('is not assumed in a page that has been open for long', async () => {
    const { clock, persistence, reads } = openFreezable();
    await clock.advance(60_000);
    const answer = persistence.read();
    await clock.advance(10);
    expect(await answer).toBeNull();
    expect(reads()).toBe(1);
  });
});

it('discards a session that could not be stored', () => {
  const { persistence, store, active } = openPersistence();
  makeFail(store, 'set');
  void persistence.write(active(1));
  makeWork(store);
  persistence.discardUnsaved();
  expect(persistence.record.unsaved).toBe(false);
  persistence.record.saveAgain();
  expect(recordIn(store)).toBeUndefined();
});

it('removes a damaged record at the first read, and leaves a later one to the tab that may be replacing it', () => {
  const { persistence, store } = openPersistence();
  store.items.set(STORE_KEY, 'rubbish');
  expect(persistence.read()).toBeNull();
  expect(recordIn(store)).toBeUndefined();
  store.items.set(STORE_KEY, 'rubbish');
  expect(persistence.read()).toBeNull();
  expect(recordIn(store)).toBe('rubbish');
});
