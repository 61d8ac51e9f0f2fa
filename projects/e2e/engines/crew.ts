// Tabs of one browser with the app in them, and a control tab that commands them. Each crew has an
// emulated pool and an origin of its own, so that nothing is shared with the crew before: storage,
// locks and channels belong to origins.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Call,
  type LocalCognito,
  type LocalCognitoOptions,
  startLocalCognito,
} from 'local-cognito';
import type { AppSettings } from '../app/app-settings';
import { serve } from '../support/static-server';
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

/** What the app's page is to be like; see `page/before-app.ts`. */
export type Wishes = Readonly<Record<string, string>>;

/** Tabs, and whom they talk to. */
export class Crew {
  readonly #tabs = new Map<string, EngineTab>();

  private constructor(
    readonly engine: Engine,
    readonly local: LocalCognito,
    readonly origin: string,
    private readonly control: EngineTab,
  ) {}

  /** Runs `play` with a crew; fails as well when a tab had an error that nobody caught. */
  static async with(
    engine: Engine,
    folder: string,
    pool: LocalCognitoOptions,
    play: (crew: Crew) => Promise<void>,
  ): Promise<void> {
    const local = await startLocalCognito({ apiCors: true, ...pool });
    const documents = { '/settings.json': settingsFor(local) };
    const server = await serve({ folder, documents });
    let crew: Crew | undefined;
    try {
      const control = await engine.open(`${server.origin}/control.html`);
      crew = new Crew(engine, local, server.origin, control);
      await play(crew);
      await crew.assertNothingUncaught();
    } finally {
      await crew?.end();
      await server.stop();
      await local.stop();
    }
  }

  get names(): readonly string[] {
    return [...this.#tabs.keys()];
  }

  /** Opens the app in a new tab and waits until its session's state is known. */
  async open(name: string, path: string, wishes: Wishes = {}): Promise<TabReport> {
    this.#tabs.set(name, await this.engine.open(this.url(name, path, wishes)));
    return this.one(name, 'report');
  }

  /** Opens a guarded page in a new tab and signs in on the way to it. */
  async openSignedIn(name: string, username = 'ana', wishes: Wishes = {}): Promise<TabReport> {
    await this.open(name, '/orders', wishes);
    return this.one(name, 'signIn', { username, password: 'Passw0rd!' });
  }

  /** Opens several tabs, all of them signed in by the sign-in of the first. */
  async openAll(count: number, wishes: Wishes = {}): Promise<void> {
    await this.openSignedIn('tab 0', 'ana', wishes);
    while (this.#tabs.size < count) await this.open(`tab ${this.#tabs.size}`, '/', wishes);
  }

  /** Address of a page of the app in the tab of that name. */
  url(name: string, path: string, wishes: Wishes = {}): string {
    return `${this.origin}${path}?${new URLSearchParams({ tab: name, ...wishes })}`;
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

  private async assertNothingUncaught(): Promise<void> {
    if (this.#tabs.size === 0) return;
    for (const [tab, { uncaught }] of Object.entries(await this.reports())) {
      assert.deepEqual(uncaught, [], `uncaught errors in ${tab}`);
    }
  }

  private async end(): Promise<void> {
    for (const name of this.names) await this.close(name);
    await closeTab(this.control);
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
