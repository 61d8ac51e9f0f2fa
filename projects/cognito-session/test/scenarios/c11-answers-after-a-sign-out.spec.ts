// C11: a sign-in is on its way in tab 1, somebody signs out in tab 1 or 2, and then the answer with
// tokens comes.

import { type CodeStep, SignInService } from 'ngx-cognito-session/sign-in';
import { observe } from '../support/observed';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';
import { answerChallenge, answerTokens, REQUEST } from '../support/sign-in-harness';

afterEach(closeBrowser);

const browsers = [
  { browser: 'a browser with everything', lacks: {} },
  { browser: 'no BroadcastChannel', lacks: { broadcastChannel: false } },
  {
    browser: 'neither channel nor storage events',
    lacks: { broadcastChannel: false, storageEvents: false },
  },
];
/** Where the sign-out happens, and whether there was a session. */
const situations = [
  { tab: 1, signedIn: false },
  { tab: 1, signedIn: true },
  { tab: 2, signedIn: false },
  { tab: 2, signedIn: true },
];

/**
 * Holds an answer with tokens of another user back, for half a second or longer; gives their
 * refresh token.
 */
function answerLate(
  { pool, clock }: SimulatedBrowser,
  operation: 'InitiateAuth' | 'RespondToAuthChallenge',
  afterMs = 500,
): string {
  const tokens = pool.issue({ sub: 'late' });
  pool.next(operation, () => clock.delay(afterMs).then(answerTokens(tokens)));
  return tokens.RefreshToken;
}

async function expectSignedOut(browser: SimulatedBrowser, lateToken: string): Promise<void> {
  const { clock, pool, tabs, storage } = browser;
  await clock.advance(5000);
  // A tab that no message can reach looks at the store when it is asked.
  for (const { session } of tabs) session.getSession();
  await clock.advance(5000);
  expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual([false, false]);
  expect(storage.settled).toBeNull();
  const revoked = pool.calls
    .filter(({ operation }) => operation === 'RevokeToken')
    .map(({ input }) => input['Token']);
  expect(revoked).toContain(lateToken);
  expect(new Set(revoked).size).toBe(revoked.length);
}

describe.each(browsers)('with $browser', ({ lacks }) => {
  it.each(situations)(
    'C11 a sign-out in tab $tab (signed in: $signedIn) before the answer: signed out everywhere, tokens revoked',
    async ({ tab, signedIn }) => {
      const browser = await openBrowser({ tabs: 2, signedIn, ...lacks });
      const { clock, tabs, events } = browser;
      const service = tabs[0]!.injector.get(SignInService);
      const lateToken = answerLate(browser, 'InitiateAuth');
      const signingIn = observe(service.signIn(REQUEST));
      await clock.advance(100);
      tabs[tab - 1]!.session.signOut();
      await expectSignedOut(browser, lateToken);
      expect(signingIn.errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
      expect(signingIn.values).toEqual([]);
      expect(typesOf(events)).toEqual(Array(2).fill(signedIn ? ['signed-out'] : []));
    },
  );
});

it('C11 a sign-out in a tab that no message tells of, long before the answer', async () => {
  const browser = await openBrowser({ tabs: 2, broadcastChannel: false });
  const { clock, tabs } = browser;
  const lateToken = answerLate(browser, 'InitiateAuth', 4000);
  const signingIn = observe(tabs[0]!.injector.get(SignInService).signIn(REQUEST));
  await clock.advance(100);
  tabs[1]!.session.signOut();
  await expectSignedOut(browser, lateToken);
  expect(signingIn.errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
});

it.each([1, 2])('C11 a sign-out in tab %i while a challenge is answered', async (tab) => {
  const browser = await openBrowser({ tabs: 2 });
  const { clock, tabs, pool } = browser;
  pool.next('InitiateAuth', answerChallenge('SMS_MFA'));
  const first = observe(tabs[0]!.injector.get(SignInService).signIn(REQUEST));
  await clock.advance(1000);
  const [step] = first.values as CodeStep[];
  const lateToken = answerLate(browser, 'RespondToAuthChallenge');
  const second = observe(step!.respond({ code: '1' }));
  await clock.advance(100);
  tabs[tab - 1]!.session.signOut();
  await expectSignedOut(browser, lateToken);
  expect(second.errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
  // The step is over, and nothing is sent for it any more.
  const sent = pool.calls.length;
  const again = observe(step!.respond({ code: '1' }));
  await clock.advance(1000);
  expect(again.errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
  expect(pool.calls).toHaveLength(sent);
});
