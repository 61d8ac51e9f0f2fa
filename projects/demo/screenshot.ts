// Takes the picture in the README: `npx tsx projects/demo/screenshot.ts`. CHROMIUM names another
// browser binary.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startDemo } from './demo-server';

const target = join(import.meta.dirname, '../../docs/screenshot.png');
const longest = 400_000;
const longestStart = 120_000;

async function main(): Promise<void> {
  // The prepared name ends in an emoji, which a computer without such a font draws as a box.
  const users = [{ username: 'ana', name: 'Ana Petrović Ђорђевић' }];
  const demo = await startDemo({ quiet: true, watch: false, users });
  try {
    await reachable(demo.url);
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await recover(page, demo.url);
      await page.screenshot({ path: target, fullPage: true, animations: 'disabled' });
    } finally {
      await browser.close();
    }
  } finally {
    await demo.stop();
  }
  const { size } = statSync(target);
  if (size > longest) throw new Error(`the picture has ${size} bytes, more than ${longest}`);
  process.stdout.write(`${target}: ${size} bytes\n`);
}

/** Ten requests with a token that the API rejects: what the library is for. */
async function recover(page: Page, url: string): Promise<void> {
  // The first page waits for what the server makes of the dependencies.
  await page.goto(`${url}sign-in`, { timeout: longestStart });
  await page.getByLabel('User name').fill('ana');
  await page.getByLabel('Password').fill('Passw0rd!');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('orders').getByRole('listitem').first().waitFor();
  // Long enough for the sign-in to be a burst of its own, and for the bars to move.
  await page.waitForTimeout(8000);
  await page.getByRole('button', { name: 'Reject the token' }).click();
  await page.getByText('answers 401 to every token').waitFor();
  await page.getByRole('button', { name: 'Ten requests at once' }).click();
  await page.getByText('10 of 10 answered: 10 × 200').waitFor();
  await page.getByText('10 replays').waitFor();
  // The renewed token's bars fill up within a second.
  await page.waitForTimeout(2500);
  const refresh = page.locator('[data-operation="GetTokensFromRefreshToken"]');
  await refresh.evaluate((row) => row.scrollIntoView({ block: 'center' }));
  await page.mouse.move(0, 0);
}

async function reachable(url: string): Promise<void> {
  const deadline = Date.now() + longestStart;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${url} does not answer`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
