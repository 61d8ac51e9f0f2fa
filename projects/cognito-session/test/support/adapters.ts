// What the Angular adapters stand on, without a TestBed and without a page: an injector over one
// tab's session manager. It loads quickly, which is what specs need that run once for every mutant.

import { DOCUMENT, Location } from '@angular/common';
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  ErrorHandler,
  Injector,
  type Provider,
} from '@angular/core';
import {
  DefaultUrlSerializer,
  type Event,
  type NavigationBehaviorOptions,
  type Route,
  Router,
  type UrlTree,
} from '@angular/router';
import { Observable, of, Subject } from 'rxjs';
import type { SessionManager } from '../../src/core/session-manager';
import { DevelopmentHints } from '../../src/development-hints';
import { GuardRedirects } from '../../src/guard-redirects';
import { SessionHost } from '../../src/session-host';
import { FakeClock } from './fake-clock';

/** An injector of its own, beneath none; `get(EnvironmentInjector).destroy()` ends it. */
export function injectorOf(...providers: Provider[]): Injector {
  const none: unknown = Injector.NULL;
  // What Angular's root injector would make.
  const ofRoot = [
    { provide: DevelopmentHints, useValue: new DevelopmentHints() },
    { provide: GuardRedirects, useClass: GuardRedirects },
  ];
  const all = [...ofRoot, ...providers];
  return createEnvironmentInjector(all, none as EnvironmentInjector).get(Injector);
}

/** A host that has its manager already, or gets it later, or is on a server. */
export interface FakeHost {
  readonly host: SessionHost;
  /** Values that were passed on inside Angular's zone. */
  readonly inZone: unknown[];
  /** What Angular's `ErrorHandler` got. */
  readonly errors: unknown[];
  /** Gives a host that was made without a manager its manager. */
  arrive(manager: SessionManager): void;
}

/** What {@link fakeHost} makes it of; everything has a default. */
export interface FakeHostOptions {
  readonly onServer?: boolean;
  readonly clock?: FakeClock;
  /** Settles when a config that a function gets is there. */
  readonly ready?: Promise<void>;
  /** The state of the browser's history entry. */
  readonly historyState?: unknown;
  readonly router?: Router;
}

/** Makes one. */
export function fakeHost(
  manager?: SessionManager,
  {
    onServer = false,
    clock = new FakeClock(),
    ready,
    historyState = null,
    router = fakeRouter().router,
  }: FakeHostOptions = {},
): FakeHost {
  const arrived$ = new Subject<SessionManager>();
  const inZone: unknown[] = [];
  const errors: unknown[] = [];
  const host = {
    onServer,
    clock,
    ready,
    left: undefined,
    passed: new Set(),
    manager,
    manager$: manager ? of(manager) : arrived$,
    prepare: () => Promise.resolve(),
    navigation: () => import('../../src/page-navigation'),
    injector: injectorOf(
      { provide: Router, useValue: router },
      { provide: Location, useValue: { getState: () => historyState } },
      { provide: ErrorHandler, useValue: { handleError: (error: unknown) => errors.push(error) } },
    ),
    inZone: <T>(source: Observable<T>): Observable<T> =>
      new Observable((observer) =>
        source.subscribe({
          next: (value) => {
            inZone.push(value);
            observer.next(value);
          },
          error: (error: unknown) => observer.error(error),
          complete: () => observer.complete(),
        }),
      ),
  };
  return {
    host: host as unknown as SessionHost,
    inZone,
    errors,
    arrive: (late) => {
      host.manager = late;
      arrived$.next(late);
      arrived$.complete();
    },
  };
}

/**
 * What guards and sign-in page use of a router: it reads and writes URLs as Angular's own, and
 * remembers where it went.
 */
export interface FakeRouter {
  url: string;
  /** The URL of the navigation that is under way. */
  opening: string | undefined;
  /** The number of that navigation. */
  navigationId: number;
  /** The route that is open. */
  route: Route | undefined;
  /** Where it was sent, as text. */
  readonly went: string[];
  /** What the router tells of its navigations. */
  readonly events: Subject<Event>;
  /** The options of each navigation, and the state it gave its history entry, if any. */
  readonly extras: unknown[];
  readonly states: unknown[];
  /** What a navigation comes to. */
  outcome: (url: string) => Promise<boolean>;
}

/** Makes one, standing at `url`, with the router that Angular would inject. */
export function fakeRouter(url = '/'): FakeRouter & { readonly router: Router } {
  const serializer = new DefaultUrlSerializer();
  const text = (to: string | UrlTree): string =>
    typeof to === 'string' ? to : serializer.serialize(to);
  const state: FakeRouter = {
    url,
    opening: undefined,
    navigationId: 1,
    route: undefined,
    events: new Subject(),
    went: [],
    extras: [],
    states: [],
    outcome: (to) => {
      state.url = to;
      return Promise.resolve(true);
    },
  };
  const router = {
    get url() {
      return state.url;
    },
    parseUrl: (to: string) => serializer.parse(to),
    serializeUrl: (tree: UrlTree) => serializer.serialize(tree),
    currentNavigation: () =>
      state.opening === undefined
        ? null
        : { id: state.navigationId, extractedUrl: serializer.parse(state.opening) },
    get routerState() {
      const page = { routeConfig: state.route, children: [] };
      return { snapshot: { root: { routeConfig: null, children: [page] } } };
    },
    events: state.events,
    navigateByUrl: (to: string | UrlTree, extras?: NavigationBehaviorOptions) => {
      state.went.push(text(to));
      state.extras.push(extras);
      if (extras?.state) state.states.push(extras.state);
      return state.outcome(text(to));
    },
  };
  return Object.assign(state, { router: router as unknown as Router });
}

const origin = 'https://app.example.com';
/** As much of a document as the library looks at. */
export const PAGE_DOCUMENT: Provider = {
  provide: DOCUMENT,
  useValue: { baseURI: `${origin}/page`, location: { origin } },
};

/** Providers of these fakes. */
export function adapterProviders(host: SessionHost, router = fakeRouter().router): Provider[] {
  return [
    { provide: SessionHost, useValue: host },
    { provide: Router, useValue: router },
    { provide: Location, useValue: { getState: () => null } },
    PAGE_DOCUMENT,
  ];
}
