// The tabs of one test, all in one browser with the app in them, and a control tab that commands
// them. Each test has an emulated pool and an origin of its own, so it shares nothing with the test
// before: storage, locks and channels belong to origins.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Call,
  type LocalCognito,
  type LocalCognitoOptions,
  startLocalCognito,
} from 'local-cognito';
import type { AppSettings } from '../app/app-settings';
import { serve, type StaticServer } from '../support/static-server';
import type { Engine, EngineTab } from './engine';
import type { Command } from './page/control-tab';
import type { PlainOrders } from './page/plain-lock';
import type { AppOrders, TabReport } from './page/tab-orders';

/**
 * Longest time an order may take, in milliseconds, unless it says otherwise; and the end of a tab.
 */
const MS = { order: 30_000, close: 5000 };

type Orders = AppOrders & PlainOrders;
type Input<Name extends keyof Orders> = Parameters<Orders[Name]>[0];

/** How a page of the app differs from the usual one; `page/before-app.ts` knows the options. */
export type PageOptions = Readonly<Record<string, string>>;

/** Tabs, and the servers they talk to. */
export class BrowserTabs {
  readonly #tabs = new Map<string, EngineTab>();
  #clockOffsetMs = 0;

  private constructor(
    readonly engine: Engine,
    readonly local: LocalCognito,
    private readonly server: StaticServer,
    private readonly control: EngineTab,
  ) {}

  /** Runs `play` with new tabs; fails as well when a tab had an error that nobody caught. */
  static async with(
    engine: Engine,
    folder: string,
    pool: LocalCognitoOptions,
    play: (tabs: BrowserTabs) => Promise<void>,
  ): Promise<void> {
    const tabs = await BrowserTabs.start(engine, folder, pool);
    try {
      await play(tabs);
      await tabs.assertNothingUncaught();
    } finally {
      await tabs.end();
    }
  }

  /** Starts the servers and opens the control tab; `end` must be called. */
  static async start(
    engine: Engine,
    folder: string,
    pool: LocalCognitoOptions,
  ): Promise<BrowserTabs> {
    const local = await startLocalCognito({ apiCors: true, ...pool });
    const documents = { '/settings.json': settingsFor(local) };
    const server = await serve({ folder, documents });
    try {
      const control = await engine.open(`${server.origin}/control.html`);
      return new BrowserTabs(engine, local, server, control);
    } catch (error) {
      await server.stop();
      await local.stop();
      throw error;
    }
  }

  get origin(): string {
    return this.server.origin;
  }

  get names(): readonly string[] {
    return [...this.#tabs.keys()];
  }

  /** Opens the app in a new tab and waits until its session's state is known. */
  async open(name: string, path: string, pageOptions: PageOptions = {}): Promise<TabReport> {
    this.#tabs.set(name, await this.engine.open(this.url(name, path, pageOptions)));
    return this.one(name, 'report');
  }

  /** Opens a guarded page in a new tab and signs in on the way to it. */
  async openSignedIn(
    name: string,
    username = 'ana',
    pageOptions: PageOptions = {},
  ): Promise<TabReport> {
    await this.open(name, '/orders', pageOptions);
    return this.one(name, 'signIn', { username, password: 'Passw0rd!' });
  }

  /** Opens several tabs, all of them signed in by the sign-in of the first. */
  async openAll(count: number, pageOptions: PageOptions = {}): Promise<void> {
    await this.openSignedIn('tab 0', 'ana', pageOptions);
    while (this.#tabs.size < count) await this.open(`tab ${this.#tabs.size}`, '/', pageOptions);
  }

  /** Address of a page of the app in the tab of that name. */
  url(name: string, path: string, pageOptions: PageOptions = {}): string {
    return `${this.origin}${path}?${new URLSearchParams({ tab: name, ...pageOptions })}`;
  }

  tab(name: string): EngineTab {
    const tab = this.#tabs.get(name);
    assert.ok(tab, `no ${name}`);
    return tab;
  }

  /** Gives an order to all tabs, or to those named, by one message; returns their answers. */
  async order<Name extends keyof Orders>(
    order: Name,
    input?: Input<Name>,
    { tabs = this.names, timeoutMs = MS.order } = {},
  ): Promise<Readonly<Record<string, Awaited<ReturnType<Orders[Name]>>>>> {
    const command: Command = { order, input, tabs, timeoutMs };
    return this.control.call('command', command);
  }

  /** Gives an order to one tab. */
  async one<Name extends keyof Orders>(
    tab: string,
    order: Name,
    input?: Input<Name>,
    timeoutMs = MS.order,
  ): Promise<Awaited<ReturnType<Orders[Name]>>> {
    const answers = await this.order(order, input, { tabs: [tab], timeoutMs });
    return answers[tab] as Awaited<ReturnType<Orders[Name]>>;
  }

  reports(): Promise<Readonly<Record<string, TabReport>>> {
    return this.order('report');
  }

  /** Closes a tab. */
  async close(name: string): Promise<void> {
    const tab = this.tab(name);
    this.#tabs.delete(name);
    await closeTab(tab);
  }

  /** The pool's calls of one operation by one user. */
  poolCalls(operation: string, username = 'ana'): readonly Call[] {
    return this.local.calls.filter(
      (call) => call.operation === operation && call.username === username,
    );
  }

  /** The API's calls. */
  get apiCalls(): readonly Call[] {
    return this.local.calls.filter(({ server }) => server === 'api');
  }

  /** Leaves the tabs to the end of their browser, which may not take orders any more. */
  abandon(): void {
    this.#tabs.clear();
  }

  /**
   * Moves the clocks of the pool and of all pages; those of the pages are then up to `apartMs`
   * apart, by default not at all.
   */
  async moveClocks(ms: number, apartMs = 0): Promise<void> {
    this.local.moveClock(ms / 1000);
    this.#clockOffsetMs += ms;
    const offsetMs = this.#clockOffsetMs;
    await this.order('setClock', { offsetMs });
    if (apartMs === 0) return;
    for (const [index, tab] of this.names.entries()) {
      const own = Math.round((index * apartMs) / (this.names.length - 1));
      await this.one(tab, 'setClock', { offsetMs: offsetMs + own });
    }
  }

  /** Fails when a tab had an error that nobody caught. */
  async assertNothingUncaught(): Promise<void> {
    if (this.#tabs.size === 0) return;
    for (const [tab, { uncaught }] of Object.entries(await this.reports())) {
      assert.deepEqual(uncaught, [], `uncaught errors in ${tab}`);
    }
  }

  /** Closes all tabs and stops the servers. */
  async end(): Promise<void> {
    for (const name of this.names) await this.close(name);
    await closeTab(this.control);
    await this.server.stop();
    await this.local.stop();
  }
}

/** Also when its process is gone. */
async function closeTab(tab: EngineTab): Promise<void> {
  const closed = tab.close().catch(() => undefined);
  await Promise.race([closed, delay(MS.close, undefined, { ref: false })]);
}

function settingsFor(local: LocalCognito): AppSettings {
  const { poolUrl: endpoint, apiUrl, userPoolId, clientId } = local;
  return { endpoint, apiUrl, userPoolId, clientId, store: 'local', onSessionEnd: 'navigate' };
}
