// Counts the processes that draw pages, which tells whether tabs share one.

import type { BrowserContext } from 'playwright-core';

/** How many renderer processes the browser runs. */
export async function rendererProcesses(context: BrowserContext): Promise<number> {
  const browser = context.browser();
  if (!browser) throw new Error('the context belongs to no browser');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').length;
}
