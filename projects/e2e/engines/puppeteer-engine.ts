// Chromium and Firefox, both through puppeteer.

import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import type { Engine, EngineKind, EngineTab } from './engine';
import { ownBrowser } from './process-tree';

/** Longest run of one command, in milliseconds. */
const COMMAND_MS = 150_000;

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const firefoxPath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

/** Chromium with a process for each tab: only then does one tab read the other's storage late. */
export const chromium: EngineKind = {
  name: 'Chromium',
  packages: 'chromium',
  missing: () => [chromiumPath].filter((path) => !existsSync(path)),
  launch: () =>
    launch('Chromium', {
      executablePath: chromiumPath,
      args: [
        // A sandbox needs rights that containers do not have; only pages of this repository are
        // opened.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--site-per-process',
        '--renderer-process-limit=32',
      ],
    }),
};

/** Firefox, whose hidden tabs keep their timers: by default they fire once a second. */
export const firefox: EngineKind = {
  name: 'Firefox',
  packages: 'firefox-esr',
  missing: () => [firefoxPath].filter((path) => !existsSync(path)),
  launch: () =>
    launch('Firefox', {
      browser: 'firefox',
      executablePath: firefoxPath,
      extraPrefsFirefox: {
        'dom.min_background_timeout_value': 4,
        'dom.min_background_timeout_value_without_budget_throttling': 4,
        'dom.timeout.enable_budget_timer_throttling': false,
        // A process for each tab, as for sites that are visited in few tabs.
        'dom.ipc.processCount': 32,
        'dom.ipc.processCount.webIsolated': 32,
      },
    }),
};

async function launch(name: string, options: LaunchOptions): Promise<Engine> {
  const browser = await puppeteer.launch({
    ...options,
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    protocolTimeout: COMMAND_MS,
  });
  const pid = browser.process()?.pid;
  if (pid === undefined) throw new Error('the browser has no process');
  return {
    // Its own name may be another one, such as Chrome.
    version: (await browser.version()).replace(/^.*\//, `${name} `),
    pid,
    open: (url) => open(browser, url),
    quit: ownBrowser(pid, () => browser.close()),
  };
}

async function open(browser: Browser, url: string): Promise<EngineTab> {
  const page = await browser.newPage();
  await page.goto(url);
  return {
    async goto(url) {
      await page.goto(url);
    },
    call: <T>(functionName: string, input: unknown) => call<T>(page, functionName, input),
    close: () => page.close(),
  };
}

async function call<T>(page: Page, functionName: string, input: unknown): Promise<T> {
  return (await page.evaluate(
    (functionName, input) =>
      (window as unknown as Record<string, (input: unknown) => Promise<unknown>>)[functionName]?.(
        input,
      ),
    functionName,
    input,
  )) as T;
}
