// One tab's session core without Angular and without a page: the real parts over fakes. It loads in
// milliseconds, which is what specs of the core need that run once for every mutant.

import { Observable, Subject } from 'rxjs';
import type { CognitoGateway } from '../../src/core/cognito/cognito-gateway';
import { EndedGenerations } from '../../src/core/session/ended-generations';
import { FetchCognitoGateway } from '../../src/core/cognito/fetch-cognito-gateway';
import type { ActiveSession, SessionPlace } from '../../src/core/session/active-session';
import { toActiveSession } from '../../src/core/session/session-check';
import type { PageLifecycle } from '../../src/core/tabs/page-lifecycle';
import {
  type CheckedConfig,
  checkConfig,
  type CognitoSessionConfig,
} from '../../src/core/config/session-config';
import { QueuedRecord } from '../../src/core/store/queued-record';
import { SessionPersistence } from '../../src/core/store/session-persistence';
import type { RefresherParts } from '../../src/core/refresh/refresh-request';
import type { SessionStore } from '../../src/core/store/session-store';
import { SuspendedSignIns } from '../../src/core/store/suspended-sign-ins';
import type { TabChannel, TabMessage } from '../../src/core/tabs/tab-channel';
import type { TabLocks } from '../../src/core/tabs/tab-locks';
import { FakeClock } from './fake-clock';
import { serveByFetch } from './fake-fetch';
import { FakePool } from './fake-pool';
import { FakeStore, STORE_KEY } from './fake-store';
import type { FakeTokens } from './fake-tokens';
import { configWith } from './good-config';

/** Locks and marks of all tabs, as the browser keeps them. */
export class FakeTabLocks implements TabLocks {
  /** Every mark that was ever left here, with its time in milliseconds. */
  readonly marked: (readonly [name: string, ms: number])[] = [];
  /** What ends each of these marks early, in their order. */
  readonly signals: (AbortSignal | undefined)[] = [];
  /** Who holds the lock, and who waits: the end of the queue. */
  queue: Promise<unknown> = Promise.resolve();
  /** Runs before a mark stands, for a lock manager that is slow. */
  beforeMark: () => unknown = () => undefined;
  readonly #clock: FakeClock;
  readonly #standing = new Set<string>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  async mark(name: string, ms: number, signal?: AbortSignal): Promise<void> {
    await this.beforeMark();
    this.marked.push([name, ms]);
    this.signals.push(signal);
    this.leave(name, ms);
  }

  async marks(): Promise<readonly string[]> {
    return [...this.#standing];
  }

  /** A mark of another tab. */
  leave(name: string, ms = 3_600_000): void {
    this.#standing.add(name);
    this.#clock.schedule(ms, () => this.#standing.delete(name));
  }
}

/** The tab's end of the channel. */
export class FakeTabChannel implements TabChannel {
  /** What this tab told the others. */
  readonly posted: TabMessage[] = [];
  listening = true;
  disposed = false;
  /** Subscriptions that are open. */
  listeners = 0;
  readonly #heard$ = new Subject<TabMessage>();
  readonly messages$ = new Observable<TabMessage>((observer) => {
    this.listeners++;
    const subscription = this.#heard$.subscribe(observer);
    return () => {
      this.listeners--;
      subscription.unsubscribe();
    };
  });

  /** Another tab told this one. */
  hear(message: TabMessage): void {
    this.#heard$.next(message);
  }
  post(message: TabMessage): void {
    this.posted.push(message);
  }
  dispose(): void {
    this.disposed = true;
    this.#heard$.complete();
  }
}

/** The page's wakes and its network. */
export class FakePageLifecycle implements PageLifecycle {
  readonly wake$ = new Subject<'visible' | 'online'>();
  readonly away$ = new Subject<void>();
  online = true;
}

/** The parts of one tab. */
export interface SimulatedCore extends RefresherParts {
  readonly config: CheckedConfig;
  readonly clock: FakeClock;
  readonly pool: FakePool;
  readonly store: FakeStore;
  readonly channel: FakeTabChannel;
  readonly locks: FakeTabLocks;
  readonly page: FakePageLifecycle;
  /** Tokens as a active session of some place, straight from the pool unless given. */
  hold(place?: Partial<SessionPlace>, tokens?: Partial<FakeTokens>): ActiveSession;
  /** The record in the store, or undefined. */
  record(): { readonly generation: string; readonly revision: number } | undefined;
}

/** What {@link openSimulatedCore} makes them of; everything has a default. */
export interface SimulatedCoreOptions {
  readonly clock?: FakeClock;
  readonly pool?: FakePool;
  readonly store?: FakeStore;
  readonly config?: Partial<CognitoSessionConfig>;
  /** Whether the store is one for all tabs; default true. */
  readonly shared?: boolean;
  /** What calls Cognito; default: the pool by `fetch`. */
  readonly gateway?: CognitoGateway;
}

/** Opens a tab; `fetch` reaches its pool from now on. */
export function openSimulatedCore(options: SimulatedCoreOptions = {}): SimulatedCore {
  const { clock = new FakeClock(), store = new FakeStore(), shared = true } = options;
  const pool = options.pool ?? new FakePool(clock);
  serveByFetch(pool);
  const config = checkConfig(configWith(options.config));
  // As an app may give it: of the class's shape, and not its instance.
  const seen: unknown = {
    shared,
    getItem: (key: string) => store.getItem(key),
    setItem: (key: string, value: string) => store.setItem(key, value),
    removeItem: (key: string) => store.removeItem(key),
  };
  return {
    config,
    clock,
    pool,
    store,
    persistence: new SessionPersistence(
      new QueuedRecord(seen as SessionStore, STORE_KEY, clock),
      config,
      clock,
    ),
    channel: new FakeTabChannel(),
    locks: new FakeTabLocks(clock),
    page: new FakePageLifecycle(),
    gateway: options.gateway ?? new FetchCognitoGateway(config.endpoint),
    ended: new EndedGenerations(),
    suspended: new SuspendedSignIns(seen as SessionStore, STORE_KEY, clock, shared),
    hold: (place = {}, tokens = pool.issue()) =>
      toActiveSession(tokens, { generation: 'gen', revision: 0, ...place }, 'now', config, clock),
    record: () => {
      const raw = store.items.get(STORE_KEY);
      return raw === undefined
        ? undefined
        : (JSON.parse(raw) as { generation: string; revision: number });
    },
  };
}
