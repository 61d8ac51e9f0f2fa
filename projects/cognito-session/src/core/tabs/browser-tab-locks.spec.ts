// Tests locks and markers by Web Locks: their order, their limits, and browsers that lack or refuse
// them.

import { FakeClock } from '../../../test/support/fake-clock';
import { FakeLocks, setWebLocks } from '../../../test/support/fake-locks';
import { useFakePage } from '../../../test/support/fake-page';
import { observe, type Observed } from '../../../test/support/observed';
import { from } from 'rxjs';
import { BrowserTabLocks } from './browser-tab-locks';

useFakePage();
afterAll(() => setWebLocks(undefined));

interface Opened {
  readonly clock: FakeClock;
  readonly web: FakeLocks;
  /** Opens another tab's locks. */
  tab(name?: string): BrowserTabLocks;
}

function open(): Opened {
  const clock = new FakeClock();
  const web = new FakeLocks(clock);
  setWebLocks(web);
  return { clock, web, tab: (name = 'lock') => new BrowserTabLocks(name, clock) };
}

/** A lock manager that refuses, as in an opaque origin. */
function refuse(web: FakeLocks): void {
  const refusal = (): Promise<never> => Promise.reject(new DOMException('no', 'SecurityError'));
  Object.assign(web, { request: refusal, query: refusal });
}

const taking =
  (clock: FakeClock, ms: number, done: string[], name: string) => (): Promise<string> => {
    done.push(`${name} begins at ${clock.monotonic()}`);
    return clock.delay(ms).then(() => {
      done.push(`${name} ends at ${clock.monotonic()}`);
      return name;
    });
  };
const outcome = <T>(work: Promise<T>): Observed<T> => observe(from(work));

describe('the lock', () => {
  it('is held by one tab at a time, in the order of requests', async () => {
    const { clock, tab } = open();
    const done: string[] = [];
    const results = ['a', 'b'].map((name) =>
      outcome(tab().exclusively(taking(clock, 100, done, name))),
    );
    await clock.advance(200);
    expect(done).toEqual(['a begins at 0', 'a ends at 100', 'b begins at 100', 'b ends at 200']);
    expect(results.map(({ values }) => values)).toEqual([['a'], ['b']]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('of another name is another one', async () => {
    const { clock, tab } = open();
    const done: string[] = [];
    void tab('one').exclusively(taking(clock, 100, done, 'a'));
    void tab('two').exclusively(taking(clock, 100, done, 'b'));
    await clock.advance(10);
    expect(done).toEqual(['a begins at 0', 'b begins at 0']);
  });

  it('is released when the work fails, and its caller gets the error', async () => {
    const { clock, tab } = open();
    const done: string[] = [];
    const failed = outcome(tab().exclusively(() => Promise.reject(new Error('no'))));
    void tab().exclusively(taking(clock, 10, done, 'b'));
    await clock.advance(0);
    expect(failed.errors).toMatchObject([{ message: 'no' }]);
    expect(done).toEqual(['b begins at 0']);
  });

  it('is released after 20 s, while the work goes on', async () => {
    const { clock, tab } = open();
    const done: string[] = [];
    const slow = outcome(tab().exclusively(taking(clock, 60_000, done, 'a')));
    void tab().exclusively(taking(clock, 10, done, 'b'));
    await clock.advance(19_999);
    expect(done).toEqual(['a begins at 0']);
    await clock.advance(1);
    expect(done).toEqual(['a begins at 0', 'b begins at 20000']);
    await clock.advance(60_000);
    expect(slow.values).toEqual(['a']);
  });

  it('is waited for 25 s, and then the work runs once without it', async () => {
    const { clock, tab, web } = open();
    let release!: () => void;
    void web.request('lock', () => new Promise<void>((resolve) => (release = resolve)));
    await clock.advance(0);
    const done: string[] = [];
    const waiting = outcome(tab().exclusively(taking(clock, 10, done, 'a')));
    await clock.advance(24_999);
    expect(done).toEqual([]);
    await clock.advance(11);
    expect(done).toEqual(['a begins at 25000', 'a ends at 25010']);
    expect(waiting.values).toEqual(['a']);
    release();
    await clock.advance(100);
    expect(done).toHaveLength(2);
  });

  it('has no time limit for its wait after it was acquired', async () => {
    const { clock, tab } = open();
    const done: string[] = [];
    void tab().exclusively(taking(clock, 30_000, done, 'a'));
    await clock.advance(30_000);
    expect(done).toEqual(['a begins at 0', 'a ends at 30000']);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['missing', 'refused'])('where Web Locks are %s delays no caller', async (how) => {
    const { clock, tab, web } = open();
    if (how === 'missing') setWebLocks(undefined);
    else refuse(web);
    const done: string[] = [];
    const results = ['a', 'b'].map((name) =>
      outcome(tab().exclusively(taking(clock, 10, done, name))),
    );
    await clock.advance(10);
    expect(done.slice(0, 2)).toEqual(['a begins at 0', 'b begins at 0']);
    expect(results.map(({ values }) => values)).toEqual([['a'], ['b']]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a marker', () => {
  it('is seen by every tab from when its promise resolves, for its time', async () => {
    const { clock, tab } = open();
    const marked = outcome(tab().mark('used:x', 1000));
    await clock.advance(0);
    expect(marked.completions).toBe(1);
    expect(await tab().marks()).toEqual(['used:x']);
    await clock.advance(999);
    expect(await tab().marks()).toEqual(['used:x']);
    await clock.advance(1);
    expect(await tab().marks()).toEqual([]);
  });

  it('may be set by several tabs at once, and lasts as long as the last one', async () => {
    const { clock, tab } = open();
    const marks = [tab().mark('used:x', 1000), tab().mark('used:x', 2000)].map(outcome);
    await clock.advance(0);
    expect(marks.map(({ completions }) => completions)).toEqual([1, 1]);
    expect(await tab().marks()).toEqual(['used:x', 'used:x']);
    await clock.advance(1000);
    expect(await tab().marks()).toEqual(['used:x']);
  });

  it('is not set when its signal came first', async () => {
    const { clock, tab } = open();
    const end = new AbortController();
    end.abort();
    void tab().mark('quiet:x', 1000, end.signal);
    await clock.advance(0);
    expect(await tab().marks()).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends with its signal', async () => {
    const { clock, tab } = open();
    const end = new AbortController();
    void tab().mark('quiet:x', 1000, end.signal);
    await clock.advance(0);
    end.abort();
    await clock.advance(0);
    expect(await tab().marks()).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('belongs to one pool client, and a lock is not a marker', async () => {
    const { clock, tab, web } = open();
    void tab('lock.other').mark('used:x', 1000);
    void tab('x.lock').mark('used:y', 1000);
    void tab().exclusively(() => clock.delay(1000));
    void web.request('lock:waiting', () => new Promise(() => undefined));
    void web.request('lock:waiting', () => new Promise(() => undefined));
    await clock.advance(0);
    expect(await tab().marks()).toEqual(['waiting']);
  });

  it.each([
    ['missing', () => setWebLocks(undefined)],
    ['refused', refuse],
  ])('where Web Locks are %s is never seen, and delays no caller', async (_name, change) => {
    const { clock, tab, web } = open();
    change(web);
    const marked = outcome(tab().mark('used:x', 1000));
    await clock.advance(0);
    expect(marked.completions).toBe(1);
    expect(await tab().marks()).toEqual([]);
  });

  it.each([{}, { held: [{}] }, { held: [{ name: 'lock:used:x' }, { name: undefined }] }])(
    'is found in %j as far as it is there',
    async (snapshot) => {
      const { tab, web } = open();
      web.query = () => Promise.resolve(snapshot as LockManagerSnapshot);
      const names = JSON.stringify(snapshot).includes('used') ? ['used:x'] : [];
      expect(await tab().marks()).toEqual(names);
    },
  );
});
