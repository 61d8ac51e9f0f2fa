// Situations of the scenarios A to C and G that can be expressed with all three libraries.

import type { Browser } from 'playwright-core';
import type { PeerPage } from './peer-pages';
import { askAtOnce, PeerFixture, storedTokens } from './peer-fixture';

/** One row of the table. */
export interface Situation {
  readonly title: string;
  /** Plays it with one library; gives the cell. */
  play(browser: Browser, peer: PeerPage): Promise<string>;
}

const CALLERS = 100;
const ROUNDS = 10;
/** Time after which nothing is under way any more, in milliseconds. */
const AFTERMATH_MS = 5000;
/** When the user signs out while a refresh is under way, in milliseconds. */
const SIGN_OUT_AFTER_MS = 300;

const parallel: Situation = {
  title: `A02: ${CALLERS} callers at once with an expired token: calls for new tokens`,
  play: (browser, peer) =>
    PeerFixture.with(browser, peer, {}, async (fixture) => {
      const page = await fixture.openExpired();
      fixture.local.fault({ on: '*', kind: 'late-work', ms: 200 });
      const got = await askAtOnce(page, CALLERS);
      return `${fixture.refreshes.length} (${got} callers got a token)`;
    }),
};

const twoTabs: Situation = {
  title: `B01: two tabs need a token at once, rotation without grace, ${ROUNDS} rounds: rounds in which a used token was sent, and in which a tab was left without a token`,
  play: async (browser, peer) => {
    if (!peer.knowsRotation) return 'cannot refresh under rotation';
    let reused = 0;
    let lost = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await PeerFixture.with(browser, peer, {}, async (fixture) => {
        const first = await fixture.openExpired();
        const second = await fixture.open();
        fixture.local.clearCalls();
        const got = await Promise.all([askAtOnce(first, 1), askAtOnce(second, 1)]);
        if (fixture.refreshes.some(({ status }) => status !== 200)) reused++;
        if (got.includes(0)) lost++;
      });
    }
    return `${reused}, ${lost}`;
  },
};

const lateAnswer = (lateMs: number): Situation => ({
  title: `C01: sign-out during a refresh whose answer comes ${lateMs} ms later: places with tokens 5 s after, and after a reload`,
  play: (browser, peer) =>
    PeerFixture.with(browser, peer, {}, async (fixture) => {
      const page = await fixture.openExpired();
      await fixture.holdRefreshAnswers(SIGN_OUT_AFTER_MS + lateMs);
      await page.evaluate(() => {
        window.peer.token().catch(() => undefined);
      });
      await page.waitForTimeout(SIGN_OUT_AFTER_MS);
      await page.evaluate(() =>
        Promise.race([window.peer.signOut(), new Promise((done) => setTimeout(done, 1000))]),
      );
      await page.waitForTimeout(lateMs + AFTERMATH_MS);
      const places = await storedTokens(page);
      await page.reload();
      await page.waitForFunction(() => 'peer' in window);
      const back = await askAtOnce(page, 1);
      return `${places}, ${back > 0 ? 'signed in again' : 'signed out'}`;
    }),
});

const refused: Situation = {
  title: 'G01: the refresh token was revoked: calls made, and milliseconds until the caller knows',
  play: (browser, peer) =>
    PeerFixture.with(browser, peer, {}, async (fixture) => {
      const page = await fixture.openExpired();
      fixture.local.revokeRefreshTokens();
      const started = Date.now();
      await askAtOnce(page, 1);
      const ms = Date.now() - started;
      return `${fixture.refreshes.length}, ${ms} ms`;
    }),
};

const throttled: Situation = {
  title: 'G02: the pool throttles, 20 callers: calls within 10 s',
  play: (browser, peer) =>
    PeerFixture.with(browser, peer, {}, async (fixture) => {
      const page = await fixture.openExpired();
      for (const on of ['GetTokensFromRefreshToken', 'InitiateAuth']) {
        fixture.local.fault({ on, kind: 'throttle', times: 'forever' });
      }
      void askAtOnce(page, 20).catch(() => undefined);
      await page.waitForTimeout(10_000);
      return String(fixture.refreshes.length);
    }),
};

export const SITUATIONS: readonly Situation[] = [
  parallel,
  twoTabs,
  lateAnswer(0),
  lateAnswer(1000),
  refused,
  throttled,
];
