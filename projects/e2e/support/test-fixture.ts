// Everything one test needs, fresh: an emulated pool and API, a server with the app, and a browser
// profile whose console is listened to.

import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  type Call,
  type LocalCognito,
  type LocalCognitoOptions,
  startLocalCognito,
} from 'local-cognito';
import type { AppSettings } from '../app/app-settings';
import { AppTab } from './app-tab';
import { serve, type StaticServer, type StaticSite } from './static-server';

/** How a fixture differs from the usual one. */
export interface FixtureOptions
  extends
    Partial<Pick<AppSettings, 'store' | 'onSessionEnd'>>,
    Pick<StaticSite, 'cacheControl' | 'hostname'> {
  readonly pool?: LocalCognitoOptions;
  /** Folder of another app than the usual one. */
  readonly app?: string;
  /** Console messages the test provokes; all others fail it. */
  readonly expectedErrors?: RegExp;
  /** Runs in every page before the app. */
  readonly initScript?: () => void;
  /** Settings of the app that differ from the usual ones. */
  readonly settings?: Partial<AppSettings>;
  /** URL of an HTTP proxy for all requests of the browser, those to loopback included. */
  readonly proxy?: string;
  /** Hosts, with ports, that are reached without the proxy. */
  readonly proxyBypass?: readonly string[];
  /** Origins that the page may connect to beside its own, the pool's and the API's. */
  readonly connectTo?: readonly string[];
  /** A policy instead of the usual one. */
  readonly contentSecurityPolicy?: string;
  /** Scripts that the app's server has beside the app's, by path. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/**
 * The browser writes this to the console for every answer of that status; no script can keep it
 * from doing so.
 */
export const REFUSED_REQUESTS =
  /^Failed to load resource: the server responded with a status of 40[01]/;

/** The fixture of one test. */
export class TestFixture {
  /** Errors of console and pages, except those the test expects. */
  readonly problems: string[] = [];

  private constructor(
    readonly local: LocalCognito,
    readonly context: BrowserContext,
    readonly server: StaticServer,
  ) {}

  /** Runs `play` with a fixture of its own; fails when console or pages had errors, too. */
  static async with(
    browser: Browser,
    options: FixtureOptions,
    play: (fixture: TestFixture) => Promise<void>,
  ): Promise<void> {
    const local = await startLocalCognito({ apiCors: true, ...options.pool });
    const { cacheControl, hostname } = options;
    const server = await serve({
      ...(cacheControl && { cacheControl }),
      ...(hostname && { hostname }),
      folder: options.app ?? process.env['E2E_APP'] ?? 'dist/e2e-app/browser',
      documents: { '/settings.json': settingsFor(local, options) },
      contentSecurityPolicy: options.contentSecurityPolicy ?? policyFor(local, options.connectTo),
      ...(options.scripts && { scripts: options.scripts }),
    });
    const context = await browser.newContext(
      options.proxy === undefined
        ? {}
        : { proxy: { server: options.proxy, bypass: options.proxyBypass?.join() ?? '' } },
    );
    // tsx wraps named functions in this helper; functions that are sent to a page need it there.
    await context.addInitScript('globalThis.__name = (named) => named');
    if (options.initScript) await context.addInitScript(options.initScript);
    const fixture = new TestFixture(local, context, server);
    context.on('page', (page) => fixture.listen(page, options.expectedErrors));
    try {
      await play(fixture);
      assert.deepEqual(fixture.problems, [], 'errors in console or pages');
    } finally {
      await context.close();
      await server.stop();
      await local.stop();
    }
  }

  /** Opens the app in a new tab. */
  open(path: string): Promise<AppTab> {
    return AppTab.open(this.context, this.server.origin, path);
  }

  /** Opens a guarded page and signs in on the way to it. */
  async openSignedIn(path = '/orders'): Promise<AppTab> {
    const tab = await this.open(path);
    await tab.signIn();
    await tab.at(path);
    await tab.shows('answer', 'API: 200');
    return tab;
  }

  /** The API's calls so far. */
  get apiCalls(): readonly Call[] {
    return this.local.calls.filter(({ server }) => server === 'api');
  }

  /** The pool's calls of one operation so far. */
  poolCalls(operation: string): readonly Call[] {
    return this.local.calls.filter((call) => call.operation === operation);
  }

  private listen(page: Page, expected?: RegExp): void {
    const note = (text: string): void => {
      if (!expected?.test(text)) this.problems.push(text);
    };
    page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) note(message.text());
    });
  }
}

function settingsFor(local: LocalCognito, options: FixtureOptions): AppSettings {
  const { poolUrl: endpoint, apiUrl, userPoolId, clientId } = local;
  const { store = 'local', onSessionEnd = 'navigate' } = options;
  return { endpoint, apiUrl, userPoolId, clientId, store, onSessionEnd, ...options.settings };
}

/** As strict as an app without styles can be; scenario K05 with the usual rest closed, too. */
function policyFor({ poolUrl, apiUrl }: LocalCognito, further: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    'img-src data:',
    ['connect-src', "'self'", poolUrl, apiUrl, ...further].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types angular',
  ].join('; ');
}
