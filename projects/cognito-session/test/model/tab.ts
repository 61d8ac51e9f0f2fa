// One simulated tab: a page with the library's real session manager, runtime and interceptor in it,
// put together as create-session-manager.ts and session-host.ts do it.

import { DOCUMENT } from '@angular/common';
import { HttpErrorResponse, type HttpEvent, HttpRequest, HttpResponse } from '@angular/common/http';
import { Injector, runInInjectionContext } from '@angular/core';
import { from, Observable, of } from 'rxjs';
import { beginSignIn, completeSignIn } from '../../sign-in/src/pending-sign-in';
import { BrowserTabChannel } from '../../src/core/tabs/browser-tab-channel';
import { createRuntime } from '../../src/core/runtime/browser-runtime';
import { QueuedRecord } from '../../src/core/store/queued-record';
import { SecretFreeGateway } from '../../src/core/cognito/secret-free-gateway';
import { checkConfig } from '../../src/core/config/session-config';
import { SessionManager } from '../../src/core/session-manager';
import { SessionPersistence } from '../../src/core/store/session-persistence';
import { StoredRecord } from '../../src/core/store/stored-record';
import type { SessionState } from '../../src/core/session/session-state';
import { MemorySessionStore } from '../../src/core/store/session-store';
import { DevelopmentHints } from '../../src/development-hints';
import { SessionHost } from '../../src/session-host';
import { sessionInterceptor } from '../../src/session-interceptor';
import type { FakeClock } from '../support/fake-clock';
import { STORE_KEY } from '../support/fake-store';
import type { FakeTokens } from '../support/fake-tokens';
import { configWith } from '../support/good-config';
import { API_URL } from '../support/fake-api';
import { type AskedListeners, AskedFor } from './asked';
import { Page, type PageGlobals } from './page';
import { PageClock } from './page-clock';
import { type MetadataWatch, SETTING } from './metadata-watch';
import type { Family, User } from './family';
import { REFRESH_MS, RefreshQueue } from './refresh-queue';
import type { ModelNetwork } from './model-network';
import type { ModelPool } from './model-pool';
import type { ModelStorage } from './model-storage';
import type { Holding } from './holding';
import type { SessionWatch } from './session-watch';
import type { SignInOnItsWay, SignInWatch } from './sign-in-watch';
import type { Watch } from './watch';

/**
 * Longest time for `getSession`, which joins the first refresh of its page, and for a request (two
 * of these and two calls).
 */
const LIMIT_MS = { session: REFRESH_MS, request: 2 * REFRESH_MS + 2000 };

/** The world that a tab lives in. */
export interface TabWorld {
  readonly clock: FakeClock;
  readonly watch: Watch;
  readonly pool: ModelPool;
  readonly network: ModelNetwork;
  readonly storage: ModelStorage;
  readonly sessions: SessionWatch;
  readonly signIns: SignInWatch;
  readonly metadata: MetadataWatch;
  globalsOf(page: Page): PageGlobals;
}

/** A tab. */
export class Tab {
  readonly page: Page;
  readonly holding: Holding;
  manager!: SessionManager;
  readonly #world: TabWorld;
  readonly #injector: Injector;
  readonly asked: AskedFor;
  readonly #refreshes: RefreshQueue;
  /** By their access tokens. */
  readonly #signingIn = new Map<string, SignInOnItsWay>();
  /** The status of the next call to the API, when it is not for the API to decide. */
  nextStatus: number | undefined;

  constructor(world: TabWorld, name: string) {
    this.#world = world;
    this.page = new Page(name, world.clock);
    this.asked = new AskedFor(this.page, world.watch);
    this.#refreshes = new RefreshQueue(this.page, world.clock);
    this.page.globals = world.globalsOf(this.page);
    const { storage } = world;
    this.holding = {
      generation: undefined,
      family: undefined,
      refreshToken: undefined,
      since: world.clock.monotonic(),
      left: new Map(),
      signedOutAt: undefined,
      owesRemoval: false,
      chunkLost: false,
      atStart: { seen: storage.view(this.page), failing: storage.failing },
    };
    this.page.run(() => this.#start());
    const host: Partial<Record<keyof SessionHost, unknown>> = {
      onServer: false,
      manager: this.manager,
      manager$: of(this.manager),
      inZone: <T>(source: Observable<T>) => source,
    };
    this.#injector = Injector.create({
      providers: [
        { provide: SessionHost, useValue: host },
        { provide: DOCUMENT, useValue: { baseURI: 'https://app.example.com/' } },
        { provide: DevelopmentHints, useValue: new DevelopmentHints() },
      ],
    });
    host.injector = this.#injector;
  }

  /** The user whose session is shown; undefined while restoring, null when signed out. */
  get family(): Family | null | undefined {
    const { status } = this.manager.state;
    return status === 'restoring'
      ? undefined
      : status === 'signed-out'
        ? null
        : this.holding.family;
  }

  signIn(tokens: FakeTokens): void {
    this.page.run(() => {
      this.#end('sign in');
      void Promise.resolve(this.manager.start(tokens, 'now'));
    });
  }

  /** A sign-in whose tokens come `ms` milliseconds after its first call. */
  signInSlowly(user: User, ms: number): void {
    const { clock, network, pool, signIns } = this.#world;
    this.page.run(() => {
      const pending = beginSignIn(this.manager);
      const onItsWay = signIns.begin(this.page);
      const complete = (): void => {
        if (network.offline) return;
        const tokens = pool.signIn(user);
        this.#signingIn.set(tokens.AccessToken, onItsWay);
        const start = (): Observable<unknown> =>
          from(completeSignIn(this.manager, pending, tokens));
        const failed = (error: unknown): void =>
          signIns.failed(onItsWay, error, tokens.AccessToken);
        this.asked.ask('sign-in', LIMIT_MS.session, start, { failed });
      };
      clock.schedule(ms, () => this.page.run(complete));
    });
  }

  signOut(everywhere: boolean): void {
    this.page.run(() => {
      this.#world.signIns.signedOut(this.page);
      this.holding.signedOutAt = this.#world.clock.monotonic();
      this.holding.owesRemoval = true;
      this.#end('sign out');
      const { state } = this.manager;
      if (everywhere && state.status === 'signed-in') {
        const refreshToken = state.session.getRefreshToken().getToken();
        this.#world.network.signedOutEverywhere.set(refreshToken, this.page);
      }
      void this.manager.signOut(everywhere);
    });
  }

  /** What getSession does. */
  acquire(failed?: AskedListeners['failed']): void {
    this.page.run(() => {
      const ended = this.#mayRefresh();
      const ask = (): Observable<unknown> => this.manager.acquire();
      this.asked.ask('getSession', LIMIT_MS.session, ask, { failed, ended });
    });
  }

  /** What refreshSession does. */
  refresh(reason?: string): void {
    this.page.run(() => {
      const metadata = reason === undefined ? undefined : { reason };
      const waiting = this.#refreshes.join(this.holding.generation, reason);
      const told = (active: unknown): void => {
        if (active && reason) this.#world.metadata.told(this.page, reason, waiting.since);
      };
      const ended = (): void => this.#refreshes.leave(waiting);
      const ask = (): Observable<unknown> => this.manager.refresh(metadata);
      // Those with other metadata have their refreshes first.
      this.asked.ask('refreshSession', waiting.place * REFRESH_MS, ask, { told, ended });
    });
  }

  /** A request of the app, through the interceptor. */
  request(url: string): void {
    this.page.run(() => {
      const { watch } = this.#world;
      const family = this.family;
      const send = (request: HttpRequest<unknown>): Observable<HttpEvent<unknown>> => {
        const header = request.headers.get('Authorization');
        const token = header?.replace(/^Bearer /, '') ?? null;
        const owner = this.#world.pool.familyOf(token);
        watch.count(token ? 'request with a token' : 'request without a token');
        if (token && !url.startsWith(API_URL)) watch.violated('I3', `a token was sent to ${url}`);
        if (owner && family && owner.user !== family.user) {
          watch.violated('I5', `a request of user ${family.user} carried ${owner.user}'s token`);
        }
        if (owner && (owner !== this.holding.family || (family && owner !== family))) {
          watch.violated('I2', `a request carried a token of a session that is over`);
        }
        return this.#callApi(request.url, token);
      };
      const ask = (): Observable<unknown> =>
        runInInjectionContext(this.#injector, () =>
          sessionInterceptor(new HttpRequest('GET', url), send),
        );
      const ended = this.#mayRefresh();
      this.asked.ask(`request to ${url}`, LIMIT_MS.request, ask, { ended });
    });
  }

  /** Something begins that may start an automatic refresh; returns what to call at its end. */
  #mayRefresh(): () => void {
    const waiting = this.#refreshes.join(this.holding.generation);
    return () => this.#refreshes.leave(waiting);
  }

  /** The user ends the session that is held here. */
  #end(what: 'sign in' | 'sign out'): void {
    if (this.holding.family) this.holding.family.over = true;
    this.#world.sessions.userEnds(this.holding.generation, this.page, what);
  }

  /** A sign-in that was on its way ends the session that was there. */
  #arrived(state: SessionState): void {
    if (state.status !== 'signed-in') return;
    const accessToken = state.session.getAccessToken().getJwtToken();
    const onItsWay = this.#signingIn.get(accessToken);
    if (!onItsWay) return;
    this.#signingIn.delete(accessToken);
    this.#end('sign in');
    this.#world.signIns.succeeded(onItsWay);
  }

  #start(): void {
    const { storage, sessions, watch, network } = this.#world;
    const { page, holding } = this;
    const clock = new PageClock(page, this.#world.clock);
    const config = checkConfig(configWith({ apis: [API_URL], clientMetadata: SETTING }));
    const written = (seen: string | null, value: string | null): void =>
      sessions.storeWritten(page, holding, seen, value);
    const opened = storage.open(page, written);
    const record =
      storage.kind === 'web'
        ? new StoredRecord(opened, STORE_KEY)
        : new QueuedRecord(opened, STORE_KEY, clock);
    const persistence = new SessionPersistence(record, config, clock);
    // Devices are not part of the model.
    const store = new MemorySessionStore();
    const channel = new BrowserTabChannel(STORE_KEY);
    // Whoever was turned away gets a fresh session when the network is back.
    page.listen('online', () => this.#mayRefresh());
    const parts = { config, clock, persistence, channel, store };
    const gateway = new SecretFreeGateway(config.endpoint);
    this.manager = new SessionManager(
      parts,
      (current) =>
        new Promise((resolve, reject) => {
          const settled = (lost: boolean): void => {
            this.holding.chunkLost = lost;
            if (lost) reject(new TypeError('Failed to fetch the chunk'));
            else resolve(createRuntime(parts, current, STORE_KEY, gateway));
          };
          network.loadChunk(page, settled);
        }),
    );
    this.manager.state$.subscribe((state) => {
      this.#arrived(state);
      sessions.stateChanged(page, holding, this.manager.generation, state);
    });
    this.manager.events$.subscribe((event) => {
      watch.count(`event: ${event.type}`);
      watch.noSecret(JSON.stringify(event), `an event of ${page.name}`);
      if ('error' in event) watch.noSecretIn(event.error, `an event's error of ${page.name}`);
    });
  }

  #callApi(url: string, token: string | null): Observable<HttpEvent<unknown>> {
    const forced = this.nextStatus;
    this.nextStatus = undefined;
    return new Observable((observer) =>
      this.#world.network.callApi(this.page, url, token, forced, (status) => {
        if (status === 200) {
          observer.next(new HttpResponse({ status, url }));
          observer.complete();
        } else {
          observer.error(new HttpErrorResponse({ status, url }));
        }
      }),
    );
  }
}
