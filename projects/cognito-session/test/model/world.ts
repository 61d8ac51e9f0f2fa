// A browser on a device, with everything that can go wrong around it: several tabs, one store, one
// lock manager, one network, one pool, one clock. What a seed and the steps do not decide does not
// happen.

import { FakeClock } from '../support/fake-clock';
import { ENDPOINT } from '../support/wired-gateways';
import { STORE_KEY } from '../support/fake-store';
import { Chance } from './chance';
import { MetadataWatch } from './metadata-watch';
import { ModelChannels } from './model-channel';
import { ModelLocks } from './model-locks';
import type { RefreshCall } from './family';
import { ModelNetwork } from './model-network';
import { ModelPool, type PoolOptions } from './model-pool';
import { ModelStorage, type StoreKind } from './model-storage';
import { installPageGlobals, type Page, type PageGlobals } from './page';
import { SessionWatch } from './session-watch';
import { SignInWatch } from './sign-in-watch';
import { Tab } from './tab';
import { Watch } from './watch';

/** What stays the same during a run. */
export interface WorldOptions extends PoolOptions {
  /** Decides delays and orders. */
  readonly chance: number;
  readonly store: StoreKind;
}

/** How many tabs there are at the start, and at most. */
const TABS = { first: 3, most: 5 };

/** The simulated browser. */
export class World {
  readonly clock = new FakeClock();
  readonly watch = new Watch(this.clock, () => this.storage.lastDisturbed ?? -1);
  readonly chance: Chance;
  readonly pool: ModelPool;
  readonly network: ModelNetwork;
  readonly storage: ModelStorage;
  readonly sessions: SessionWatch;
  readonly signIns: SignInWatch;
  readonly metadata: MetadataWatch;
  readonly tabs: Tab[] = [];
  readonly #locks: ModelLocks;
  readonly #channels: ModelChannels;
  #opened = 0;

  constructor(options: WorldOptions) {
    const { clock, watch } = this;
    const chance = (this.chance = new Chance(options.chance));
    this.pool = new ModelPool(clock, options, watch);
    this.metadata = new MetadataWatch(clock, watch);
    const judge = {
      sent: (call: RefreshCall) => this.metadata.sent(call),
      refreshed: (call: RefreshCall) => this.metadata.refreshed(call),
      gotAnotherUser: (call: RefreshCall) => this.sessions.mustEnd(call),
    };
    this.network = new ModelNetwork(clock, chance, watch, this.pool, ENDPOINT, judge);
    this.signIns = new SignInWatch(clock, watch, this.pool, this.network);
    this.storage = new ModelStorage(clock, chance, watch, options.store, STORE_KEY);
    this.sessions = new SessionWatch(clock, watch, this.pool, () => this.storage);
    this.#locks = new ModelLocks(clock, chance, watch);
    this.#channels = new ModelChannels(clock, chance, watch);
    installPageGlobals(() => this.network.online);
    // Back-off jitter of the library.
    Math.random = () => chance.fraction('jitter');
    for (let n = 0; n < TABS.first; n++) this.openTab();
  }

  get mayOpen(): boolean {
    return this.tabs.length < TABS.most;
  }

  openTab(): void {
    this.tabs.push(new Tab(this, `tab ${++this.#opened}`));
  }

  /** The user closes a tab, or it crashes: nothing of it runs any more. */
  closeTab(tab: Tab): void {
    tab.page.close();
    this.#locks.close(tab.page);
    this.#channels.close(tab.page);
    this.storage.close(tab.page);
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }

  globalsOf(page: Page): PageGlobals {
    return {
      locks: this.#locks.open(page),
      openChannel: () => this.#channels.open(page),
      fetch: (url, init) => this.network.fetch(page, this.#locks.holdsExclusive(page), url, init),
    };
  }

  /** Throws what was violated since the last time. */
  judge(): void {
    for (const tab of this.tabs) tab.asked.judge();
    const { violations } = this.watch;
    if (violations.length > 0) throw new Error(violations.join('\n'));
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
    this.judge();
  }
}
