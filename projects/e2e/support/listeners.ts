// Counts the listeners of an app's scripts by the browser's debugger: a script could count only
// those that it has seen added.

import type { Page } from 'playwright-core';

/**
 * How many listeners of each type the page's own scripts have at window and document, such as
 * `'window storage': 1`.
 */
export async function countListeners(page: Page): Promise<Readonly<Record<string, number>>> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  // Playwright has listeners there as well, in scripts without an address.
  const ownScripts = new Set<string>();
  session.on('Debugger.scriptParsed', ({ scriptId, url }) => {
    if (url.startsWith(origin)) ownScripts.add(scriptId);
  });
  await session.send('Debugger.enable');
  const counts: Record<string, number> = {};
  for (const target of ['window', 'document']) {
    const { result } = await session.send('Runtime.evaluate', { expression: target });
    if (!result.objectId) throw new Error(`the page has no ${target}`);
    const { listeners } = await session.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId,
    });
    for (const { type, scriptId } of listeners) {
      const name = `${target} ${type}`;
      if (ownScripts.has(scriptId)) counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  await session.detach();
  return counts;
}
