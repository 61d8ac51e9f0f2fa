// One simulated tab: a page with the library's real session manager, upkeep and interceptor in it, put together as
// create-session-manager.ts and session-host.ts do it.

import { DOCUMENT } from '@angular/common';
import { HttpErrorResponse, type HttpEvent, HttpRequest, HttpResponse } from '@angular/common/http';
import { Injector, runInInjectionContext } from '@angular/core';
import { Observable, of } from 'rxjs';
import { BrowserTabChannel } from '../../core/browser-tab-channel';
import { createUpkeep } from '../../core/browser-upkeep';
import { Clock } from '../../core/clock';
import { SecretFreeGateway } from '../../core/secret-free-gateway';
import { checkConfig } from '../../core/session-config';
import { SessionManager } from '../../core/session-manager';
import { SessionPersistence } from '../../core/session-persistence';
import { StoredRecord } from '../../core/stored-record';
import { MemorySessionStore } from '../../core/session-store';
import { SessionHost } from '../../session-host';
import { sessionInterceptor } from '../../session-interceptor';
import { STORE_KEY } from '../../testing-support/fake-store';
import type { FakeTokens } from '../../testing-support/fake-tokens';
import { configWith } from '../../testing-support/good-config';
import { API_URL } from '../../testing-support/fake-api';
import { Page } from './page';
import type { Family } from './model-pool';
import type { Holding } from './session-watch';
import type { World } from './world';

/** Longest time for `getSession` (a flight of 45 s and a look), and for a request (two of these and two calls). */
const LIMIT_MS = { session: 46_000, request: 94_000 };

/** Something that was asked for and must end once. */
interface Asked {
  readonly what: string;
  readonly startedAt: number;
  readonly limitMs: number;
  ends: number;
}

/** The page's clock: its timers fire in its own event loop. */
class PageClock extends Clock {
  constructor(
    private readonly page: Page,
    private readonly world: World,
  ) {
    super();
  }
  now(): number {
    return this.world.clock.now();
  }
  monotonic(): number {
    return this.world.clock.monotonic();
  }
  schedule(ms: number, callback: () => void): () => void {
    let due = true;
    const fire = (): void => {
      if (due) callback();
      due = false;
    };
    const cancel = this.world.clock.schedule(ms, () => this.page.run(fire));
    return () => {
      due = false;
      cancel();
    };
  }
}

/** A tab. */
export class Tab {
  readonly page: Page;
  readonly holding: Holding;
  manager!: SessionManager;
  readonly #world: World;
  readonly #injector: Injector;
  readonly #asked = new Set<Asked>();
  /** Whether the part of the app that follows other tabs could not be loaded when it was last tried. */
  chunkLost = false;
  /** The status of the next call to the API, when it is not for the API to decide. */
  nextStatus: number | undefined;

  constructor(world: World, name: string) {
    this.#world = world;
    this.page = new Page(name, world.clock);
    this.page.globals = world.globalsOf(this.page);
    const { storage } = world;
    this.holding = {
      generation: undefined,
      family: undefined,
      since: world.clock.monotonic(),
      left: new Map(),
      signedOutAt: undefined,
      owesRemoval: false,
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
      ],
    });
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
      this.#end();
      void Promise.resolve(this.manager.start(tokens, 'now'));
    });
  }

  signOut(everywhere: boolean): void {
    this.page.run(() => {
      this.holding.signedOutAt = this.#world.clock.monotonic();
      this.holding.owesRemoval = true;
      this.#end();
      const { state } = this.manager;
      if (everywhere && state.status === 'signed-in') {
        const refreshToken = state.session.getRefreshToken().getToken();
        this.#world.network.signedOutEverywhere.set(refreshToken, this.page);
      }
      void this.manager.signOut(everywhere);
    });
  }

  /** What getSession or refreshSession do. */
  acquire(forced: boolean, failed: (error: unknown) => void = () => undefined): void {
    this.page.run(() => {
      const [what, limitMs] = [forced ? 'refreshSession' : 'getSession', LIMIT_MS.session];
      this.#ask(
        what,
        limitMs,
        () => (forced ? this.manager.refresh() : this.manager.acquire()),
        failed,
      );
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
      this.#ask(`request to ${url}`, LIMIT_MS.request, () =>
        runInInjectionContext(this.#injector, () =>
          sessionInterceptor(new HttpRequest('GET', url), send),
        ),
      );
    });
  }

  /** I4: whatever was asked for has ended once, or is not too old. Time in which the page is frozen does not count. */
  judgeAsked(): void {
    const { watch } = this.#world;
    if (!this.page.alive) return;
    for (const asked of this.#asked) {
      if (asked.ends > 1) watch.violated('I4', `${asked.what} ended ${asked.ends} times`);
      const over = this.page.age - asked.startedAt > asked.limitMs;
      if (asked.ends === 0 && over) watch.violated('I4', `${asked.what} has not ended`);
      // An end that comes twice comes soon after the first.
      if (asked.ends > 0 && over) this.#asked.delete(asked);
    }
  }

  /** The user ends the session that is held here. */
  #end(): void {
    if (this.holding.family) this.holding.family.over = true;
    this.#world.sessions.userEnds(this.manager.generation);
  }

  #start(): void {
    const { storage, sessions, watch, network } = this.#world;
    const { page, holding } = this;
    const clock = new PageClock(page, this.#world);
    const config = checkConfig(configWith({ apis: [API_URL] }));
    const written = (seen: string | null, value: string | null): void =>
      sessions.storeWritten(page, holding, seen, value);
    const persistence = new SessionPersistence(
      new StoredRecord(storage.open(page, written), STORE_KEY),
      config,
      clock,
    );
    // Devices are not part of the model.
    const store = new MemorySessionStore();
    const channel = new BrowserTabChannel(STORE_KEY);
    const parts = { config, clock, persistence, channel, store };
    const gateway = new SecretFreeGateway(config.endpoint);
    this.manager = new SessionManager(
      parts,
      (current, acquire) =>
        new Promise((resolve, reject) => {
          const settled = (lost: boolean): void => {
            this.chunkLost = lost;
            if (lost) reject(new TypeError('Failed to fetch the chunk'));
            else resolve(createUpkeep(parts, current, acquire, STORE_KEY, gateway));
          };
          network.loadChunk(page, settled);
        }),
    );
    this.manager.state$.subscribe((state) => {
      sessions.stateChanged(page, holding, this.manager.generation, state);
    });
    this.manager.events$.subscribe((event) => {
      watch.count(`event: ${event.type}`);
      watch.noSecret(JSON.stringify(event), `an event of ${page.name}`);
      if ('error' in event) watch.noSecretIn(event.error, `an event's error of ${page.name}`);
    });
  }

  #ask(
    what: string,
    limitMs: number,
    ask: () => Observable<unknown>,
    failed: (error: unknown) => void = () => undefined,
  ): void {
    const { watch } = this.#world;
    const asked: Asked = {
      what: `${what} of ${this.page.name}`,
      startedAt: this.page.age,
      limitMs,
      ends: 0,
    };
    this.#asked.add(asked);
    ask().subscribe({
      error: (error: unknown) => {
        asked.ends++;
        failed(error);
        const { code, status } = error as { code?: string; status?: number };
        watch.count(`${what.split(' ')[0]} failed: ${code ?? status}`);
        watch.noSecretIn(error, `the error of ${asked.what}`);
      },
      complete: () => asked.ends++,
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
