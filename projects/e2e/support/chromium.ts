// Finds and starts the Chromium of the system; a run without a browser fails, it never skips.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

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
  return launch(furtherArgs, []);
}

/** Starts the browser with its back/forward cache, which Playwright turns off. */
export function launchChromiumWithPageCache(...furtherArgs: readonly string[]): Promise<Browser> {
  return launch(furtherArgs, ['--disable-back-forward-cache']);
}

function launch(
  furtherArgs: readonly string[],
  ignoreDefaultArgs: readonly string[],
): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}. Install it (on Debian and Ubuntu: sudo apt-get install chromium) ` +
        'or set CHROMIUM to the path of its executable.',
    );
  }
  return chromium.launch({
    executablePath,
    args: [...args, ...furtherArgs],
    ignoreDefaultArgs: [...ignoreDefaultArgs],
  });
}
