// A tab that the system has stopped in the middle of what it did: no script, no timer and no answer gets through, but
// its locks are still held. Chromium itself freezes hidden tabs only, and under test no tab is ever hidden.

import type { Page } from 'playwright-core';

/** How long the page spins so that its process can be told from the others, in milliseconds. */
const SPIN_MS = 400;

/** Freezes a page and thaws it again. */
export class FrozenRenderer {
  private constructor(private readonly processId: number) {}

  /** Finds the page's process: the one that works while the page spins. The page must not share it. */
  static async of(page: Page): Promise<FrozenRenderer> {
    const before = await processorTimes(page);
    await page.evaluate((ms) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    }, SPIN_MS);
    const after = await processorTimes(page);
    const spent = [...after].map(([id, seconds]) => ({
      id,
      seconds: seconds - (before.get(id) ?? 0),
    }));
    const [busiest] = spent.sort((a, b) => b.seconds - a.seconds);
    if (!busiest) throw new Error('the browser runs no renderer');
    return new FrozenRenderer(busiest.id);
  }

  freeze(): void {
    process.kill(this.processId, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.processId, 'SIGCONT');
  }
}

/** Seconds of processor time that each renderer process has used. */
async function processorTimes(page: Page): Promise<Map<number, number>> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the page belongs to no browser');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return new Map(renderers.map(({ id, cpuTime }) => [id, cpuTime]));
}
