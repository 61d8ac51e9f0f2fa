// Starts one Chromium before the tests of a file and closes it after them.

import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium';

/** One browser for all tests of the calling file; call the result inside a test. */
export function browserForFile(...browserArgs: readonly string[]): () => Browser {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium(...browserArgs);
  });
  after(() => browser.close());
  return () => browser;
}
