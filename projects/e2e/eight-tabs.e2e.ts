// Scenario B01: all tabs find at once that their token is no longer good; with rotation on and no grace period a second
// refresh would be refused and end the session.

import assert from 'node:assert/strict';
import type { AppTab } from './support/app-tab';
import { until } from './support/deadline';
import { followPlainLock, storeForPlainLock, wakePlainLock } from './support/plain-lock-page';
import { makeClockMovable } from './support/movable-page-clock';
import { rendererProcesses } from './support/renderer-processes';
import { scenesInChromium } from './support/scene';
import { figure } from './support/figures';
import { REFUSED_REQUESTS, type Stage } from './support/stage';

const TABS = 8;
const ROUNDS = 30;
/** SYNC of the reliability scenarios: visible tabs agree within it. */
const SYNC_MS = 1000;
const HOUR_SECONDS = 3600;

// Separate processes are what makes one tab read the other's storage late.
const scene = scenesInChromium('--site-per-process', `--renderer-process-limit=${4 * TABS}`);

/** Opens the tabs, all of them signed in by the first one's sign-in. */
async function openTabs(stage: Stage): Promise<AppTab[]> {
  const tabs = [await stage.openSignedIn()];
  while (tabs.length < TABS) tabs.push(await stage.open('/'));
  return tabs;
}

async function idTokens(tabs: readonly AppTab[]): Promise<Set<string | null>> {
  return new Set(await Promise.all(tabs.map(async (tab) => (await tab.seen()).idToken)));
}

/** Wakes all tabs by one message, waits until each has its answer, and returns the answers' statuses. */
async function wake(tabs: readonly AppTab[]): Promise<number[]> {
  await tabs[0]?.page.evaluate(() => {
    // Reaches the listening channel of this tab, too, since that is another object.
    const channel = new BroadcastChannel('ask-api');
    channel.postMessage('orders');
    channel.close();
  });
  const answers = tabs.map(async ({ page }) => {
    await page.waitForFunction(() => window.asked.length > 0, undefined, { timeout: 30_000 });
    return page.evaluate(() => window.asked.splice(0).map(({ status }) => status));
  });
  return (await Promise.all(answers)).flat();
}

/** Plays all rounds; `makeDue` makes every tab's token one that no longer serves. */
async function playRounds(
  stage: Stage,
  tabs: readonly AppTab[],
  rounds: number,
  makeDue: () => Promise<void> | void,
): Promise<{ slowest: number; refused: number }> {
  let slowest = 0;
  let refused = 0;
  for (let round = 1; round <= rounds; round++) {
    stage.local.clearCalls();
    await makeDue();
    const known = await Promise.all(tabs.map((tab) => tab.renewals()));

    assert.deepEqual(await wake(tabs), Array<number>(TABS).fill(200), `round ${round}`);
    await until(
      `all tabs hold one session in round ${round}`,
      async () => (await idTokens(tabs)).size === 1,
    );

    const refreshes = stage.poolCalls('GetTokensFromRefreshToken');
    assert.deepEqual(
      refreshes.map(({ error }) => error),
      [null],
      `refreshes in round ${round}`,
    );
    refused += stage.apiCalls.filter(({ status }) => status === 401).length;
    const renewals = await Promise.all(tabs.map((tab) => tab.renewals()));
    const times = renewals.map((all, tab) => {
      assert.ok(
        all.length > (known[tab]?.length ?? 0),
        `tab ${tab} got no session in round ${round}`,
      );
      return all.at(-1) ?? Infinity;
    });
    slowest = Math.max(slowest, Math.max(...times) - Math.min(...times));
  }
  assert.ok(slowest <= SYNC_MS, `tabs agreed only after ${slowest} ms`);
  return { slowest, refused };
}

const strictRotation = { rotation: true, retryGracePeriodSeconds: 0 };

scene(
  `B01: ${TABS} tabs woken at once, rotation on, no grace period → 1 refresh in each of ${ROUNDS} rounds`,
  { pool: strictRotation, expectedErrors: REFUSED_REQUESTS, timeoutMs: 240_000 },
  async (stage) => {
    const tabs = await openTabs(stage);
    const processes = await rendererProcesses(stage.context);
    assert.ok(processes >= TABS, `only ${processes} renderer processes`);

    const { slowest, refused } = await playRounds(stage, tabs, ROUNDS, () =>
      stage.local.rejectTokens(),
    );

    figure(
      `B01 ${ROUNDS} rounds x ${TABS} tabs: 1 refresh in each, slowest agreement ${slowest} ms ` +
        `(${processes} renderer processes, ${refused} requests refused at first)`,
    );
    // Fewer would mean that tabs were woken one after the other and there was nothing to agree about.
    assert.ok(refused >= 2 * ROUNDS, `only ${refused} requests were refused`);
  },
);

for (const [name, apartMs, rounds] of [
  ['after their tokens expired', 0, ROUNDS],
  // Browsers that blur their clocks against fingerprinting, or keep one for each process, have such tabs.
  ['after their tokens expired, their clocks up to 100 ms apart', 100, 10],
] as const) {
  scene(
    `B01: ${TABS} tabs woken ${name} → 1 refresh in each of ${rounds} rounds, no expired token sent`,
    {
      pool: { ...strictRotation, apiCors: false },
      initScript: makeClockMovable,
      timeoutMs: 240_000,
    },
    async (stage) => {
      const tabs = await openTabs(stage);
      let hours = 0;

      const { slowest, refused } = await playRounds(stage, tabs, rounds, async () => {
        hours++;
        stage.local.moveClock(HOUR_SECONDS);
        for (const [index, { page }] of tabs.entries()) {
          const own = Math.round((index * apartMs) / (TABS - 1));
          await page.evaluate((ms) => (window.clockOffset = ms), hours * HOUR_SECONDS * 1000 + own);
        }
      });

      figure(
        `B01 ${name}, ${rounds} rounds x ${TABS} tabs: 1 refresh in each, slowest agreement ${slowest} ms`,
      );
      assert.equal(refused, 0);
    },
  );
}

scene(
  `control: ${ROUNDS} rounds with a lock and a second look at localStorage, without a marker`,
  {
    pool: strictRotation,
    expectedErrors: REFUSED_REQUESTS,
    timeoutMs: 120_000,
  },
  async (stage) => {
    const tab = await stage.openSignedIn();
    const refreshToken = await tab.page.evaluate(() =>
      window.session.session()?.getRefreshToken().getToken(),
    );
    assert.ok(refreshToken);
    await tab.page.goto(`${stage.server.origin}/settings.json`);
    await storeForPlainLock(tab.page, refreshToken);
    const pages = [tab.page];
    while (pages.length < TABS) pages.push(await stage.context.newPage());
    for (const page of pages) {
      await page.goto(`${stage.server.origin}/settings.json`);
      await followPlainLock(page, stage.local);
    }

    let twice = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      stage.local.clearCalls();
      await wakePlainLock(pages, round);
      const refreshes = stage.poolCalls('GetTokensFromRefreshToken');
      assert.ok(
        refreshes.some(({ error }) => error === null),
        `nobody refreshed in round ${round}`,
      );
      if (refreshes.some(({ error }) => error === 'RefreshTokenReuseException')) twice++;
    }

    // How often depends on machine and load, so it is told and not demanded.
    figure(
      `B01 control: ${ROUNDS} rounds x ${TABS} tabs: a used token was sent in ${twice} of them`,
    );
  },
);
