// One visit to a sign-in page: a profile and a renderer process of its own, as for somebody who
// comes to sign in.

import type { Browser, CDPSession, Page } from 'playwright-core';
// Types only: what the page puts on `window`.
import type {} from './app/account';

/** A user that every emulated pool has, without a second factor. */
export const USER = { username: 'ana', password: 'Passw0rd!' } as const;

/** CPU time, in milliseconds. */
export interface CpuTime {
  /** The thread that the page lives on, and is frozen by. */
  readonly mainThread: number;
  /**
   * The whole renderer process: compilers, garbage collection and WebCrypto have threads of their
   * own.
   */
  readonly process: number;
}

/** What opening the page takes. */
export interface Opening {
  /** From the start of the navigation until the page is ready. */
  readonly opening: CpuTime;
  /** Scripts that the page had loaded when it stood ready. */
  readonly scriptsBefore: readonly string[];
}

/** What one visit has shown. */
export interface Visit extends Opening {
  /** The first sign-in since the page was opened. */
  readonly first: CpuTime;
  /** A later one in the same page, when the browser has compiled what is used often. */
  readonly later: CpuTime;
  /** Scripts that the first sign-in loaded. */
  readonly scriptsDuring: readonly string[];
}

/** Sign-ins before the one that counts as `later`. */
const EARLIER = 4;

/** Opens the sign-in page at `origin` and signs in, several times. */
export function visit(browser: Browser, origin: string): Promise<Visit> {
  return withPage(browser, origin, async ({ page, cpu, scripts, ...opened }) => {
    const first = await measured(cpu, () => signIn(page));
    const scriptsDuring = [...scripts].slice(opened.scriptsBefore.length);
    for (let i = 1; i < EARLIER; i++) {
      await signOut(page);
      await signIn(page);
    }
    await signOut(page);
    const later = await measured(cpu, () => signIn(page));
    return { ...opened, first, later, scriptsDuring };
  });
}

/** Opens the page and leaves. */
export function open(browser: Browser, origin: string): Promise<Opening> {
  return withPage(browser, origin, ({ opening, scriptsBefore }) =>
    Promise.resolve({ opening, scriptsBefore }),
  );
}

interface OpenPage extends Opening {
  readonly page: Page;
  readonly cpu: CDPSession;
  /** Grows while the page loads more. */
  readonly scripts: ReadonlySet<string>;
}

async function withPage<T>(
  browser: Browser,
  origin: string,
  use: (opened: OpenPage) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') {
        scripts.add(new URL(request.url()).pathname.slice(1));
      }
    });
    // Another page of the origin has the same renderer process, in which the count can begin before
    // the page does.
    await page.goto(`${origin}/settings.json`);
    const cpu = await context.newCDPSession(page);
    await cpu.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(`${origin}/sign-in`);
    await page.waitForFunction(() => 'account' in window);
    // A gateway may still be on its way.
    await page.waitForLoadState('networkidle');
    const opening = await readCpu(cpu);
    return await use({ page, cpu, scripts, opening, scriptsBefore: [...scripts] });
  } finally {
    await context.close();
  }
}

/**
 * Signs in and waits until the page has nothing more to do: what a library puts off is its work,
 * too.
 */
async function signIn(page: Page): Promise<void> {
  await page.evaluate(async ({ username, password }) => {
    await window.account.signIn(username, password);
    await new Promise((done) => requestIdleCallback(done));
  }, USER);
}

async function signOut(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await window.account.signOut();
    await new Promise((done) => requestIdleCallback(done));
  });
}

async function measured(cpu: CDPSession, work: () => Promise<void>): Promise<CpuTime> {
  const before = await readCpu(cpu);
  await work();
  const after = await readCpu(cpu);
  return {
    mainThread: after.mainThread - before.mainThread,
    process: after.process - before.process,
  };
}

async function readCpu(cpu: CDPSession): Promise<CpuTime> {
  const { metrics } = await cpu.send('Performance.getMetrics');
  const milliseconds = (name: string): number => {
    const metric = metrics.find((each) => each.name === name);
    if (!metric) throw new Error(`Chromium does not tell ${name}`);
    return metric.value * 1000;
  };
  return { mainThread: milliseconds('ThreadTime'), process: milliseconds('ProcessTime') };
}
