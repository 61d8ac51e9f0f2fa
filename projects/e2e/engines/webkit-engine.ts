// WebKitGTK: its MiniBrowser on a screen of its own, driven through WebKitWebDriver.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { until } from '../support/deadline';
import type { Engine, EngineKind } from './engine';
import { ownBrowser } from './process-tree';
import { WebDriver } from './webdriver';
import { HttpConnection } from './webdriver-http';
import { WebDriverTabs } from './webdriver-tabs';

const driverPath = process.env['WEBKIT_DRIVER'] ?? '/usr/bin/WebKitWebDriver';
const screenPath = '/usr/bin/Xvfb';
const browserPath = process.env['MINIBROWSER'] ?? findMiniBrowser();

/** The engine of Safari, as packaged for Linux. */
export const webkit: EngineKind = {
  name: 'WebKit',
  packages: 'webkit2gtk-driver xvfb',
  missing: () => [driverPath, browserPath, screenPath].filter((path) => !existsSync(path)),
  launch,
};

/** It lies in a folder named after the machine's architecture. */
function findMiniBrowser(): string {
  const paths = readdirSync('/usr/lib').map(
    (arch) => `/usr/lib/${arch}/webkit2gtk-4.1/MiniBrowser`,
  );
  return paths.find((path) => existsSync(path)) ?? 'webkit2gtk-4.1/MiniBrowser';
}

async function launch(): Promise<Engine> {
  const screen = spawn(screenPath, ['-displayfd', '3', '-screen', '0', '1280x1024x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  const port = await freePort();
  const driver = spawn(driverPath, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}` },
    stdio: 'ignore',
  });
  if (driver.pid === undefined || screen.pid === undefined) {
    throw new Error(`${driverPath} or ${screenPath} did not start`);
  }
  let session: WebDriver | undefined;
  const quit = ownBrowser(driver.pid, async () => session?.quit(), screen.pid);
  try {
    const server = `http://127.0.0.1:${port}`;
    await until('WebKitWebDriver answers', () => isUp(`${server}/status`));
    session = await WebDriver.start(new HttpConnection(server), {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary: browserPath, args: ['--automation'] },
      },
    });
    const tabs = new WebDriverTabs(session);
    return {
      version: `WebKitGTK ${session.browserVersion}`,
      pid: driver.pid,
      // Its driver gives the browser up.
      survivesCrash: false,
      open: (url) => tabs.open(url),
      quit,
    };
  } catch (error) {
    await quit();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
