// J06: no route table made of this library's guards sends a user to and fro for ever. Random
// tables, through the real router; each guard is counted, and one that is asked without end fails
// the test instead of hanging it.

import { TestBed } from '@angular/core/testing';
import {
  type ActivatedRouteSnapshot,
  NavigationError,
  provideRouter,
  type Route,
  Router,
  withRouterConfig,
} from '@angular/router';
import * as fc from 'fast-check';
import type { CognitoSessionConfig } from '../../src/core/config/session-config';
import { SessionError } from '../../src/core/session-error';
import {
  groupGuard,
  sessionGuard,
  type SessionGuardFn,
  signedOutGuard,
} from '../../src/session-guard';
import type { Claims } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';
import { EmptyPage } from '../support/sign-in-route';

const TABLES = 500;
/**
 * Guards redirect twice at most, so one guard is asked three times for the same page. That is the
 * scenario's ten calls wherever a route has up to three guards, its parents' included; a random
 * table may put more of them on one route.
 */
const MOST_PASSES = 3;
/** Far beyond what settles: a guard that is asked this often is asked for ever. */
const ENDLESS = 100;
const [door] = DOORS;

const PATHS = ['', 'sign-in', 'admin', 'account', 'forbidden', '**'];
/** A page in another outlet, beside any of them. */
const ASIDE = 'aside';
const URLS = [
  '/',
  '/sign-in',
  '/sign-in?returnUrl=%2Fadmin',
  '/sign-in?returnUrl=%2Fsign-in',
  '/admin?x=1#y',
  '/account/sign-in',
  '/account/admin',
  '/forbidden',
  '/nowhere',
  '/sign-in(aux:aside)',
  '/account/(sign-in//aux:aside)',
];
const SETTINGS: readonly Partial<CognitoSessionConfig>[] = [
  {},
  { afterSignInUrl: '/admin' },
  { afterSignInUrl: '/sign-in' },
  { signInUrl: '/account/sign-in?lang=de', afterSignInUrl: '/account' },
];
/** No session, one without the group and one with it. */
const USERS: readonly (Claims | null)[] = [null, {}, { 'cognito:groups': ['staff'] }];

/** How often guards were asked since the navigation began, all and each for its page. */
let calls = 0;
const passes = new Map<SessionGuardFn, Map<unknown, number>>();
const mostPasses = (): number =>
  Math.max(0, ...[...passes.values()].flatMap((pages) => [...pages.values()]));

/** Whom each guard lets pass; `signedOutGuard` protects nothing. */
const RULES = new Map<unknown, (user: Claims | null) => boolean>();
const isMember = (user: Claims | null): boolean => user?.['cognito:groups'] !== undefined;

type GuardRule = readonly [SessionGuardFn, (user: Claims | null) => boolean];

/** The guard, counted; one of its own for every place in a table. */
function counted([guard, rule]: GuardRule): SessionGuardFn {
  const counting: SessionGuardFn = (route, place) => {
    if (++calls > ENDLESS) throw new Error('guards are asked for ever');
    const page = 'routeConfig' in route ? route.routeConfig : route;
    const pages = passes.get(counting) ?? new Map<unknown, number>();
    passes.set(counting, pages.set(page, (pages.get(page) ?? 0) + 1));
    return guard(route, place);
  };
  RULES.set(counting, rule);
  return counting;
}

/**
 * Whether the guards of every page that is open let this user pass; all do that for the sign-in
 * page.
 */
function isAllowed(user: Claims | null, page: ActivatedRouteSnapshot, isSignIn: boolean): boolean {
  const { routeConfig, children, parent, outlet } = page;
  // Those of the parents are asked for their own pages.
  const asked = [
    ...(routeConfig?.canActivate ?? []),
    ...(routeConfig?.canMatch ?? []),
    ...(parent?.pathFromRoot ?? []).flatMap((each) => each.routeConfig?.canActivateChild ?? []),
  ];
  const isOpen =
    (isSignIn && outlet === 'primary') || asked.every((each) => RULES.get(each)?.(user));
  return isOpen && children.every((child) => isAllowed(user, child, isSignIn));
}

/** The path of the page in the primary outlet. */
function primaryPathOf(page: ActivatedRouteSnapshot): string {
  const next = page.children.find(({ outlet }) => outlet === 'primary');
  return page.url.map(({ path }) => `/${path}`).join('') + (next ? primaryPathOf(next) : '');
}

const guard = fc
  .constantFrom<GuardRule | undefined>(
    undefined,
    undefined,
    [sessionGuard, (user) => user !== null],
    [groupGuard('staff'), isMember],
    [groupGuard('staff', { otherwise: '/forbidden' }), isMember],
    [groupGuard('staff', { otherwise: '/' }), isMember],
    [signedOutGuard, () => true],
  )
  .map((rule) => rule && counted(rule));

const key = fc.constantFrom('canActivate', 'canActivateChild', 'canMatch');

/** A page, a parent or a redirect, with up to two guards. */
function routeAt(path: string, depth: number): fc.Arbitrary<Route> {
  return fc
    .record({
      guards: fc.array(fc.tuple(key, guard), { maxLength: 2 }),
      redirectTo: fc.option(fc.constantFrom('/', '/admin', '/sign-in', '/account'), {
        freq: 1,
        nil: null,
      }),
      children: depth > 0 && path !== '**' ? tableOf(depth - 1) : fc.constant<Route[]>([]),
      page: fc.constantFrom(0, 0, 0, 1),
    })
    .map(({ guards, redirectTo, children, page }): Route => {
      if (redirectTo !== null && page === 1) return { path, redirectTo, pathMatch: 'full' };
      const asked: Pick<Route, 'canActivate' | 'canActivateChild' | 'canMatch'> = {};
      for (const [name, each] of guards) if (each) asked[name] = [each];
      return { path, component: EmptyPage, ...asked, ...(children.length > 0 ? { children } : {}) };
    });
}

const routeAside = fc.tuple(key, guard).map(([name, each]): Route => ({
  path: ASIDE,
  outlet: 'aux',
  component: EmptyPage,
  ...(each && name !== 'canActivateChild' ? { [name]: [each] } : {}),
}));

/** Most of the paths, in any order. */
function tableOf(depth: number): fc.Arbitrary<Route[]> {
  return fc
    .shuffledSubarray(PATHS, { minLength: depth > 0 ? 3 : 0 })
    .chain((paths) => fc.tuple(routeAside, ...paths.map((path) => routeAt(path, depth))));
}

/**
 * Ends of a navigation that a developer can act on: the router names the URL, or the library names
 * two pages.
 */
function isNamed(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message: string };
  if (error instanceof SessionError) {
    return /^INVALID_CONFIG: (a guard redirects \/\S* to \/\S*, which leads back|the sign-in page \/\S* lies below)/.test(
      message,
    );
  }
  // No route matches; or redirects of the table's own, without a guard, go round.
  return code === 4002 || code === 4016;
}

async function become(app: SessionApp, claims: Claims | null): Promise<void> {
  if (claims) await app.signIn(app.pool.issue(claims));
  else observe(app.session.signOut());
  await app.clock.advance(10);
}

describe('J06', () => {
  let most = 0;
  let opened = 0;
  let refused = 0;

  it.each(SETTINGS)(
    'every URL of every table settles, with %j',
    async (settings) => {
      const app = await openApp(door!, {
        store: 'memory',
        config: { onSessionEnd: 'stay', ...settings },
        // A redirect that fails would be an unhandled rejection besides.
        providers: [provideRouter([], withRouterConfig({ resolveNavigationPromiseOnError: true }))],
      });
      const router = TestBed.inject(Router);
      const signInPath = (settings.signInUrl ?? '/sign-in').replace(/\?.*/, '');
      const failures: unknown[] = [];
      router.events.subscribe((event) => {
        if (event instanceof NavigationError) failures.push(event.error);
      });
      await fc.assert(
        fc.asyncProperty(tableOf(1), fc.constantFrom(...USERS), async (table, claims) => {
          await become(app, claims);
          router.resetConfig([{ path: 'start', component: EmptyPage }, ...table]);
          const isRefused = (): boolean => failures.some((each) => each instanceof SessionError);
          const open = async (url: string): Promise<void> => {
            [calls, failures.length] = [0, 0];
            passes.clear();
            await router.navigateByUrl(url);
            if (failures.length > 0) refused++;
            for (const failure of failures) if (!isNamed(failure)) throw failure;
            expect(mostPasses()).toBeLessThanOrEqual(MOST_PASSES);
            const { root } = router.routerState.snapshot;
            if (!isAllowed(claims, root, primaryPathOf(root) === signInPath)) {
              throw new Error(`${url} led to ${router.url}, which is closed to this user`);
            }
            most = Math.max(most, calls);
            opened++;
          };
          const refusedUrls = new Set<string>();
          for (const url of URLS) {
            await router.navigateByUrl('/start');
            await open(url);
            if (isRefused()) refusedUrls.add(url);
          }
          // Now from page to page: guards of parents that stay are not asked again, and what one
          // navigation left must not be held against the next.
          for (const url of URLS) {
            await open(url);
            if (isRefused() && !refusedUrls.has(url)) throw failures[0];
          }
        }),
        { numRuns: TABLES / SETTINGS.length },
      );
    },
    120_000,
  );

  afterAll(() => {
    figure(
      `J06 ${TABLES} random route tables, ${opened} URLs opened: all settle, ${refused} of them in an error that names the pages; no guard asked more than ${MOST_PASSES} times for a page, at most ${most} guard calls in all`,
    );
  });
});
