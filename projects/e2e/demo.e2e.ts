// The demo as `npm start` serves it: that what a visitor is invited to try shows what it promises.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preparedUsers } from '../demo/src/app/sign-in/prepared-users';
import { startText } from '../demo/start-text';
import {
  changeAccount,
  confirmAccount,
  deleteAccount,
  rememberDevice,
  resetPassword,
  signUp,
  usePasskey,
} from './support/demo-account-walks';
import { demoForFile } from './support/served-demo';

const { demo, visit } = demoForFile();

visit('sign in, load orders, reject the token, ten requests at once, sign out', async (visitor) => {
  await visitor.open('orders');
  await visitor.isAt('sign-in?returnUrl=%2Forders');
  await visitor.type('User name', 'ana');
  await visitor.type('Password', 'Passw0rd!');
  await visitor.press('Sign in');
  await visitor.isIn('Ana Petrović Ђорђевић 🦊');
  await visitor.shows('state', 'signed-in');
  await visitor.shows('last-status', '200');
  await visitor.press('Load orders');
  await visitor.shows('last-status', '200');
  const orders = visitor.page.getByTestId('orders').getByRole('listitem');
  assert.notEqual(await orders.count(), 0);

  await visitor.press('Reject the token');
  demo().local.clearCalls();
  await visitor.press('Ten requests at once');
  await visitor.shows('request-results', '10 of 10 answered: 10 × 200');
  const { calls } = demo().local;
  assert.equal(calls.filter((call) => call.operation === 'GetTokensFromRefreshToken').length, 1);
  assert.equal(calls.filter(({ server, status }) => server === 'api' && status === 401).length, 10);

  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');
  await visitor.shows('reason', 'sign-out');
  await visitor.isAt('sign-in?returnUrl=%2Forders');

  await visitor.page.getByText('Why was I signed out?').click();
  await visitor.shows('why', 'sign-out');
  await visitor.shows('history', 'signed-in');
});

visit('ana signs in by SRP, and her password is in no request', async (visitor) => {
  const bodies: string[] = [];
  visitor.page.on('request', (request) => bodies.push(request.postData() ?? ''));
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  assert.ok(bodies.some((body) => body.includes('SRP_A')));
  assert.ok(!bodies.some((body) => body.includes('Passw0rd!')));
});

visit(
  'admin signs in with a password that is sent, and may go to the admin page',
  async (visitor) => {
    await visitor.open('sign-in');
    await visitor.press('Use admin');
    const sent = visitor.page.waitForRequest((request) =>
      String(request.postData()).includes('USER_PASSWORD_AUTH'),
    );
    await visitor.press('Sign in');
    await sent;
    await visitor.isIn('Adam');
    await visitor.page.getByRole('link', { name: 'Admin' }).click();
    await visitor.isAt('admin');
  },
);

visit('ana, who asked for the admin page, learns why another one opens', async (visitor) => {
  await visitor.open('admin');
  await visitor.isAt('sign-in?returnUrl=%2Fadmin');
  await visitor.press('Use ana');
  await visitor.press('Sign in');
  await visitor.isIn('Ana');
  await visitor.page.locator('.note', { hasText: '/admin' }).waitFor();
});

visit('disabled is told nothing but that the credentials are wrong', async (visitor) => {
  await visitor.signInAs('Use disabled');
  await visitor.isTold('WRONG_CREDENTIALS');
});

visit(
  'newbie is told why a password is too weak, and signs in with a better one',
  async (visitor) => {
    await visitor.signInAs('Use newbie');
    await visitor.isAsked('NEW_PASSWORD_REQUIRED');
    await visitor.type('New password', 'weak');
    await visitor.press('Continue');
    await visitor.isTold('WEAK_PASSWORD');
    await visitor.type('New password', 'Passw0rd!2');
    await visitor.press('Continue');
    await visitor.isIn('Nora');
  },
);

visit('sms may mistype a code and try again', async (visitor) => {
  await visitor.signInAs('Use sms');
  await visitor.isAsked('SMS_MFA');
  await visitor.shows('sent-to', '+*******0101');
  await visitor.type('Code', 'abcdef');
  await visitor.press('Continue');
  await visitor.isTold('WRONG_CODE');
  await visitor.enterSentCode('sms');
  await visitor.isIn('Sami');
});

visit('totp signs in with the code of an authenticator app', async (visitor) => {
  await visitor.signInAs('Use totp');
  await visitor.isAsked('SOFTWARE_TOKEN_MFA');
  await visitor.enterAppCode();
  await visitor.isIn('Tove');
});

visit('mail signs in with a code by e-mail', async (visitor) => {
  await visitor.signInAs('Use mail');
  await visitor.isAsked('EMAIL_OTP');
  await visitor.enterSentCode('mail');
  await visitor.isIn('Mila');
});

visit('choosy chooses between two second factors', async (visitor) => {
  await visitor.signInAs('Use choosy');
  await visitor.isAsked('SELECT_MFA_TYPE');
  await visitor.press('Code by SMS');
  await visitor.isAsked('SMS_MFA');
  await visitor.enterSentCode('choosy');
  await visitor.isIn('Chiara');
});

visit('setup sets up an authenticator app, and needs it the next time', async (visitor) => {
  await visitor.signInAs('Use setup');
  await visitor.isAsked('MFA_SETUP');
  await visitor.press('Authenticator app');
  await visitor.page.getByRole('img', { name: 'QR code' }).waitFor();
  const uri = await visitor.page.getByTestId('totp-uri').getAttribute('href');
  assert.match(uri ?? '', /^otpauth:\/\/totp\/ngx-cognito-session%20demo:setup\?secret=[A-Z2-7]+/);
  await visitor.enterAppCode();
  await visitor.isIn('Sana');
  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');
  await visitor.signInAs('Use setup');
  await visitor.isAsked('SOFTWARE_TOKEN_MFA');
});

visit('riddle is asked again after a wrong answer', async (visitor) => {
  await visitor.signInAs('Use riddle');
  await visitor.isAsked('CUSTOM_CHALLENGE');
  await visitor.type('2 + 3 ?', '4');
  await visitor.press('Continue');
  await visitor.type('2 + 3 ?', '5');
  await visitor.press('Continue');
  await visitor.isIn('Rita');
});

visit('keyless chooses a code by SMS instead of a password', async (visitor) => {
  await visitor.signInAs('Use keyless');
  await visitor.isAsked('SELECT_CHALLENGE');
  await visitor.press('Code by SMS');
  await visitor.isAsked('SMS_OTP');
  await visitor.enterSentCode('keyless');
  await visitor.isIn('Kea');
});

visit('ana chooses her password first and is asked for it then', async (visitor) => {
  await visitor.signInAs('Use ana: chooses the first factor');
  await visitor.isAsked('SELECT_CHALLENGE');
  await visitor.press('Password (stays in the browser)');
  await visitor.isAsked('PASSWORD_SRP');
  await visitor.type('Password', 'Passw0rd!');
  await visitor.press('Continue');
  await visitor.isIn('Ana');
});

visit('unconfirmed is led to the confirmation, and is signed in by it', confirmAccount);

visit('reset is led to a new password, and signs in with it', resetPassword);

visit('a new user signs up, confirms, and is signed in directly', signUp);

visit('a remembered device is asked for no second factor', rememberDevice);

visit('a passkey is made on the account page, and signs in without a password', usePasskey);

visit('the account page: attributes, password, authenticator app', changeAccount);

visit('an account is deleted after a confirmation, and its session ends', deleteAccount);

visit(
  'an answer of ten requests never stands beside the answer of a later one',
  async (visitor) => {
    await visitor.signInAs('Use ana');
    await visitor.isIn('Ana');
    await visitor.press('Ten requests at once');
    await visitor.shows('request-results', '10 of 10 answered: 10 × 200');
    visitor.expectsUnansweredRequests();
    demo().local.setOffline('pool', true);
    demo().local.rejectTokens();
    await visitor.press('Load orders');
    await visitor.shows('last-status', 'REFRESH_UNAVAILABLE');
    assert.equal(await visitor.page.getByTestId('request-results').count(), 0);
  },
);

visit('only a second factor brings the question about the device', async (visitor) => {
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.shows('last-status', '200');
  assert.equal(await visitor.page.getByTestId('device-question').count(), 0);
  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');
  await visitor.signInAs('Use mail');
  await visitor.enterSentCode('mail');
  await visitor.shows('device-question');
  await visitor.follow('Overview');
  await visitor.page.getByTestId('device-question').waitFor({ state: 'detached' });
});

visit('beside “Revoke” stands that an outage delays its effect', async (visitor) => {
  await visitor.open('');
  const faults = visitor.page.getByRole('region', { name: 'Break something' });
  await faults.getByRole('button', { name: 'Revoke the refresh token' }).waitFor();
  await faults.getByText('After an outage the session waits 30 seconds').waitFor();
});

visit('the sign-in page names the user who signs in in another tab', async (visitor) => {
  await visitor.open('sign-in');
  const other = await visitor.inAnotherTab();
  await other.signInAs('Use ana');
  await other.isIn('Ana');
  await visitor.shows('signed-in-as', 'Ana');
  await visitor.follow('Go to the orders');
  await visitor.isIn('Ana');
  assert.deepEqual(other.problems, []);
});

void test('npm start: every user of the pool is listed with what a sign-in meets', () => {
  const text = startText(demo().url, demo().local);
  for (const { username } of demo().local.users) {
    const user = preparedUsers.find((each) => each.username === username);
    assert.ok(user, `${username} is not among the prepared users`);
    const line = text.split('\n').find((each) => each.trim().startsWith(`${username} `));
    assert.ok(line?.includes(user.about) && line.includes(user.meets ?? user.flow), line);
  }
});

visit('a challenge that was not answered in time starts again', async (visitor) => {
  await visitor.signInAs('Use sms');
  await visitor.isAsked('SMS_MFA');
  demo().local.moveClock(200);
  await visitor.enterSentCode('sms');
  await visitor.isTold('CHALLENGE_EXPIRED');
  await visitor.page.getByLabel('User name').waitFor();
});

visit(
  'password managers find the fields they look for, and phones the one for the code',
  async (visitor) => {
    await visitor.open('sign-in');
    await visitor.offers(['username', 'current-password']);
    await visitor.signInAs('Use newbie');
    await visitor.isAsked('NEW_PASSWORD_REQUIRED');
    await visitor.offers(['username', 'new-password']);
    await visitor.signInAs('Use sms');
    await visitor.isAsked('SMS_MFA');
    await visitor.offers(['one-time-code']);
    await visitor.open('sign-up');
    await visitor.offers(['username', 'name', 'email', 'new-password']);
    await visitor.open('reset-password');
    await visitor.offers(['username']);
    await visitor.type('User name', 'ana');
    await visitor.press('Send a code');
    await visitor.offers(['username', 'one-time-code', 'new-password']);
    await visitor.signInAs('Use ana');
    await visitor.isIn('Ana');
    await visitor.follow('Account');
    await visitor.offers(['name', 'email', 'tel', 'username', 'current-password', 'new-password']);
  },
);
