// C11 in Chromium: tab 1 has sent a sign-in, tab 2 signs out, and then the answer with tokens
// comes.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { PASSWORD } from '../contract/sign-in-flows';
import type { SeenStep } from '../contract/support/conversation';
import { testsInTabs } from './support/browser-test';
import { SignInVisitor } from './support/sign-in-visitor';
import type { TestFixture } from './support/test-fixture';

/** The call whose answer brings the tokens. */
const LAST_CALL = 'RespondToAuthChallenge';
/** How long the pool holds its answer, in milliseconds. */
const HELD_MS = 2000;
/**
 * From the browser's word that it sends a call until the call has surely arrived, in milliseconds.
 */
const ON_THE_WAY_MS = 200;
/** A late write would be seen within this time, in milliseconds. */
const LATE_MS = 5000;
const ANA = { username: 'ana', password: PASSWORD };

const browserTest = testsInTabs();

/**
 * Starts a sign-in and comes back when its last call is at the pool, which has done its work and
 * answers late.
 */
async function holdSignIn(
  fixture: TestFixture,
  visitor: SignInVisitor,
): Promise<{ readonly step: Promise<SeenStep> }> {
  fixture.local.fault({ on: LAST_CALL, kind: 'delay', ms: HELD_MS });
  const sent = visitor.tab.page.waitForRequest((request) =>
    (request.headers()['x-amz-target'] ?? '').endsWith(`.${LAST_CALL}`),
  );
  const step = visitor.start(ANA);
  await sent;
  await delay(ON_THE_WAY_MS);
  // In an object: a promise of a promise would be awaited.
  return { step };
}

for (const [situation, signedIn] of [
  ['nobody is signed in', false],
  ['a session is there', true],
] as const) {
  browserTest(
    `C11 a sign-out in tab 2 before the answer of tab 1, while ${situation}: both tabs signed out, tokens revoked, nothing stored`,
    {},
    async (fixture) => {
      const visitor = await SignInVisitor.open(fixture);
      if (signedIn) assert.equal((await visitor.start(ANA)).status, 'signed-in');
      const other = await fixture.open('/');
      assert.equal((await other.seen()).status, signedIn ? 'signed-in' : 'signed-out');

      const { step } = await holdSignIn(fixture, visitor);
      await other.signOut();
      assert.equal((await step).code, 'CHALLENGE_EXPIRED');

      await delay(LATE_MS);
      for (const tab of [visitor.tab, other]) {
        assert.equal((await tab.seen()).status, 'signed-out');
        assert.equal(await tab.stored(), '[{},{}]');
      }
      const revoked = fixture
        .poolCalls('RevokeToken')
        .map(({ tokenFingerprint }) => tokenFingerprint);
      assert.equal(revoked.length, signedIn ? 2 : 1);
      assert.equal(new Set(revoked).size, revoked.length);

      // Somebody who wants to be signed in starts again.
      assert.equal((await visitor.start(ANA)).status, 'signed-in');
    },
  );
}
