// Chromium as the tests of tabs need it, through Playwright.

import { existsSync } from 'node:fs';
import type { Browser, BrowserContext } from 'playwright-core';
import { CHROMIUM_PATH, launchChromium } from '../support/chromium';
import { SEPARATE_PROCESSES } from '../support/separate-processes';
import type { Engine, EngineKind, EngineTab } from './engine';
import { ownBrowser } from './process-tree';

/** Chromium with a process for each tab: only then does one tab read the other's storage late. */
export const chromium: EngineKind = {
  name: 'Chromium',
  packages: 'chromium',
  missing: () => [CHROMIUM_PATH].filter((path) => !existsSync(path)),
  launch,
};

async function launch(): Promise<Engine> {
  const browser = await launchChromium(...SEPARATE_PROCESSES);
  const pid = await processOf(browser);
  const context = await browser.newContext();
  // tsx wraps named functions in this helper; a page knows no such function.
  await context.addInitScript('globalThis.__name = (named) => named');
  return {
    version: `Chromium ${browser.version()}`,
    pid,
    survivesCrash: true,
    open: (url) => open(context, url),
    quit: ownBrowser(pid, () => browser.close()),
  };
}

async function processOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pid = processInfo.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error('the browser names no process of its own');
  return pid;
}

async function open(context: BrowserContext, url: string): Promise<EngineTab> {
  const page = await context.newPage();
  await page.goto(url);
  return {
    async goto(url) {
      await page.goto(url);
    },
    call: <T>(functionName: string, input: unknown): Promise<T> =>
      page.evaluate(
        ([functionName, input]) =>
          (window as unknown as Record<string, (input: unknown) => Promise<T>>)[functionName]?.(
            input,
          ) as Promise<T>,
        [functionName, input] as const,
      ),
    close: () => page.close(),
  };
}
