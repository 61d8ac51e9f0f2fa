// Sign-ins that survive their page in Chromium: a reload while a code is on its way, a magic link
// that opens in another tab.

import assert from 'node:assert/strict';
import { PASSWORD } from '../contract/sign-in-flows';
import { lastCode } from '../contract/support/codes';
import type { SeenStep } from '../contract/support/conversation';
import { testsInTabs } from './support/browser-test';
import { SignInVisitor } from './support/sign-in-visitor';
import { REFUSED_REQUESTS, type TestFixture } from './support/test-fixture';

declare global {
  interface Window {
    heardSignOut: Promise<void>;
  }
}

const browserTest = testsInTabs();
const ANA = { username: 'ana', password: PASSWORD };
const NAME = 'sign-in';

const signedIn = (step: SeenStep): void => {
  assert.equal(step.status, 'signed-in', JSON.stringify(step));
};
/** The app keeps the step where this tab finds it after a reload. */
async function keep({ page }: SignInVisitor['tab'], text: string): Promise<void> {
  await page.evaluate(([name, text]) => sessionStorage.setItem(name, text), [NAME, text] as const);
}
const kept = ({ page }: SignInVisitor['tab']): Promise<string> =>
  page.evaluate((name) => sessionStorage.getItem(name) ?? '', NAME);
const sessionKey = ({ local }: TestFixture): string =>
  `ngx-cognito-session.${local.userPoolId}.${local.clientId}`;
const suspendedKey = (fixture: TestFixture): string => `${sessionKey(fixture)}.suspended`;
/** Lets `heardSignOut` of the page resolve with the message of the next sign-out in another tab. */
const listenForSignOut = ({ page }: SignInVisitor['tab'], fixture: TestFixture): Promise<void> =>
  page.evaluate((key) => {
    const channel = new BroadcastChannel(key);
    window.heardSignOut = new Promise((resolve) => {
      channel.onmessage = ({ data }: MessageEvent<{ reason?: unknown }>) => {
        if (data.reason !== 'sign-out') return;
        channel.close();
        resolve();
      };
    });
  }, sessionKey(fixture));
/** Fails when a text that the app keeps holds a secret. */
const withoutSecrets = (text: string, ...secrets: string[]): void => {
  for (const secret of [PASSWORD, ...secrets]) assert.ok(!text.includes(secret), text);
};

for (const [username, challenge] of [
  ['sms', 'SMS_MFA'],
  ['mail', 'EMAIL_OTP'],
] as const) {
  browserTest(
    `suspend: the page is reloaded while a code is on its way (${challenge})`,
    {},
    async (fixture) => {
      const visitor = await SignInVisitor.open(fixture);
      const { tab } = visitor;
      const asked = await visitor.start({ ...ANA, username });
      assert.equal(asked.challenge, challenge);
      const text = await visitor.suspend();
      const code = lastCode(fixture.local);
      withoutSecrets(text, code);
      await keep(tab, text);
      await tab.reload();

      assert.deepEqual(await visitor.resume(await kept(tab)), asked);
      signedIn(await visitor.answer({ code }));
      await tab.reload();
      assert.equal((await tab.seen()).status, 'signed-in');
      const left = await tab.page.evaluate(
        (key) => localStorage.getItem(key),
        suspendedKey(fixture),
      );
      assert.equal(left, null, 'an id of the sign-in is left');
    },
  );
}

browserTest(
  'suspend: a magic link opens in another tab, and the first one is gone',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const asked = await visitor.start({ username: 'riddle', flow: 'CUSTOM_AUTH' });
    assert.equal(asked.challenge, 'CUSTOM_CHALLENGE');
    const text = await visitor.suspend();
    await visitor.tab.page.close();

    const other = await SignInVisitor.open(fixture);
    assert.deepEqual(await other.resume(text), asked);
    const numbers = asked.parameters?.['question']?.match(/\d+/g) ?? [];
    const answer = String(numbers.reduce((sum, number) => sum + Number(number), 0));
    signedIn(await other.answer({ answer }));
  },
);

browserTest(
  'suspend: a magic link opens in another tab, and the first one follows; its own answer comes too late',
  { expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const asked = await visitor.start({ username: 'riddle', flow: 'CUSTOM_AUTH' });
    const text = await visitor.suspend();
    const other = await SignInVisitor.open(fixture);
    await other.resume(text);
    const numbers = asked.parameters?.['question']?.match(/\d+/g) ?? [];
    const answer = String(numbers.reduce((sum, number) => sum + Number(number), 0));
    signedIn(await other.answer({ answer }));
    await visitor.tab.shows('status', 'signed-in');
    assert.equal((await visitor.answer({ answer })).code, 'CHALLENGE_EXPIRED');
    assert.equal((await other.tab.seen()).status, 'signed-in');
  },
);

for (const [where, reload] of [
  ['is there', false],
  ['is reloaded meanwhile', true],
] as const) {
  browserTest(
    `C11 suspend: a sign-out in another tab ends a suspended sign-in whose page ${where}`,
    {},
    async (fixture) => {
      const visitor = await SignInVisitor.open(fixture);
      await visitor.start({ ...ANA, username: 'sms' });
      const text = await visitor.suspend();
      const other = await fixture.open('/');
      if (reload) await visitor.tab.goto('/');
      await listenForSignOut(visitor.tab, fixture);
      await other.signOut();
      // A message that comes after the next sign-in has begun would end that one, too.
      await visitor.tab.page.evaluate(() => window.heardSignOut);
      // Its mark is the last thing that a sign-out leaves; another process may be shown the store a
      // little later.
      await visitor.tab.page.waitForFunction(async () => {
        const { held = [] } = await navigator.locks.query();
        return held.some(({ name }) => name?.includes(':sign-out:'));
      });
      await visitor.tab.page.waitForFunction(
        (key) => localStorage.getItem(key)?.includes('"ended":true'),
        suspendedKey(fixture),
      );
      const calls = fixture.local.calls.length;
      assert.equal((await visitor.resume(text)).code, 'CHALLENGE_EXPIRED');
      assert.equal(fixture.local.calls.length, calls, 'Cognito was asked');
      // Somebody who wants to be signed in starts again.
      await visitor.start({ ...ANA, username: 'sms' });
      signedIn(await visitor.answer({ code: lastCode(fixture.local) }));
    },
  );
}
