// Declares tests in Chromium: one browser for all tests of a file, a fresh fixture for each test.

import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium, launchHeadlessShell } from './chromium';
import { TestFixture, type FixtureOptions } from './test-fixture';

/** Longest run of one test, in milliseconds, unless it says otherwise. */
const TEST_MS = 60_000;

/** Declares a test. */
export type BrowserTest = (
  name: string,
  options: FixtureOptions & { readonly timeoutMs?: number },
  play: (fixture: TestFixture) => Promise<void>,
) => void;

/**
 * Starts a headless shell for the tests of the calling file, which use one tab each, and returns
 * the function that declares them.
 */
export function testsInOneTab(...browserArgs: readonly string[]): BrowserTest {
  return testsIn(() => launchHeadlessShell(...browserArgs));
}

/** The same for tests in several tabs, which need the whole browser. */
export function testsInTabs(...browserArgs: readonly string[]): BrowserTest {
  return testsIn(() => launchChromium(...browserArgs));
}

/** The same for a browser that is started otherwise. */
export function testsIn(launch: () => Promise<Browser>): BrowserTest {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  return (name, { timeoutMs = TEST_MS, ...options }, play) => {
    void test(name, { timeout: timeoutMs }, () => TestFixture.with(browser, options, play));
  };
}
