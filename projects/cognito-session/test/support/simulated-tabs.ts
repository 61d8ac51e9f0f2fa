// Several tabs of one browser in one test: apps beside each other over one storage, with or without
// what browsers give tabs to hear of each other.

import type { SessionEvent } from '../../src/core/session/session-state';
import { setBroadcastChannel } from './fake-broadcast-channel';
import { FakeClock } from './fake-clock';
import { FakeLocks, setWebLocks } from './fake-locks';
import { FakePool } from './fake-pool';
import { LateStorage, type LateStore } from './late-store';
import { observe, type Observed } from './observed';
import { DOORS, GATEWAYS, openApp, openBeside, type SessionApp } from './session-app';

/** What the browser has; by default everything, and storage that is never late. */
export interface BrowserOptions {
  readonly tabs: number;
  readonly locks?: boolean;
  readonly broadcastChannel?: boolean;
  readonly storageEvents?: boolean;
  /** How late the next write reaches the other tabs, in milliseconds. */
  readonly lateMs?: () => number;
  /** Whether a user signs in in the first tab before the others are opened; default true. */
  readonly signedIn?: boolean;
}

/** A browser with its tabs and the pool they call; rotation is on, without a grace period. */
export interface SimulatedBrowser {
  readonly clock: FakeClock;
  readonly pool: FakePool;
  readonly locks: FakeLocks;
  readonly storage: LateStorage;
  readonly stores: readonly LateStore[];
  readonly tabs: readonly SessionApp[];
  /** What each tab told since it was handed out. */
  readonly events: readonly Observed<SessionEvent>[];
}

/** Opens the tabs; call {@link closeBrowser} after the test. */
export async function openBrowser(options: BrowserOptions): Promise<SimulatedBrowser> {
  const { locks: hasLocks = true, broadcastChannel = true, storageEvents = true } = options;
  const { lateMs = () => 0, signedIn = true } = options;
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const locks = new FakeLocks(clock);
  setWebLocks(hasLocks ? locks : undefined);
  setBroadcastChannel(broadcastChannel);
  const storage = new LateStorage(clock, lateMs, storageEvents);
  const stores = Array.from({ length: options.tabs }, () => storage.open());
  const appOptions = stores.map((store) => ({
    store,
    config: { onSessionEnd: 'stay' as const },
  }));
  const [first, ...others] = appOptions;
  const gateway = GATEWAYS[0]!;
  const tabs = [await openApp({ ...DOORS[0]!, ...gateway }, { clock, pool, ...first })];
  if (signedIn) await tabs[0]!.signIn();
  for (const each of others) {
    tabs.push(openBeside(DOORS[0]!, clock, pool, each, await gateway.connect(pool)));
  }
  // The runtime of a session is loaded by then.
  await clock.advance(1000);
  expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual(tabs.map(() => signedIn));
  const events = tabs.map(({ session }) => observe(session.events$));
  return { clock, pool, locks, storage, stores, tabs, events };
}

/** Takes from the page what {@link openBrowser} gave it. */
export function closeBrowser(): void {
  setWebLocks(undefined);
  setBroadcastChannel(false);
}

/** The types of the events, tab by tab. */
export function typesOf(events: readonly Observed<SessionEvent>[]): string[][] {
  return events.map(({ values }) => values.map(({ type }) => type));
}
