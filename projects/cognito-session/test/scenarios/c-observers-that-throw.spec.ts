// C10: an observer of the app fails while it is told of the sign-out. Nobody else notices: not the
// other observers, not the storage, not the other tab; the app's error handler gets the error.

import { ErrorHandler, provideBrowserGlobalErrorListeners } from '@angular/core';
import { filter, type Observable } from 'rxjs';
import type { SessionService } from '../../src/session-service';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeStore } from '../support/fake-store';
import { observe } from '../support/observed';
import { DOOR, GATEWAYS, openApp, openBeside } from '../support/session-app';

/** Keeps what it is given, and tells when something came. */
class KeepingErrorHandler extends ErrorHandler {
  readonly errors: unknown[] = [];
  readonly first: Promise<void>;
  #came = (): void => undefined;

  constructor() {
    super();
    this.first = new Promise((resolve) => (this.#came = resolve));
  }
  override handleError(error: unknown): void {
    this.errors.push(error);
    this.#came();
  }
}

/** Each way to be told of the end of a session. */
const places: { place: string; ends: (session: SessionService) => Observable<unknown> }[] = [
  {
    place: 'state$',
    ends: ({ state$ }) => state$.pipe(filter(({ status }) => status === 'signed-out')),
  },
  { place: 'session$', ends: ({ session$ }) => session$.pipe(filter((session) => !session)) },
  { place: 'idToken$', ends: ({ idToken$ }) => idToken$.pipe(filter((token) => !token)) },
  { place: 'user$', ends: ({ user$ }) => user$.pipe(filter((user) => !user)) },
  {
    place: 'isAuthenticated$',
    ends: ({ isAuthenticated$ }) => isAuthenticated$.pipe(filter((signedIn) => !signedIn)),
  },
  {
    place: 'events$',
    ends: ({ events$ }) => events$.pipe(filter(({ type }) => type === 'signed-out')),
  },
];

/** How often an observable told something from now on. */
function watcher(ends: Observable<unknown>): () => number {
  const { values } = observe(ends);
  return () => values.length;
}

beforeEach(() => {
  setBroadcastChannel(true);
  // jsdom prints what reaches the window, as a browser's console does.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  setBroadcastChannel(false);
  jest.restoreAllMocks();
});

it.each(places)(
  'C10: an observer of $place that throws at sign-out keeps nothing from anybody, and its error goes to the error handler',
  async ({ ends }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore();
    const handler = new KeepingErrorHandler();
    const config = { onSessionEnd: 'stay' } as const;
    const app = await openApp(DOOR, {
      clock,
      pool,
      store,
      config,
      providers: [
        { provide: ErrorHandler, useValue: handler },
        provideBrowserGlobalErrorListeners(),
      ],
    });
    await app.signIn();
    const gateway = await GATEWAYS[0]!.connect(pool);
    const other = openBeside(DOOR, clock, pool, { store, config }, gateway);
    await clock.advance(1000);
    expect(other.session.isAuthenticated()).toBe(true);

    const error = new Error('a bug in an observer');
    // Before and after it in each list of observers.
    const watch = (): (() => number)[] => places.map((each) => watcher(each.ends(app.session)));
    const before = watch();
    ends(app.session).subscribe(() => {
      throw error;
    });
    const after = watch();
    const result = observe(app.session.signOut());
    await handler.first;
    await clock.advance(5000);

    const told = [...before, ...after].map((count) => count());
    expect(told).toEqual([...places, ...places].map(() => 1));
    expect(handler.errors).toEqual([error]);
    expect([...store.items.keys()]).toEqual([]);
    expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    expect(other.session.state()).toEqual({ status: 'signed-out', reason: 'other-tab' });
    expect(result.values).toEqual([{ revoked: true, everywhere: false }]);
  },
);
