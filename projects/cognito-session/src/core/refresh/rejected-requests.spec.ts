// What a 401 leads to, at most one refresh and one replay: which session is used, and who gets the refusal itself.

import { type Observable, of, Subject, throwError } from 'rxjs';
import { codeOf, observe } from '../../../test/support/observed';
import { openTabCore, type TabCore } from '../../../test/support/tab-core';
import type { HeldSession } from '../session/held-session';
import type { RefreshRequest } from './refresh-request';
import { type RejectedRequest, RejectedRequests, type SessionHolder } from './rejected-requests';

class Refusal extends Error {
  readonly headers = { getAll: () => null };
}

interface Opened extends TabCore {
  readonly requests: RejectedRequests;
  readonly sent: HeldSession;
  readonly newer: HeldSession;
  /** What was asked of the holder, and what was sent. */
  readonly done: string[];
  holder(held: HeldSession | null, gives?: Observable<HeldSession | null>): SessionHolder;
  request(changes?: Partial<RejectedRequest<string>>): RejectedRequest<string>;
}

function open(): Opened {
  const core = openTabCore();
  const sent = core.hold();
  const newer = core.hold({ revision: 1 });
  const done: string[] = [];
  const name = (held: HeldSession): string => `${held.generation}/${held.revision}`;
  /** What a refresh, or the wait for one, gives. */
  let given: Observable<HeldSession | null> = of(newer);
  const renewal = {
    renew: ({ held, because }: RefreshRequest) => {
      done.push(`renew ${name(held)}`);
      expect(because).toBe('rejected');
      return given;
    },
  };
  return {
    ...core,
    requests: new RejectedRequests(core.clock, renewal),
    sent,
    newer,
    done,
    holder: (held, gives = of(newer)) => {
      given = gives;
      return {
        held,
        acquire: () => {
          done.push('acquire');
          return gives;
        },
      };
    },
    request: (changes) => ({
      sent,
      body: { a: 1 },
      refusal: new Refusal('401'),
      send: (held) => {
        done.push(`send ${name(held)}`);
        return of('answer');
      },
      isRefusal: (error): error is Refusal => error instanceof Refusal,
      ...changes,
    }),
  };
}

describe('a refused request', () => {
  it('is sent again after one refresh', () => {
    const { requests, request, holder, sent, done } = open();
    const replayed = observe(requests.replay(request(), holder(sent)));
    expect(replayed.values).toEqual(['answer']);
    expect(replayed.completions).toBe(1);
    expect(done).toEqual(['renew gen/0', 'send gen/1']);
  });

  it('is sent again without one when there is a newer session already', () => {
    const { requests, request, holder, newer, done } = open();
    observe(requests.replay(request(), holder(newer)));
    expect(done).toEqual(['acquire', 'send gen/1']);
  });

  it.each([
    ['has ended', () => null],
    ['is another one', (core: Opened) => core.hold({ generation: 'next' })],
  ])('is not sent again when the session %s', (_name, held) => {
    const core = open();
    const replay = (): unknown => core.requests.replay(core.request(), core.holder(held(core)));
    expect(replay).toThrow('NOT_SIGNED_IN');
    expect(core.done).toEqual([]);
  });

  it.each([
    ['ended', () => null],
    ['became another one', (core: Opened) => core.hold({ generation: 'next' })],
  ])('is not sent again when the session %s during the refresh', (_name, renewed) => {
    const core = open();
    const gives = of(renewed(core));
    const replayed = observe(core.requests.replay(core.request(), core.holder(core.sent, gives)));
    expect(replayed.errors.map(codeOf)).toEqual(['NOT_SIGNED_IN']);
    expect(core.done).toEqual(['renew gen/0']);
  });

  it('fails as the refresh fails', () => {
    const { requests, request, holder, sent, done } = open();
    const error = new Error('unavailable');
    const replayed = observe(
      requests.replay(
        request(),
        holder(
          sent,
          throwError(() => error),
        ),
      ),
    );
    expect(replayed.errors).toEqual([error]);
    expect(done).toEqual(['renew gen/0']);
  });
});

describe('a new token that is refused, too', () => {
  /** Replays a request, and the replay is answered with `error`. */
  function replayFailing(core: Opened, error: Error): unknown[] {
    const send = (): Observable<never> => throwError(() => error);
    return observe(core.requests.replay(core.request({ send }), core.holder(core.sent))).errors;
  }
  /** A request that carried the new token is refused. */
  const again = (core: Opened): ReturnType<typeof observe<string>> =>
    observe(core.requests.replay(core.request({ sent: core.newer }), core.holder(core.newer)));

  it('gives the caller the second refusal', () => {
    const core = open();
    const second = new Refusal('again');
    expect(replayFailing(core, second)).toEqual([second]);
  });

  it('starts no refresh for 30 s: the caller gets the refusal', async () => {
    const core = open();
    await core.clock.advance(1000);
    replayFailing(core, new Refusal('again'));
    await core.clock.advance(29_999);
    core.done.length = 0;
    const { errors } = again(core);
    expect(errors).toMatchObject([{ message: '401' }]);
    expect(core.done).toEqual([]);
    await core.clock.advance(1);
    expect(again(core).values).toEqual(['answer']);
    expect(core.done[0]).toBe('renew gen/1');
  });

  it('starts one for another token', () => {
    const core = open();
    replayFailing(core, new Refusal('again'));
    core.done.length = 0;
    observe(core.requests.replay(core.request(), core.holder(core.sent)));
    expect(core.done[0]).toBe('renew gen/0');
  });

  it('is no such token when the replay failed for another reason', () => {
    const core = open();
    const error = new Error('500');
    expect(replayFailing(core, error)).toEqual([error]);
    expect(again(core).values).toEqual(['answer']);
  });
});

describe('a body', () => {
  const stream = { getReader: () => undefined };
  const iterable = { [Symbol.asyncIterator]: () => undefined };
  it.each([
    ['a stream of the web', stream],
    ['a stream of Node', iterable],
  ])('that is %s is not sent again; the refusal says why', async (_name, body) => {
    const { requests, request, holder, sent, done } = open();
    const refusal = new Refusal('401');
    const { errors } = observe(requests.replay(request({ body, refusal }), holder(sent)));
    expect(errors).toEqual([refusal]);
    expect(refusal.message).toBe(
      '401, and not sent again with a new token: the body can only be read once',
    );
    expect(done).toEqual(['renew gen/0']);
  });

  it.each([null, undefined, 'text', 7, [1], {}, new Uint8Array(1), new Blob(['x'])])(
    'that is %p is sent again',
    (body) => {
      const { requests, request, holder, sent } = open();
      expect(observe(requests.replay(request({ body }), holder(sent))).values).toEqual(['answer']);
    },
  );
});

it('passes on all that the replay tells', () => {
  const { requests, request, holder, sent } = open();
  const events = new Subject<string>();
  const replayed = observe(requests.replay(request({ send: () => events }), holder(sent)));
  events.next('progress');
  events.next('response');
  expect(replayed.values).toEqual(['progress', 'response']);
  replayed.unsubscribe();
  expect(events.observed).toBe(false);
});
