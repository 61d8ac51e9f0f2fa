// M03: whoever reads the session's values together, at any moment, reads one state; and no state is
// told twice.

import * as fc from 'fast-check';
import { TextDecoder } from 'node:util';
import type { Observable } from 'rxjs';
import type { CognitoUserSession } from '../../src/public-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool, serviceError } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOORS, GATEWAYS, openApp, openBeside, type SessionApp } from '../support/session-app';

const TRANSITIONS = 10_000;
const STEPS = [
  'signIn',
  'signInAsB',
  'signOut',
  'refresh',
  'refuse',
  'fail',
  'otherSignIn',
  'otherRefresh',
  'otherSignOut',
  'clear',
  'expire',
] as const;
type Step = (typeof STEPS)[number];

/** What a subscriber gets at once. */
function current<T>(source: Observable<T>): T {
  const values: T[] = [];
  source.subscribe((value) => values.push(value)).unsubscribe();
  if (values.length !== 1) throw new Error('no current value');
  return values[0]!;
}

/** Every value read by signal and by observable; throws unless they are all of one state. */
function readTogether({ session: service }: SessionApp): void {
  const state = service.state();
  const session: CognitoUserSession | null = state.status === 'signed-in' ? state.session : null;
  const expected = [
    state,
    session,
    session?.getIdToken() ?? null,
    session?.getAccessToken() ?? null,
    session !== null,
    session?.getIdToken().payload ?? null,
  ];
  const bySignal = [
    service.state(),
    service.session(),
    service.idToken(),
    service.accessToken(),
    service.isAuthenticated(),
    service.user(),
  ];
  const byObservable = [
    current(service.state$),
    current(service.session$),
    current(service.idToken$),
    current(service.accessToken$),
    current(service.isAuthenticated$),
    current<unknown>(service.user$),
  ];
  const mixed = [bySignal, byObservable].some((values) =>
    values.some((value, n) => value !== expected[n]),
  );
  const groups = (session?.getIdToken().payload['cognito:groups'] ?? []).join();
  const sameGroups = [service.groups(), current(service.groups$)].every(
    (each) => each.join() === groups,
  );
  if (mixed || !sameGroups) throw new Error('a mixed view');
}

it('M03: in 10,000 random transitions, read at every callback, no view is mixed and no state told twice', async () => {
  // jsdom's is written in JavaScript, and half of this test's time would go into it.
  Object.assign(globalThis, { TextDecoder });
  setBroadcastChannel(true);
  const clock = new FakeClock();
  setWebLocks(new FakeLocks(clock));
  const pool = new FakePool(clock);
  const ofB = new FakePool(clock, { sub: 'user-b' });
  const store = new FakeStore();
  const config = { onSessionEnd: 'stay' } as const;
  const app = await openApp(DOORS[0]!, { clock, pool, store, config });
  const other = openBeside(
    DOORS[0]!,
    clock,
    pool,
    { store, config },
    await GATEWAYS[0]!.connect(pool),
  );
  const { session } = app;

  let [reads, transitions, repeated] = [0, 0, 0];
  const mixed: unknown[] = [];
  const read = (): void => {
    reads++;
    try {
      readTogether(app);
    } catch (error) {
      mixed.push(error);
    }
  };
  /** Reads at each emission, and counts those that say what was said before. */
  const watch = <T>(source: Observable<T>, text: (value: T) => string): void => {
    let last: string | undefined;
    source.subscribe((value) => {
      const now = text(value);
      if (now === last) repeated++;
      last = now;
      read();
    });
  };
  const tokens = (value: CognitoUserSession | null): string =>
    value ? `${value.getIdToken().getJwtToken()} ${value.getAccessToken().getJwtToken()}` : 'none';
  watch(session.state$, (state) => {
    transitions++;
    return state.status === 'signed-in' ? tokens(state.session) : JSON.stringify(state);
  });
  watch(session.session$, tokens);
  watch(session.idToken$, (token) => token?.getJwtToken() ?? 'none');
  watch(session.accessToken$, (token) => token?.getJwtToken() ?? 'none');
  watch(session.isAuthenticated$, String);
  watch(session.user$, (user) => JSON.stringify(user));
  session.events$.subscribe(read);

  const groups = { 'cognito:groups': ['admins'] };
  const act: Record<Step, () => void> = {
    signIn: () => void observe(session.setSession(pool.issue(groups))),
    signInAsB: () => void observe(session.setSession(ofB.issue())),
    signOut: () => void session.signOut(),
    refresh: () => void observe(session.refreshSession()),
    refuse: () => {
      pool.next('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
      observe(session.refreshSession());
    },
    fail: () => {
      pool.next('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
      observe(session.refreshSession());
    },
    otherSignIn: () => void observe(other.session.setSession(pool.issue())),
    otherRefresh: () => void observe(other.session.refreshSession()),
    otherSignOut: () => void other.session.signOut(),
    clear: () => {
      store.items.clear();
      dispatchEvent(new StorageEvent('storage', { key: STORE_KEY }));
    },
    expire: () => {
      clock.jumpWallClock(3_600_000);
      observe(session.getSession());
    },
  };
  const random = fc.sample(
    fc.tuple(fc.constantFrom(...STEPS), fc.constantFrom(0, 1, 15, 40, 3000)),
    { numRuns: 4 * TRANSITIONS, seed: 20_260_115 },
  );
  const taken = new Set<Step>();
  for (const [step, ms] of random) {
    if (transitions >= TRANSITIONS) break;
    act[step]();
    taken.add(step);
    read();
    if (ms > 0) await clock.advance(ms);
    read();
    pool.calls.length = store.operations.length = 0;
  }

  expect(transitions).toBeGreaterThanOrEqual(TRANSITIONS);
  expect(taken.size).toBe(STEPS.length);
  expect({ mixed, repeated }).toEqual({ mixed: [], repeated: 0 });
  figure(
    `M03 ${TRANSITIONS} random transitions, ${reads} readings: 0 mixed views, 0 repeated states`,
  );
  setWebLocks(undefined);
  setBroadcastChannel(false);
}, 300_000);
