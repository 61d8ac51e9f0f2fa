// The demo as `npm start` serves it: that what a visitor is invited to try shows what it promises.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type DemoServer, startDemo } from '../demo/demo-server';
import { launchChromium } from './support/chromium';
import { until } from './support/deadline';
import { REFUSED_REQUESTS } from './support/stage';

/** `ng serve` compiles first. */
const START_MS = 120_000;

let demo: DemoServer;
let browser: Browser;

before(
  async () => {
    demo = await startDemo({ quiet: true });
    browser = await launchChromium();
    const served = async (): Promise<boolean> => (await fetch(demo.url)).ok;
    await until('the demo is served', () => served().catch(() => false), START_MS);
  },
  { timeout: START_MS },
);

after(async () => {
  await browser.close();
  await demo.stop();
});

async function press(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
}

async function shows(page: Page, testId: string, text: string): Promise<void> {
  await page.getByTestId(testId).filter({ hasText: text }).waitFor({ timeout: 10_000 });
}

void test('the demo: sign in, load orders, reject the token, ten requests at once, sign out', async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    const expected = REFUSED_REQUESTS.test(message.text());
    if (message.type() === 'error' && !expected) problems.push(message.text());
  });

  await page.goto(`${demo.url}orders`);
  await page.waitForURL(`${demo.url}sign-in?returnUrl=%2Forders`);
  await page.getByLabel('User name').fill('ana');
  await page.getByLabel('Password').fill('Passw0rd!');
  await press(page, 'Sign in');
  await page.waitForURL(`${demo.url}orders`);
  await shows(page, 'user-name', 'Ana Petrović Ђорђевић 🦊');
  await shows(page, 'state', 'signed-in');
  await shows(page, 'last-status', '200');
  await press(page, 'Load orders');
  await shows(page, 'last-status', '200');
  assert.notEqual(await page.getByTestId('orders').getByRole('listitem').count(), 0);

  await press(page, 'Reject the token');
  demo.local.clearCalls();
  await press(page, 'Ten requests at once');
  await shows(page, 'request-results', '10 of 10 answered: 10 × 200');
  const { calls } = demo.local;
  assert.equal(calls.filter((call) => call.operation === 'GetTokensFromRefreshToken').length, 1);
  assert.equal(calls.filter(({ server, status }) => server === 'api' && status === 401).length, 10);

  await press(page, 'Sign out');
  await shows(page, 'state', 'signed-out');
  await shows(page, 'reason', 'sign-out');
  await page.waitForURL(`${demo.url}sign-in?returnUrl=%2Forders`);

  await page.getByText('Why was I signed out?').click();
  await shows(page, 'why', 'sign-out');
  await shows(page, 'history', 'signed-in');
  assert.deepEqual(problems, []);
});
