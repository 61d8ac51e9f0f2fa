// The strings that a page's scripts can still reach, from a heap snapshot: what nothing holds any
// more is collected first and is not in it.

import type { Page } from 'playwright-core';

/**
 * Length of what is looked for, and how far from a string's beginning V8 writes it and what may
 * stand before it.
 */
const NEEDLE = 60;
const EARLY = 960;

interface Snapshot {
  readonly strings: readonly string[];
}

/** Every string of the snapshot; V8 writes the first 1024 characters of each. */
export async function heapStrings(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  // Some memory is let go of only after the task in which it was found unused.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return (JSON.parse(chunks.join('')) as Snapshot).strings;
}

/** A piece of each token that is in no other and lies early enough to be in a snapshot. */
export function heapNeedles(tokens: Iterable<string>): string[] {
  const all = [...tokens];
  return all.map((token) => {
    for (let start = 0; start + NEEDLE < Math.min(EARLY, token.length); start += NEEDLE / 2) {
      const piece = token.slice(start, start + NEEDLE);
      if (all.every((other) => other === token || !other.includes(piece))) return piece;
    }
    throw new Error('a token begins like another one');
  });
}
