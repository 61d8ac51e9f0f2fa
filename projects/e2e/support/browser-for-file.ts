// Starts one browser for all tests of a file that use one tab each.

import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchHeadlessShell } from './chromium';

/** One browser for all tests of the calling file; call the result inside a test. */
export function browserForFile(...browserArgs: readonly string[]): () => Browser {
  let browser: Browser;
  before(async () => {
    browser = await launchHeadlessShell(...browserArgs);
  });
  after(() => browser.close());
  return () => browser;
}
