// Declares the tests of tabs for one engine. Without the engine they are skipped, loudly, and fail
// in CI.

import { after, before, test } from 'node:test';
import type { LocalCognitoOptions } from 'local-cognito';
import { BrowserTabs } from './browser-tabs';
import type { Engine, EngineKind } from './engine';
import { makePageSite, type PageSite } from './page-site';

/** Longest run of one test, in milliseconds. */
const TEST_MS = 120_000;

/** How a test is played. */
export interface TabTestOptions {
  readonly pool: LocalCognitoOptions;
  /** So many tabs are signed in. Tests that name the same number run in the same tabs. */
  readonly sameTabs?: number;
  /** How often it is played; once, unless it says otherwise. */
  readonly times?: number;
  /**
   * Whether a page crashes. It then has a browser of its own, and a new one for each time in an
   * engine that does not survive this.
   */
  readonly crashes?: boolean;
}

/** Declares a test: the scenario, what happens, and what is played. */
export type TabTest = (
  scenario: string,
  what: string,
  options: TabTestOptions,
  play: (tabs: BrowserTabs) => Promise<void>,
) => void;

/** Starts the browser and calls `declare` with the function that declares a test in it. */
export function tabTests(kind: EngineKind, declare: (test: TabTest) => void): void {
  const missing = kind.missing();
  if (missing.length > 0) {
    sayMissing(kind, missing);
    return;
  }
  let shared: Engine;
  let site: PageSite;
  const open = new OpenTabs();
  before(async () => {
    site = makePageSite();
    shared = await kind.launch();
  });
  after(async () => {
    site.remove();
    await shared.quit();
  });
  declare((scenario, what, options, play) => {
    const { pool, sameTabs, times = 1, crashes = false } = options;
    if (sameTabs !== undefined) open.expect(sameTabs);
    void test(`${scenario} in ${kind.name}: ${what}`, { timeout: TEST_MS }, async () => {
      if (sameTabs !== undefined) {
        await open.play(sameTabs, () => BrowserTabs.start(shared, site.folder, pool), play);
        return;
      }
      const perBrowser = crashes && !shared.survivesCrash ? 1 : times;
      for (let played = 0; played < times; played += perBrowser) {
        const engine = crashes ? await kind.launch() : shared;
        try {
          for (let time = 0; time < perBrowser; time++) {
            await BrowserTabs.with(engine, site.folder, pool, play);
          }
        } finally {
          if (crashes) await engine.quit();
        }
      }
    });
  });
}

/**
 * Tabs that stay open for the next test: in some engines a new tab costs seconds of a processor.
 */
class OpenTabs {
  readonly #byCount = new Map<number, BrowserTabs>();
  /** How many tests that need these tabs have not run yet. */
  readonly #left = new Map<number, number>();

  /** Called once for each test, before the first one runs. */
  expect(count: number): void {
    this.#left.set(count, (this.#left.get(count) ?? 0) + 1);
  }

  /** Runs `play` in so many signed-in tabs; when it fails, the next test gets new ones. */
  async play(
    count: number,
    start: () => Promise<BrowserTabs>,
    play: (tabs: BrowserTabs) => Promise<void>,
  ): Promise<void> {
    const left = (this.#left.get(count) ?? 0) - 1;
    this.#left.set(count, left);
    const earlier = this.#byCount.get(count);
    const tabs = earlier ?? (await start());
    let serveAgain = false;
    try {
      if (!earlier) await tabs.openAll(count);
      await play(tabs);
      await tabs.assertNothingUncaught();
      serveAgain = left > 0;
    } finally {
      if (serveAgain) this.#byCount.set(count, tabs);
      else this.#byCount.delete(count);
      if (!serveAgain) await tabs.end();
    }
  }
}

function sayMissing({ name, packages }: EngineKind, missing: readonly string[]): void {
  const what = `${name} is not there: ${missing.join(', ')}. On Debian and Ubuntu: sudo apt-get install ${packages}`;
  // CI without the engine would be green for something it has not looked at.
  const skip = process.env['CI'] === undefined;
  if (skip) console.error(`\n!!! NOT TESTED in ${name}. ${what}\n`);
  void test(`tabs in ${name}`, { skip }, () => {
    throw new Error(what);
  });
}
