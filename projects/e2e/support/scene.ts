// A test on a stage: one browser for all tests of a file, and a fresh stage for each.

import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium';
import { Stage, type StageOptions } from './stage';

/** Longest run of one test, in milliseconds, unless it says otherwise. */
const SCENE_MS = 60_000;

/** Declares a test. */
export type Scene = (
  name: string,
  options: StageOptions & { readonly timeoutMs?: number },
  play: (stage: Stage) => Promise<void>,
) => void;

/**
 * Starts a browser for the tests of the calling file and returns the function that declares them.
 */
export function scenesInChromium(...browserArgs: readonly string[]): Scene {
  return scenesIn(() => launchChromium(...browserArgs));
}

/** The same for a browser that is started otherwise. */
export function scenesIn(launch: () => Promise<Browser>): Scene {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  return (name, { timeoutMs = SCENE_MS, ...options }, play) => {
    void test(name, { timeout: timeoutMs }, () => Stage.with(browser, options, play));
  };
}
