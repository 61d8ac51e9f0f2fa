// Which scripts a browser really loads before and on the sign-in page. Static analysis cannot tell
// that: an import() may run at start.

import type { Page } from 'playwright-core';
import { launchChromium } from '../../e2e/support/chromium';
import { serve } from '../../e2e/support/static-server';

/** File names, in the order of loading. */
export interface LoadedScripts {
  /**
   * At start, on a guarded page, for a request to the API and for the refresh of an expired
   * session.
   */
  readonly beforeSignIn: readonly string[];
  /** What opening the sign-in page adds. */
  readonly signInPage: readonly string[];
  /** All that a visitor without a session loads on the sign-in page, before and after the start. */
  readonly signedOut: readonly string[];
}

/** As the app with the session is configured. */
const pool = {
  userPoolId: 'eu-west-1_AbCdEfGhI',
  clientId: '1h57kf5cpq17m0eml12EXAMPLE',
  url: 'https://cognito-idp.eu-west-1.amazonaws.com/',
};

/** Drives the app in Chromium. Nothing leaves the machine: the pool's answer is made up here. */
export async function loadedScripts(folder: string): Promise<LoadedScripts> {
  const server = await serve({ folder });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const scripts = scriptsOf(page);
    await page.addInitScript(
      ({ key, record }) => localStorage.setItem(key, record),
      expiredSession(),
    );
    const refresh = answerRefresh(page);

    await page.goto(`${server.origin}/`);
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.waitForURL(`${server.origin}/orders`);
    await page.getByRole('button', { name: 'Load orders' }).click();
    // Without it the session's own code had not run and nothing would be proved.
    await refresh;
    await page.waitForLoadState('networkidle');
    const beforeSignIn = [...scripts];

    await page.goto(`${server.origin}/sign-in`);
    await page.getByRole('textbox', { name: 'User name' }).waitFor();
    await page.waitForLoadState('networkidle');

    const visit = await browser.newContext();
    const visitor = await visit.newPage();
    const signedOut = scriptsOf(visitor);
    await visitor.goto(`${server.origin}/sign-in`);
    await visitor.getByRole('textbox', { name: 'User name' }).waitFor();
    await visitor.waitForLoadState('networkidle');
    return {
      beforeSignIn,
      signInPage: [...scripts].slice(beforeSignIn.length),
      signedOut: [...signedOut],
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The scripts that a page loads, by file name; they are added as it loads them. */
function scriptsOf(page: Page): Set<string> {
  const scripts = new Set<string>();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') {
      scripts.add(new URL(request.url()).pathname.slice(1));
    }
  });
  return scripts;
}

/**
 * Resolves when the app has asked for a refresh; the answer keeps the session, so that no page is
 * left.
 */
async function answerRefresh(page: Page): Promise<void> {
  return new Promise((resolve) => {
    void page.route(`${pool.url}**`, async (route) => {
      await route.fulfill({
        status: 400,
        headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' },
        json: { __type: 'InvalidParameterException', message: 'made up' },
      });
      const target = route.request().headers()['x-amz-target'];
      if (target?.endsWith('.GetTokensFromRefreshToken')) resolve();
    });
  });
}

/** What an earlier visit may have left in localStorage. */
function expiredSession(): { key: string; record: string } {
  const { userPoolId, clientId, url } = pool;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (claims: object): string => {
    const times = { iat: 1_700_000_000, exp: 1_700_003_600, iss: url + userPoolId, sub: 'ana' };
    return `${part({ alg: 'RS256' })}.${part({ ...times, ...claims })}.${part({})}`;
  };
  const record = {
    v: 1,
    generation: 'earlier',
    revision: 0,
    issuedAt: 1_700_000_000_000,
    idToken: token({ token_use: 'id', aud: clientId }),
    accessToken: token({ token_use: 'access', client_id: clientId }),
    refreshToken: 'made-up',
  };
  const key = `ngx-cognito-session.${userPoolId}.${clientId}`;
  return { key, record: JSON.stringify(record) };
}
