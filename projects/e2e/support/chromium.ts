// Finds and starts the Chromium of the system; a run without a browser fails, it never skips.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser as users have it. */
export const CHROMIUM_PATH = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** The same engine without windows and the processes that draw them. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

const args = [
  // A sandbox needs rights that containers do not have; only pages of this repository are opened.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. */
export function launchChromium(...furtherArgs: readonly string[]): Promise<Browser> {
  return launch(CHROMIUM_PATH, furtherArgs, []);
}

/** Starts the browser with its back/forward cache, which Playwright turns off. */
export function launchChromiumWithPageCache(...furtherArgs: readonly string[]): Promise<Browser> {
  return launch(CHROMIUM_PATH, furtherArgs, ['--disable-back-forward-cache']);
}

/**
 * Starts the headless shell where it is installed and `CHROMIUM` names no other browser, else the
 * browser. A test takes half the processor time in it. It is no browser for tests of several tabs:
 * a write to localStorage is never seen late there, so such a test would prove nothing.
 */
export function launchHeadlessShell(...furtherArgs: readonly string[]): Promise<Browser> {
  const shell = process.env['CHROMIUM'] === undefined && existsSync(HEADLESS_SHELL);
  return launch(shell ? HEADLESS_SHELL : CHROMIUM_PATH, furtherArgs, []);
}

function launch(
  executablePath: string,
  furtherArgs: readonly string[],
  ignoreDefaultArgs: readonly string[],
): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install it (on Debian and Ubuntu: ` +
        'sudo apt-get install chromium) or set CHROMIUM to the path of its executable.',
    );
  }
  return chromium.launch({
    executablePath,
    args: [...args, ...furtherArgs],
    ignoreDefaultArgs: [...ignoreDefaultArgs],
  });
}
