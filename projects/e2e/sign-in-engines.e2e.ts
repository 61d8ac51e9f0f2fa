// One sign-in by SRP, with a remembered device, in each engine: WebCrypto differs between them.

import assert from 'node:assert/strict';
import { PASSWORD } from '../contract/sign-in-flows';
import type { SeenStep } from '../contract/support/conversation';
import { chromium } from './engines/chromium-engine';
import { firefox } from './engines/firefox-engine';
import { tabTests } from './engines/tab-tests';
import { webkit } from './engines/webkit-engine';

for (const kind of [chromium, firefox, webkit]) {
  tabTests(kind, (test) => {
    test(
      'pages × SRP',
      'signs in, is remembered, and signs in with the device',
      { pool: { deviceTracking: 'always' } },
      async (tabs) => {
        await tabs.open('tab', '/');
        const tab = tabs.tab('tab');
        const signIn = () =>
          tab.call<SeenStep>('driveSignIn', { start: { username: 'ana', password: PASSWORD } });
        for (const responses of [1, 3 + 1]) {
          const step = await signIn();
          assert.equal(step.status, 'signed-in', JSON.stringify(step));
          assert.equal(tabs.poolCalls('RespondToAuthChallenge').length, responses);
        }
        assert.equal(tabs.poolCalls('ConfirmDevice').length, 1);
        const wrong = await tab.call<SeenStep>('driveSignIn', {
          start: { username: 'ana', password: 'wrong' },
        });
        assert.equal(wrong.code, 'WRONG_CREDENTIALS');
      },
    );
  });
}
