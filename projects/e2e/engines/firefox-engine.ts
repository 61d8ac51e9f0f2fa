// Firefox ESR without a screen, driven through Marionette.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/deadline';
import type { Engine, EngineKind } from './engine';
import { MarionetteConnection } from './marionette';
import { ownBrowser } from './process-tree';
import { WebDriver } from './webdriver';
import { WebDriverTabs } from './webdriver-tabs';

/** Longest start of the browser, in milliseconds. */
const START_MS = 60_000;

const path = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

/** Beside what Firefox itself sets for tests as soon as Marionette is on. */
const PREFERENCES = {
  // Any free port; the profile then has a file that names it.
  'marionette.port': 0,
  // Hidden tabs keep their timers: by default they fire once a second.
  'dom.min_background_timeout_value': 4,
  'dom.min_background_timeout_value_without_budget_throttling': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
  // A process for each tab, as for sites that are visited in few tabs.
  'dom.ipc.processCount': 32,
  'dom.ipc.processCount.webIsolated': 32,
};

/** Firefox, whose hidden tabs keep their timers. */
export const firefox: EngineKind = {
  name: 'Firefox',
  packages: 'firefox-esr',
  missing: () => [path].filter((path) => !existsSync(path)),
  launch,
};

async function launch(): Promise<Engine> {
  const profile = makeProfile();
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile];
  const browser = spawn(path, args, {
    // A tab that a test kills is to be nobody's bug report.
    env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
    stdio: 'ignore',
  });
  const { pid } = browser;
  if (pid === undefined) throw new Error(`${path} did not start`);
  let driver: WebDriver | undefined;
  const end = ownBrowser(pid, async () => driver?.quit());
  const quit = async (): Promise<void> => {
    await end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const connection = await MarionetteConnection.to(await portOf(profile));
    driver = await WebDriver.start(connection, {});
    const tabs = new WebDriverTabs(driver);
    const version = `Firefox ${driver.browserVersion}`;
    return { version, pid, survivesCrash: true, open: (url) => tabs.open(url), quit };
  } catch (error) {
    await quit();
    throw error;
  }
}

function makeProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'e2e-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  return profile;
}

/** The file is there as soon as Firefox listens. */
async function portOf(profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  const port = (): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
  await until('Firefox listens to Marionette', () => port() > 0, START_MS);
  return port();
}
