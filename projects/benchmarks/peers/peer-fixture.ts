// A fresh pool, server and browser profile for one library in one situation.

import {
  type Call,
  type LocalCognito,
  type LocalCognitoOptions,
  startLocalCognito,
} from 'local-cognito';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { serve } from '../../e2e/support/static-server';
import type { PeerPage } from './peer-pages';

/** Both ways to ask for a refresh. */
const REFRESHES: readonly (string | null)[] = ['GetTokensFromRefreshToken', 'InitiateAuth'];

/** What a situation plays on. */
export class PeerFixture {
  private constructor(
    readonly local: LocalCognito,
    readonly context: BrowserContext,
    readonly origin: string,
  ) {}

  static async with<T>(
    browser: Browser,
    peer: PeerPage,
    options: LocalCognitoOptions,
    play: (fixture: PeerFixture) => Promise<T>,
  ): Promise<T> {
    // The fair choice: a pool without rotation for a library that cannot refresh with it.
    const local = await startLocalCognito({
      apiCors: true,
      rotation: peer.knowsRotation,
      ...options,
    });
    const settings = {
      endpoint: local.poolUrl,
      apiUrl: local.apiUrl,
      userPoolId: local.userPoolId,
      clientId: local.clientId,
      store: 'local',
      onSessionEnd: 'stay',
    };
    const server = await serve({ folder: peer.folder, documents: { '/settings.json': settings } });
    const context = await browser.newContext();
    try {
      return await play(new PeerFixture(local, context, server.origin));
    } finally {
      await context.close();
      await server.stop();
      await local.stop();
    }
  }

  async open(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.origin);
    await page.waitForFunction(() => 'peer' in window);
    // Ours is driven through the app beside it.
    await page.waitForFunction(() => !document.querySelector('app-root') || 'session' in window);
    return page;
  }

  /** Signs in with tokens that expire at once; those of later refreshes live for an hour. */
  async openExpired(): Promise<Page> {
    const page = await this.open();
    this.local.configure({ idTokenValiditySeconds: 1, accessTokenValiditySeconds: 1 });
    await page.evaluate(() => window.peer.signIn());
    this.local.configure({ idTokenValiditySeconds: 3600, accessTokenValiditySeconds: 3600 });
    await page.waitForTimeout(1500);
    this.local.clearCalls();
    return page;
  }

  /**
   * Lets the pool do its work at once, but its answers to refreshes arrive so many milliseconds
   * later.
   */
  async holdRefreshAnswers(ms: number): Promise<void> {
    await this.context.route(`${this.local.poolUrl}**`, async (route) => {
      const target = (await route.request().headerValue('x-amz-target')) ?? '';
      if (!REFRESHES.some((operation) => target.endsWith(`.${String(operation)}`))) {
        await route.continue();
        return;
      }
      const response = await route.fetch();
      await new Promise((done) => setTimeout(done, ms));
      await route.fulfill({ response });
    });
  }

  /** Calls for new tokens so far. */
  get refreshes(): readonly Call[] {
    return this.local.calls.filter(({ operation }) => REFRESHES.includes(operation));
  }
}

/** Asks for a token `count` times at once; gives how many got one. */
export function askAtOnce(page: Page, count: number): Promise<number> {
  return page.evaluate(async (times) => {
    const asked = Array.from({ length: times }, () => window.peer.token());
    const answers = await Promise.allSettled(asked);
    return answers.filter((each) => each.status === 'fulfilled' && each.value !== null).length;
  }, count);
}

/** Keys of localStorage under which a token stands. */
export function storedTokens(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      Object.keys(localStorage).filter((key) =>
        /eyJ[\w-]+\.eyJ/.test(localStorage.getItem(key) ?? ''),
      ).length,
  );
}
