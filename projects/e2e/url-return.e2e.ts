// Scenario J01 in the browser: links to the sign-in page that somebody else has written, up to the
// page after the sign-in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { INSIDE, LEAVING } from './support/hostile-return-urls';
import { TestFixture } from './support/test-fixture';

/** Pages side by side. */
const LANES = 2;
const browser = browserForFile();

interface Landing {
  readonly value: string;
  /** Where the sign-in led. */
  readonly href: string;
}

/**
 * Opens the sign-in page with each return URL and signs in; the session is kept nowhere, so each
 * time is the first.
 */
async function signInWith(values: readonly string[]): Promise<Landing[]> {
  const landings: Landing[] = [];
  const options = {
    store: 'memory' as const,
    // A policy would keep an injected script from running; here nothing but the library does.
    contentSecurityPolicy: "object-src 'none'",
    // The router says so when it cannot read a URL, and goes to '/'.
    expectedErrors: /NG04018|URI malformed|Error parsing URL/i,
  };
  const lane = async (own: readonly string[]): Promise<void> => {
    await TestFixture.with(browser(), options, async (fixture) => {
      const { origin } = fixture.server;
      const outside: string[] = [];
      const scripts: string[] = [];
      fixture.context.on('request', (request) => {
        if (!/^(http:\/\/localhost:|data:,)/.test(request.url())) outside.push(request.url());
      });
      fixture.context.on('dialog', (dialog) => {
        scripts.push(dialog.message());
        void dialog.dismiss();
      });
      const tab = await fixture.open('/');
      for (const value of own) {
        await tab.goto(`/sign-in?returnUrl=${encodeURIComponent(value)}`);
        await tab.signIn();
        const href = await landing(tab, value);
        assert.ok(href.startsWith(`${origin}/`), `${JSON.stringify(value)} led to ${href}`);
        landings.push({ value, href });
      }
      assert.deepEqual(outside, [], 'requests to other hosts');
      assert.deepEqual(scripts, [], 'scripts that ran');
    });
  };
  const half = Math.ceil(values.length / LANES);
  await Promise.all([lane(values.slice(0, half)), lane(values.slice(half))]);
  return landings;
}

/** The page's URL once the sign-in page has been left. */
async function landing({ page }: AppTab, value: string): Promise<string> {
  try {
    await page.waitForURL(({ pathname }) => pathname !== '/sign-in', { timeout: 10_000 });
  } catch (error) {
    throw new Error(`${JSON.stringify(value)} stays at ${page.url()}`, { cause: error });
  }
  return page.url();
}

void test(`J01: ${LEAVING.length} return URLs that lead away or run script → the default route, nothing else is asked or run`, async () => {
  const landings = await signInWith(LEAVING);

  assert.equal(landings.length, LEAVING.length);
  assert.deepEqual(
    landings.filter(({ href }) => new URL(href).pathname !== '/' || /[?#]/.test(href)),
    [],
  );
});

void test(`J01: ${INSIDE.length} odd return URLs within the app → the page stays on its origin`, async () => {
  const landings = await signInWith([...INSIDE, '/orders?page=2#last']);

  for (const { value, href } of landings) {
    assert.match(new URL(href).pathname, /^\/(?![/\\])/, value);
  }
  // So that the rest says something: a good one is followed.
  assert.ok(landings.some(({ href }) => href.endsWith('/orders?page=2#last')));
});
