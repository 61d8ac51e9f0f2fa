// Every flow and challenge that a browser can tell apart, in Chromium, through the built app and
// under its strict policy.

import assert from 'node:assert/strict';
import { FLOW_ROWS } from '../../scripts/sign-in-catalogue';
import { SIGN_IN_FLOWS } from '../contract/sign-in-flows';
import { PASSWORD } from '../contract/sign-in-flows';
import { testsInOneTab } from './support/browser-test';
import { SignInVisitor } from './support/sign-in-visitor';
import { VirtualAuthenticator } from './support/virtual-authenticator';

const browserTest = testsInOneTab();
const wanted = new Set(FLOW_ROWS.filter(({ chromium }) => chromium === true).map(({ row }) => row));

for (const script of SIGN_IN_FLOWS.filter(({ row }) => wanted.has(row))) {
  const { row, settings = {}, user, before } = script;
  browserTest(
    `${row}: signs in, and the session is there after a reload`,
    { pool: settings },
    async (fixture) => {
      const visitor = await SignInVisitor.open(fixture);
      const { tab } = visitor;
      if (before === 'passkey') {
        await VirtualAuthenticator.in(tab.page);
        await visitor.start({ username: user.username, password: PASSWORD });
        assert.equal(await visitor.ask('passkeys', 'register'), true);
      }
      if (before === 'device') await visitor.play(script);
      if (before) await tab.signOut();
      const responses = fixture.poolCalls('RespondToAuthChallenge').length;

      const step = await visitor.play(script);

      assert.equal(step.status, 'signed-in', JSON.stringify(step));
      if (before === 'device') {
        assert.equal(fixture.poolCalls('ConfirmDevice').length, 1);
        const ours = fixture.poolCalls('RespondToAuthChallenge').length - responses;
        assert.equal(ours, responses + 2, 'DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER');
      }
      await tab.reload();
      await tab.shows(
        'user-name',
        fixture.local.users.find((each) => each.username === user.username)?.name ?? '',
      );
      assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
    },
  );
}
