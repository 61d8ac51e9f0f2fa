// Declares the tests of tabs for one engine. Without the engine they are skipped, loudly, and fail
// in CI.

import { after, before, test } from 'node:test';
import type { LocalCognitoOptions } from 'local-cognito';
import { Crew } from './crew';
import type { Engine, EngineKind } from './engine';
import { makePageSite, type PageSite } from './page-site';

/** Longest run of one test, in milliseconds. */
const TEST_MS = 120_000;

/** How a test is played. */
export interface TabTestOptions {
  readonly pool: LocalCognitoOptions;
  /** Played that many times, each in a browser of its own, which may not outlive it. */
  readonly browsers?: number;
}

/** Declares a test: the scenario, what happens, and what is played. */
export type TabTest = (
  scenario: string,
  what: string,
  options: TabTestOptions,
  play: (crew: Crew) => Promise<void>,
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
  before(async () => {
    site = makePageSite();
    shared = await kind.launch();
  });
  after(async () => {
    site.remove();
    await shared.quit();
  });
  declare((scenario, what, { pool, browsers = 0 }, play) => {
    void test(`${scenario} in ${kind.name}: ${what}`, { timeout: TEST_MS }, async () => {
      if (browsers === 0) await Crew.with(shared, site.folder, pool, play);
      for (let i = 0; i < browsers; i++) {
        const own = await kind.launch();
        try {
          await Crew.with(own, site.folder, pool, play);
        } finally {
          await own.quit();
        }
      }
    });
  });
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
