// C06 in simulated tabs: eight of them sign out in the same second.

import { figure } from '../support/figures';
import { serviceError } from '../support/fake-pool';
import { observe, tally } from '../support/observed';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';

const TABS = 8;

/** Errors that nobody caught, the kinds that a page's console shows. */
const uncaught: unknown[] = [];
const keep = (event: Event): void => void uncaught.push(event);
const keepRejection = (reason: unknown): void => void uncaught.push(reason);
beforeAll(() => {
  addEventListener('error', keep);
  process.on('unhandledRejection', keepRejection);
});
afterAll(() => {
  removeEventListener('error', keep);
  process.off('unhandledRejection', keepRejection);
});
beforeEach(() => jest.spyOn(console, 'error'));
afterEach(() => {
  closeBrowser();
  jest.restoreAllMocks();
});

/** How often each refresh token was sent to be revoked. */
function revocations({ pool }: SimulatedBrowser): number[] {
  const counts = new Map<unknown, number>();
  for (const { operation, input } of pool.calls) {
    if (operation !== 'RevokeToken') continue;
    counts.set(input['Token'], (counts.get(input['Token']) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** Every tab signs out, one `apartMs` after the other. */
async function signOutAll(browser: SimulatedBrowser, apartMs: number): Promise<void> {
  const { clock, tabs, storage, events } = browser;
  const results = [];
  for (const { session } of tabs) {
    results.push(observe(session.signOut()));
    if (apartMs) await clock.advance(apartMs);
  }
  await clock.advance(60_000);

  expect(tally(results)).toEqual({ values: TABS, errors: 0, pending: 0 });
  expect(uncaught).toEqual([]);
  expect(console.error).not.toHaveBeenCalled();
  expect(tabs.map(({ session }) => session.state().status)).toEqual(tabs.map(() => 'signed-out'));
  expect(typesOf(events)).toEqual(tabs.map(() => ['signed-out']));
  expect(storage.settled).toBeNull();
}

const browsers = [
  { browser: 'a browser with everything', lacks: {} },
  { browser: 'no BroadcastChannel', lacks: { broadcastChannel: false } },
  { browser: 'no storage events', lacks: { storageEvents: false } },
  { browser: 'neither', lacks: { broadcastChannel: false, storageEvents: false } },
];

describe.each(browsers)('with $browser', ({ browser: name, lacks }) => {
  it.each([0, 1, 20, 125])(
    'C06: eight tabs that sign out %i ms apart tell it once each, with 0 errors and at most 8 revocations',
    async (apartMs) => {
      const browser = await openBrowser({ tabs: TABS, lateMs: () => 10, ...lacks });
      await signOutAll(browser, apartMs);

      const sent = revocations(browser);
      figure(`C06 8 simulated tabs, ${name}, ${apartMs} ms apart: ${sent.join()} revocations sent`);
      expect(sent).toHaveLength(1);
      expect(sent[0]).toBeLessThanOrEqual(TABS);
    },
  );

  it('C06: eight tabs in the same tick tell it once each although every revocation fails', async () => {
    const browser = await openBrowser({ tabs: TABS, ...lacks });
    browser.pool.always('RevokeToken', () => serviceError('TooManyRequestsException', 429));
    await signOutAll(browser, 0);
    expect(Math.max(...revocations(browser))).toBeLessThanOrEqual(TABS);
  });
});

const told = browsers.filter(({ browser }) => browser !== 'neither');
it.each(told)(
  'C06: with $browser, a tab that was told of the sign-out before its own sends no second revocation',
  async ({ lacks }) => {
    const browser = await openBrowser({ tabs: TABS, ...lacks });
    // Told within the 50 ms that a vanished record waits for its explanation.
    await signOutAll(browser, 60);
    expect(revocations(browser)).toEqual([1]);
  },
);
