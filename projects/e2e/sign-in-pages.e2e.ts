// Every sign-in page takes names of any language, works under a strict policy, and leaves no secret
// behind.

import assert from 'node:assert/strict';
import { NEW_PASSWORD, PASSWORD } from '../contract/sign-in-flows';
import { lastCode, totpCode } from '../contract/support/codes';
import { figure } from './support/figures';
import { Haystack } from './support/haystack';
import { testsInOneTab } from './support/browser-test';
import { offerNotes, readNotes } from './support/page-notes';
import { SignInVisitor } from './support/sign-in-visitor';
import { REFUSED_REQUESTS } from './support/test-fixture';
import { VirtualAuthenticator } from './support/virtual-authenticator';

const browserTest = testsInOneTab();
const ODD = { username: 'ђорђе-ß-🦊', password: 'Pässwörd 🦊 žуж 1!' };

browserTest(
  'pages × non-ASCII names and passwords: by SRP with a device, and by the password',
  { pool: { deviceTracking: 'always', users: [ODD] } },
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    for (const flow of ['USER_SRP_AUTH', 'USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const) {
      const step = await visitor.start({ ...ODD, flow });
      assert.equal(step.status, 'signed-in', JSON.stringify(step));
      await visitor.tab.signOut();
    }
    assert.equal(fixture.poolCalls('ConfirmDevice').length, 1);
  },
);

// The fixture's policy is this for all tests; here is what it is seen to forbid.
browserTest(
  'pages × strict policy: a whole sign-in with a passkey violates nothing',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const { page } = visitor.tab;
    await VirtualAuthenticator.in(page);
    await visitor.start({ username: 'ana', password: PASSWORD });
    await visitor.ask('passkeys', 'register');
    await visitor.tab.signOut();
    await visitor.start({ username: 'ana', flow: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' });
    assert.equal((await visitor.answer({})).status, 'signed-in');
    assert.deepEqual(fixture.problems, []);

    const forbidden = page.evaluate(() => (document.createElement('p').innerHTML = '<b>x</b>'));
    await assert.rejects(forbidden, /TrustedHTML/);
    assert.match(fixture.problems.splice(0).join(), /TrustedHTML/);
  },
);

browserTest(
  'pages × no secret left behind: passwords, codes, TOTP secrets and the device password',
  {
    pool: { deviceTracking: 'always' },
    initScript: offerNotes,
    expectedErrors: REFUSED_REQUESTS,
  },
  async (fixture) => {
    const found = new Haystack();
    const passwordsSent = new Haystack();
    const { context, local } = fixture;
    const secrets = new Set<string>([PASSWORD, NEW_PASSWORD, 'Wr0ng-Canary!', 'short-1']);
    context.on('console', (message) => found.add(`console.${message.type()}`, message.text()));
    context.on('weberror', (error) => found.add('uncaught', String(error.error().stack)));
    context.on('request', (request) => {
      found.add('outgoing URL', request.url());
      found.add('outgoing header', JSON.stringify(request.headers()));
      const toPool = request.url().startsWith(local.poolUrl);
      if (toPool) passwordsSent.add('pool', request.postData() ?? '');
      else found.add('outgoing body', request.postData() ?? '');
    });
    context.on('page', (page) =>
      page.on('framenavigated', (frame) => found.add('URL', frame.url())),
    );

    const visitor = await SignInVisitor.open(fixture);
    const other = await fixture.open('/');
    const start = (username: string, password = PASSWORD) => visitor.start({ username, password });
    const fail = async (step: Promise<{ status?: string; text?: string }>): Promise<void> => {
      const { status, text = '' } = await step;
      assert.equal(status, 'error');
      found.add('error', text);
    };
    const code = (): string => {
      const sent = lastCode(local);
      secrets.add(sent);
      return sent;
    };

    // Signing in: wrong, then right, with each kind of code.
    await fail(start('ana', 'Wr0ng-Canary!'));
    await start('ana');
    assert.ok(!passwordsSent.find([PASSWORD, 'Wr0ng-Canary!']).length, 'SRP sent a password');
    await visitor.tab.signOut();
    await start('newbie');
    await fail(visitor.answer({ newPassword: 'short-1' }));
    assert.equal((await visitor.answer({ newPassword: NEW_PASSWORD })).status, 'signed-in');
    await start('sms');
    secrets.add('987650').add('987651');
    await fail(visitor.answer({ code: '987650' }));
    assert.equal((await visitor.answer({ code: code() })).status, 'signed-in');
    await start('setup');
    const { secret = '' } = await visitor.answer({ mfaType: 'SOFTWARE_TOKEN_MFA' });
    const totp = totpCode(secret);
    secrets.add(secret).add(totp);
    await fail(visitor.answer({ code: '987651' }));
    assert.equal((await visitor.answer({ code: totp })).status, 'signed-in');

    // Accounts.
    const newPassword = 'An0ther-Canary!';
    secrets.add(newPassword);
    await visitor.ask('passwords', 'forgotPassword', { username: 'ana' });
    await fail(
      visitor.ask('passwords', 'confirmForgotPassword', {
        username: 'ana',
        code: '987650',
        newPassword,
      }),
    );
    const reset = { username: 'ana', code: code(), newPassword };
    assert.equal(await visitor.ask('passwords', 'confirmForgotPassword', reset), null);
    await start('ana', newPassword);
    const setup = await visitor.ask<{ secret: string }>('mfa', 'setUpTotp');
    secrets.add(setup.secret);
    await fail(visitor.ask('last', 'verify', { code: '987651' }));

    // The texts that the pages hold and have shown, except the device's record.
    const records = new Haystack();
    for (const { page } of [visitor.tab, other]) {
      for (const { where, text } of await page.evaluate(readNotes)) {
        const device = /^(localStorage|setItem) .*\.device\./.exec(where);
        if (device) {
          records.add(where, text);
          secrets.add(String((JSON.parse(text) as { password?: string }).password));
        } else found.add(where, text);
      }
    }

    // A code is six digits, which any longer number may hold.
    const needles = [...secrets].map((text) =>
      /^\d+$/.test(text) ? new RegExp(`(?<!\\d)${text}(?!\\d)`) : text,
    );
    assert.deepEqual(found.find(needles), []);
    // The search finds what is there, and every place was looked at.
    assert.notDeepEqual(records.find(needles), []);
    assert.notDeepEqual(passwordsSent.find(needles), []);
    for (const where of [
      'console',
      'error',
      'URL',
      'outgoing',
      'localStorage',
      'setItem',
      'message',
      'HTML',
      'event',
      'history',
    ]) {
      assert.ok(found.size(where) > 0, `nothing was searched of: ${where}`);
    }
    figure(
      `K01 sign-in: ${secrets.size} passwords, codes and secrets searched for in ${found.size()} characters: 0 found`,
    );
  },
);
