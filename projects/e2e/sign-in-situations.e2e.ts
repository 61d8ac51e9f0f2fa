// Errors, devices and accounts in Chromium, as far as the browser has a part in them.

import assert from 'node:assert/strict';
import type { TotpSetup } from 'ngx-cognito-session/sign-in';
import { NEW_PASSWORD, PASSWORD } from '../contract/sign-in-flows';
import { lastCode, totpCode } from '../contract/support/codes';
import type { SeenStep } from '../contract/support/conversation';
import { testsInOneTab } from './support/browser-test';
import { SignInVisitor } from './support/sign-in-visitor';
import { REFUSED_REQUESTS, type TestFixture } from './support/test-fixture';
import { VirtualAuthenticator } from './support/virtual-authenticator';

const browserTest = testsInOneTab();
const refusing = { expectedErrors: REFUSED_REQUESTS };
const tracking = { pool: { deviceTracking: 'always' }, expectedErrors: REFUSED_REQUESTS } as const;
const ANA = { username: 'ana', password: PASSWORD };

const shows = (step: SeenStep, expected: Partial<SeenStep>): void => {
  assert.deepEqual({ ...step, ...expected }, step, JSON.stringify(step));
};
const signedIn = (step: SeenStep): void => shows(step, { status: 'signed-in' });
const code = ({ local }: TestFixture): string => lastCode(local);
const wrong = (right: string): string => (right.startsWith('0') ? '1' : '0') + right.slice(1);

browserTest(
  'errors × WRONG_CREDENTIALS: unknown user and wrong password look the same',
  refusing,
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const wrongPassword = await visitor.start({ ...ANA, password: 'wrong' });
    shows(wrongPassword, { code: 'WRONG_CREDENTIALS' });
    assert.deepEqual(await visitor.start({ ...ANA, username: 'nobody' }), wrongPassword);
  },
);

browserTest(
  'errors × WRONG_CODE: the same step may be answered again',
  refusing,
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    await visitor.start({ ...ANA, username: 'sms' });
    shows(await visitor.answer({ code: wrong(code(fixture)) }), { code: 'WRONG_CODE' });
    signedIn(await visitor.answer({ code: code(fixture) }));
  },
);

browserTest(
  'errors × CHALLENGE_EXPIRED: an answer after three minutes',
  refusing,
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    await visitor.start({ ...ANA, username: 'sms' });
    fixture.local.moveClock(181);
    shows(await visitor.answer({ code: code(fixture) }), { code: 'CHALLENGE_EXPIRED' });
  },
);

browserTest(
  'errors × UNAVAILABLE: the network goes and comes back',
  { expectedErrors: /net::ERR_/ },
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    await visitor.start({ ...ANA, username: 'sms' });
    fixture.local.setOffline('pool', true);
    shows(await visitor.answer({ code: code(fixture) }), { code: 'UNAVAILABLE' });
    fixture.local.setOffline('pool', false);
    signedIn(await visitor.answer({ code: code(fixture) }));
  },
);

browserTest(
  'errors × PASSKEY_FAILED: a closed dialog may be opened again; a lost passkey is refused',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const authenticator = await VirtualAuthenticator.in(visitor.tab.page);
    await visitor.start(ANA);
    await visitor.ask('passkeys', 'register');
    const request = {
      username: 'ana',
      flow: 'USER_AUTH',
      preferredChallenge: 'WEB_AUTHN',
    } as const;
    await authenticator.setPresent(false);
    shows(await visitor.start(request), { challenge: 'WEB_AUTHN' });
    shows(await visitor.answer({}, 200), { code: 'PASSKEY_FAILED' });
    await authenticator.setPresent(true);
    signedIn(await visitor.answer({}));

    await authenticator.clear();
    await visitor.start(request);
    shows(await visitor.answer({}), { code: 'PASSKEY_FAILED', awsName: 'NotAllowedError' });
  },
);

browserTest(
  'devices × refresh: brings the device key, also after a reload',
  tracking,
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const { tab } = visitor;
    signedIn(await visitor.start(ANA));
    for (let n = 1; n <= 2; n++) {
      fixture.local.rejectTokens();
      assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
      assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, n);
      await tab.reload();
    }
  },
);

browserTest(
  'devices × sign-out: keeps the device, and nothing of the session',
  tracking,
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    signedIn(await visitor.start(ANA));
    await visitor.tab.signOut();
    const kept = await visitor.tab.page.evaluate(() => Object.keys(localStorage));
    const { userPoolId, clientId } = fixture.local;
    assert.deepEqual(kept, [`ngx-cognito-session.${userPoolId}.${clientId}.device.ana`]);
  },
);

browserTest('devices × reload: another tab signs in with the device', tracking, async (fixture) => {
  const visitor = await SignInVisitor.open(fixture);
  signedIn(await visitor.start(ANA));
  await visitor.tab.signOut();
  const later = await SignInVisitor.open(fixture);
  await visitor.tab.page.close();
  signedIn(await later.start(ANA));
  assert.equal(fixture.poolCalls('ConfirmDevice').length, 1);
});

browserTest('devices × forgotten: the sign-in starts over by itself', tracking, async (fixture) => {
  const visitor = await SignInVisitor.open(fixture);
  signedIn(await visitor.start(ANA));
  const kept = await visitor.tab.page.evaluate(() =>
    Object.fromEntries<string>(Object.entries(localStorage)),
  );
  assert.equal(await visitor.ask('devices', 'forget'), null);
  await visitor.tab.signOut();
  // As if it had been forgotten elsewhere.
  await visitor.tab.page.evaluate((kept) => {
    for (const [key, value] of Object.entries(kept)) {
      if (key.includes('.device.')) localStorage.setItem(key, value);
    }
  }, kept);
  signedIn(await visitor.start(ANA));
  assert.equal(fixture.poolCalls('ConfirmDevice').length, 2);
});

browserTest(
  'devices × no second factor: a remembered browser is spared it',
  { pool: { deviceTracking: 'opt-in', challengeOnNewDevice: true } },
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const sami = { ...ANA, username: 'sms' };
    await visitor.start(sami);
    shows(await visitor.answer({ code: code(fixture) }), { deviceConfirmationNecessary: true });
    await visitor.ask('devices', 'remember');
    await visitor.tab.signOut();
    signedIn(await visitor.start(sami));
  },
);

browserTest(
  'accounts × sign-up: confirmed, and signed in without a further question',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const username = 'novi';
    const attributes = { email: 'novi@example.com', name: 'Nóvi' };
    const request = { username, password: NEW_PASSWORD, attributes };
    const { session } = await visitor.ask<{ session: string }>('signUp', 'signUp', request);
    const confirmation = { username, code: code(fixture), session };
    const confirmed = await visitor.ask<{ session: string }>(
      'signUp',
      'confirmSignUp',
      confirmation,
    );
    signedIn(await visitor.start({ username, flow: 'USER_AUTH', continueFrom: confirmed.session }));
    await visitor.tab.shows('user-name', 'Nóvi');
  },
);

browserTest('accounts × forgotten password: a code sets another one', {}, async (fixture) => {
  const visitor = await SignInVisitor.open(fixture);
  await visitor.ask('passwords', 'forgotPassword', { username: 'ana' });
  const request = { username: 'ana', code: code(fixture), newPassword: NEW_PASSWORD };
  assert.equal(await visitor.ask('passwords', 'confirmForgotPassword', request), null);
  signedIn(await visitor.start({ ...ANA, password: NEW_PASSWORD }));
});

browserTest(
  'accounts × authenticator app: set up, and asked for from then on',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    await visitor.start(ANA);
    const { secret, uri } = await visitor.ask<TotpSetup>('mfa', 'setUpTotp');
    assert.ok(uri.startsWith('otpauth://totp/localhost:ana%40example.com?secret='), uri);
    assert.equal(await visitor.ask('last', 'verify', { code: totpCode(secret) }), null);
    await visitor.ask('mfa', 'setPreference', { totp: 'preferred' });
    await visitor.tab.signOut();
    shows(await visitor.start(ANA), { challenge: 'SOFTWARE_TOKEN_MFA' });
    // A code works once: the next one.
    signedIn(await visitor.answer({ code: totpCode(secret, Date.now() + 30_000) }));
  },
);

/** As in a browser before 2025 whose password manager stands in for the authenticator. */
function spoilPasskeys(): void {
  // The empty page that every tab begins with has none.
  if (typeof PublicKeyCredential !== 'function') return;
  const offered = PublicKeyCredential as unknown as Record<string, unknown>;
  for (const name of ['parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON']) {
    Object.defineProperty(offered, name, { value: undefined });
  }
  const illegal = (): never => {
    throw new TypeError('Illegal invocation');
  };
  Object.defineProperty(PublicKeyCredential.prototype, 'toJSON', { value: illegal });
  Object.defineProperty(AuthenticatorAttestationResponse.prototype, 'getPublicKey', {
    value: illegal,
  });
}

browserTest(
  'accounts × passkeys: made and used where the browser cannot turn them into JSON',
  { initScript: spoilPasskeys },
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    await VirtualAuthenticator.in(visitor.tab.page);
    await visitor.start(ANA);
    assert.equal(await visitor.ask('passkeys', 'register'), true);
    await visitor.tab.signOut();
    await visitor.start({ username: 'ana', flow: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' });
    signedIn(await visitor.answer({}));
  },
);

browserTest(
  'accounts × passkeys: made by the browser, listed, made once only, deleted',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    const authenticator = await VirtualAuthenticator.in(visitor.tab.page);
    await visitor.start(ANA);
    assert.equal(await visitor.ask('passkeys', 'register'), true);
    assert.equal(await authenticator.count(), 1);
    const again = await visitor.ask('passkeys', 'register');
    shows(again, { code: 'PASSKEY_FAILED', awsName: 'InvalidStateError' });
    const [passkey] = await visitor.ask<{ credentialId: string }[]>('passkeys', 'list');
    await visitor.ask('passkeys', 'delete', passkey?.credentialId);
    assert.deepEqual(await visitor.ask('passkeys', 'list'), []);
    // The browser has told the authenticator, which removes it.
    assert.equal(await authenticator.count(), 0);
  },
);

browserTest(
  'accounts × passkeys: none is made without a dialog, which is no error',
  {},
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    await visitor.start(ANA);
    const made = await visitor.ask('passkeys', 'register', { conditional: true });
    // Nobody stands in for a password manager here: none agrees, and that is no error.
    assert.equal(made, false);
    assert.deepEqual(await visitor.ask('passkeys', 'list'), []);
  },
);

browserTest(
  'accounts × deletion: ends the session in all tabs',
  { ...tracking, onSessionEnd: 'stay' },
  async (fixture) => {
    const visitor = await SignInVisitor.open(fixture);
    signedIn(await visitor.start(ANA));
    const other = await fixture.open('/');
    await other.shows('status', 'signed-in');
    assert.equal(await visitor.ask('user', 'deleteUser'), null);
    await visitor.tab.shows('status', 'signed-out');
    await other.shows('status', 'signed-out');
    assert.doesNotMatch(await other.stored(), /\.device\./);
    shows(await visitor.start(ANA), { code: 'WRONG_CREDENTIALS' });
  },
);
