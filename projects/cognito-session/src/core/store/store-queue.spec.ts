// Tests the operations of a store: their order, their time limit, and failures that are reported
// once.

import { FakeClock } from '../../../test/support/fake-clock';
import { leaksIn } from '../../../test/support/leak-search';
import { SessionError } from '../session-error';
import { StoreFault, StoreQueue } from './store-queue';

function open() {
  const clock = new FakeClock();
  const queue = new StoreQueue(clock);
  const failures: SessionError[] = [];
  queue.failures$.subscribe((error) => failures.push(error));
  const fail = (use: 'read' | 'write', cause: unknown = new Error('full')): unknown =>
    queue.run(
      use,
      () => {
        throw cause;
      },
      () => 'instead',
    );
  const work = (use: 'read' | 'write'): unknown =>
    queue.run(
      use,
      () => 'done',
      () => 'instead',
    );
  return { clock, queue, failures, fail, work };
}

describe('K02 the error of a store that quotes the record', () => {
  const token = `eyJraWQiOiJ4In0.${'c2VjcmV0'.repeat(9)}`;
  it.each([
    ['in its message', Object.assign(new Error(`no room for "${token}"`), { name: 'DataError' })],
    ['in its name', Object.assign(new Error('no room for it'), { name: token })],
    ['as a text', `no room for {"idToken":"${token}"}`],
    ['in its cause', new Error('no room for it', { cause: new Error(token) })],
  ])('is reported without it: %s', (_name, thrown) => {
    const { failures, fail } = open();
    fail('write', thrown);
    expect(String(failures[0]?.cause)).toContain('no room for');
    expect(leaksIn(failures, [token, 'c2VjcmV0'])).toEqual([]);
  });

  it.each([[Object.create(null)], [{ message: Symbol('x'), name: 7 }], [7], [['x']]])(
    'is reported for any value: case %#',
    (thrown) => {
      const { failures, fail } = open();
      fail('write', thrown);
      expect(failures[0]?.cause).toMatchObject({ name: 'Error', message: '' });
    },
  );

  it('keeps its name and its text', () => {
    const { failures, fail } = open();
    fail('write', new RangeError('more than 4096 bytes'));
    expect(failures[0]?.cause).toMatchObject({
      name: 'RangeError',
      message: 'more than 4096 bytes',
    });
  });
});

describe('a queue of store operations', () => {
  it('runs a synchronous operation at once', () => {
    const { queue, work, fail } = open();
    expect(work('read')).toBe('done');
    expect(fail('read')).toBe('instead');
    expect(queue.busy).toBe(false);
  });

  it('runs asynchronous operations one after the other, also after a failure', async () => {
    const { clock, queue, work } = open();
    const slow = queue.run<string>(
      'write',
      () => clock.delay(10).then(() => Promise.reject(new Error('full'))),
      () => 'instead',
    );
    const next = work('write');
    expect(next).toBeInstanceOf(Promise);
    expect(queue.busy).toBe(true);
    await clock.advance(10);
    expect(await slow).toBe('instead');
    expect(await next).toBe('done');
    expect(queue.busy).toBe(false);
  });

  it('reports the first failure of a row, and each kind ends its own', () => {
    const { queue, failures, fail, work } = open();
    fail('write');
    fail('read');
    expect(failures).toHaveLength(1);
    work('read');
    fail('read');
    expect(queue.failing.has('read')).toBe(true);
    expect(failures).toHaveLength(1);
    work('read');
    work('write');
    expect(queue.failing.has('read')).toBe(false);
    fail('read');
    expect(failures).toHaveLength(2);
  });

  it('reports a failure after the fallback has run, by STORE_UNAVAILABLE with the cause', () => {
    const { queue, failures, fail } = open();
    let standIn = 'none';
    queue.failures$.subscribe(() => expect(standIn).toBe('there'));
    void queue.run(
      'write',
      () => {
        throw new Error('full');
      },
      () => (standIn = 'there'),
    );
    expect(failures[0]).toMatchObject({
      message: 'STORE_UNAVAILABLE: the session store failed; the session is kept in memory',
      cause: new Error('full'),
    });
    const { failures: others, fail: failThere } = open();
    failThere('read', new StoreFault('why'));
    expect(others[0]!.message).toBe('STORE_UNAVAILABLE: why');
    expect(others[0]!.cause).toBeUndefined();
    const { failures: foreign, fail: failHere } = open();
    failHere('read', new SessionError('NOT_SIGNED_IN', 'an error of the app’s store'));
    expect(foreign[0]!.code).toBe('STORE_UNAVAILABLE');
    fail('read');
    expect(failures).toHaveLength(1);
  });
});

describe('the time limit', () => {
  it('reports an answer that comes too late, good or bad, and no other', async () => {
    for (const [ms, fails, expected] of [
      [4999, false, ['good']],
      [4999, true, ['bad: lost']],
      [6000, false, ['given up', 'bad: no answer', 'settled']],
      [6000, true, ['given up', 'bad: no answer', 'settled']],
    ] as const) {
      const { clock, queue } = open();
      const heard: string[] = [];
      const answer = clock.delay(ms).then(() => {
        if (fails) throw new Error('lost');
      });
      const late = { givenUp: () => heard.push('given up'), settled: () => heard.push('settled') };
      void queue.inTime(answer, late).then(
        () => heard.push('good'),
        (error: unknown) => heard.push(`bad: ${(error as Error).message}`),
      );
      await clock.advance(10_000);
      expect(heard).toEqual(expected);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('needs no callbacks', async () => {
    const { clock, queue } = open();
    const failed = jest.fn();
    queue.inTime(clock.delay(6000)).catch(failed);
    await clock.advance(10_000);
    expect(failed).toHaveBeenCalledTimes(1);
  });
});
