// Every page of the demo, and every form and note that a page may show: how a visitor gets there.

import type { Page, Route } from 'playwright-core';
import type { DemoVisitor } from './demo-visitor';

type Walk = (visitor: DemoVisitor) => Promise<void>;

async function opened(visitor: DemoVisitor, path: string, heading: string): Promise<void> {
  await visitor.open(path);
  await visitor.page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

async function signIn(visitor: DemoVisitor, line: string): Promise<void> {
  await visitor.signInAs(line);
  await visitor.isAt('orders');
  await visitor.shows('last-status', '200');
}

async function asked(visitor: DemoVisitor, line: string, challenge: string): Promise<void> {
  await visitor.signInAs(line);
  await visitor.isAsked(challenge);
}

/** Opens what the inspector keeps folded. */
async function unfold(page: Page): Promise<void> {
  await page.getByText('Why was I signed out?').click();
  await page.getByText('Claims', { exact: true }).click();
}

/** Answers the first request of a sign-in with a challenge that the library does not know. */
async function challengeOfTheFuture(route: Route): Promise<void> {
  if (route.request().headers()['x-amz-target']?.endsWith('.InitiateAuth')) {
    await route.fulfill({
      headers: { 'Access-Control-Allow-Origin': '*' },
      contentType: 'application/x-amz-json-1.1',
      body: JSON.stringify({
        ChallengeName: 'RETINA_SCAN',
        Session: 'a-session',
        ChallengeParameters: { EYE: 'left' },
      }),
    });
  } else {
    await route.fallback();
  }
}

export const signedOutPages: Readonly<Record<string, Walk>> = {
  'the overview': (visitor) => opened(visitor, '', 'A Cognito session'),
  'the sign-in page': (visitor) => opened(visitor, 'sign-in', 'Sign in'),
  'the sign-in page after a refusal': async (visitor) => {
    await visitor.open('sign-in');
    await visitor.page.getByLabel('Flow').selectOption('USER_AUTH');
    await visitor.page.getByLabel('Begin with').selectOption('PASSWORD_SRP');
    await visitor.type('User name', 'ana');
    await visitor.type('Password', 'wrong');
    await visitor.press('Sign in');
    await visitor.isTold('WRONG_CREDENTIALS');
  },
  'a first password that is too weak': async (visitor) => {
    await asked(visitor, 'Use newbie', 'NEW_PASSWORD_REQUIRED');
    await visitor.type('New password', 'weak');
    await visitor.press('Continue');
    await visitor.isTold('WEAK_PASSWORD');
  },
  'a code by SMS': async (visitor) => {
    await asked(visitor, 'Use sms', 'SMS_MFA');
    await visitor.shows('inbox-code');
  },
  'a code of an authenticator app': (visitor) => asked(visitor, 'Use totp', 'SOFTWARE_TOKEN_MFA'),
  'the choice of a second factor': (visitor) => asked(visitor, 'Use choosy', 'SELECT_MFA_TYPE'),
  'the choice of a second factor to set up': (visitor) => asked(visitor, 'Use setup', 'MFA_SETUP'),
  'an authenticator app being set up': async (visitor) => {
    await asked(visitor, 'Use setup', 'MFA_SETUP');
    await visitor.press('Authenticator app');
    await visitor.page.getByRole('img', { name: 'QR code' }).waitFor();
  },
  'codes by e-mail being set up': async (visitor) => {
    await asked(visitor, 'Use setup', 'MFA_SETUP');
    await visitor.press('Code by e-mail');
    await visitor.page.getByLabel('E-mail address').waitFor();
  },
  'a question of the pool’s own': (visitor) => asked(visitor, 'Use riddle', 'CUSTOM_CHALLENGE'),
  'the choice of a first factor': (visitor) => asked(visitor, 'Use keyless', 'SELECT_CHALLENGE'),
  'the password as the chosen factor': async (visitor) => {
    await asked(visitor, 'Use ana: chooses the first factor', 'SELECT_CHALLENGE');
    await visitor.press('Password (stays in the browser)');
    await visitor.isAsked('PASSWORD_SRP');
  },
  'a challenge that the library does not know': async (visitor) => {
    await visitor.page.route('**/*', challengeOfTheFuture);
    await asked(visitor, 'Use admin', 'UNKNOWN');
    await visitor.page.getByLabel('ChallengeResponses, as JSON').fill('no JSON');
    await visitor.press('Continue');
    await visitor.page.getByText('Enter a JSON object').waitFor();
  },
  'the confirmation of an unknown account': (visitor) =>
    opened(visitor, 'confirm', 'Confirm an account'),
  'the confirmation of an account': async (visitor) => {
    await visitor.signInAs('Use unconfirmed');
    await visitor.isTold('USER_NOT_CONFIRMED');
    await visitor.follow('Confirm the account');
    await visitor.press('Send another code');
    await visitor.shows('inbox-code');
  },
  'the sign-up': async (visitor) => {
    await visitor.open('sign-up');
    await visitor.type('User name', 'nina');
    await visitor.type('Name', 'Nina New');
    await visitor.type('E-mail address', 'nina@example.com');
    await visitor.type('Password', 'short');
    await visitor.press('Create the account');
    await visitor.isTold('WEAK_PASSWORD');
  },
  'the request for a new password': (visitor) =>
    opened(visitor, 'reset-password', 'Reset a password'),
  'the choice of a new password': async (visitor) => {
    await visitor.open('reset-password');
    await visitor.type('User name', 'ana');
    await visitor.press('Send a code');
    await visitor.shows('inbox-code');
  },
  'the end of a reset': async (visitor) => {
    await visitor.open('reset-password');
    await visitor.type('User name', 'ana');
    await visitor.press('Send a code');
    await visitor.type('New password', 'Passw0rd!2');
    await visitor.enterSentCode('ana', 'Set the password');
    await visitor.shows('password-is-new');
  },
  'a page whose pool is not there': async (visitor) => {
    visitor.expectsUnansweredRequests();
    await visitor.page.route('**/control/**', (route) => route.abort());
    await visitor.open('');
    await visitor.page.getByText('The local user pool does not answer.').waitFor();
  },
};

export const signedInPages: Readonly<Record<string, Walk>> = {
  'the orders after a second factor': async (visitor) => {
    await asked(visitor, 'Use mail', 'EMAIL_OTP');
    await visitor.enterSentCode('mail');
    await visitor.isIn('Mila');
    await visitor.shows('device-question');
  },
  'the orders after ten requests with a rejected token': async (visitor) => {
    await signIn(visitor, 'Use ana');
    await visitor.press('Reject the token');
    await visitor.press('Ten requests at once');
    await visitor.shows('request-results', '10 × 200');
    await visitor.page.getByText('10 replays').waitFor();
    await unfold(visitor.page);
  },
  'the orders during an outage': async (visitor) => {
    await signIn(visitor, 'Use ana');
    visitor.expectsUnansweredRequests();
    await visitor.press('Take the pool offline');
    await visitor.press('Reject the token');
    await visitor.press('Load orders');
    await visitor.shows('last-status', 'REFRESH_UNAVAILABLE');
  },
  'the admin page': async (visitor) => {
    await signIn(visitor, 'Use admin');
    await visitor.follow('Admin');
    await visitor.isAt('admin');
  },
  'the page that a guard led to': async (visitor) => {
    await signIn(visitor, 'Use ana');
    await visitor.follow('Admin');
    await visitor.page.getByText('A guard did not let you open').waitFor();
  },
  'the account with all that it may show': async (visitor) => {
    await visitor.hasAuthenticator();
    await asked(visitor, 'Use sms', 'SMS_MFA');
    await visitor.enterSentCode('sms');
    await visitor.isIn('Sami');
    await visitor.follow('Account');
    await visitor.press('Create a passkey');
    await visitor.shows('passkeys', ', created ');
    await visitor.press('Set up an authenticator app');
    await visitor.page.getByRole('img', { name: 'QR code' }).waitFor();
    await visitor.type('E-mail address', 'renamed@example.com');
    await visitor.press('Save the attributes');
    await visitor.shows('inbox-code');
    await visitor.type('Current password', 'wrong');
    await visitor.type('New password', 'Passw0rd!2');
    await visitor.press('Change the password');
    await visitor.isTold('WRONG_CREDENTIALS');
    await visitor.press('Delete the account');
  },
  'a passkey as the chosen factor': async (visitor) => {
    await visitor.hasAuthenticator();
    await signIn(visitor, 'Use ana');
    await visitor.follow('Account');
    await visitor.press('Create a passkey');
    await visitor.shows('passkeys', ', created ');
    await visitor.press('Sign out');
    await visitor.shows('state', 'signed-out');
    await asked(
      visitor,
      'Use ana: uses a passkey (create one on the account page first)',
      'WEB_AUTHN',
    );
  },
  'the sign-in page after the end of the session': async (visitor) => {
    await signIn(visitor, 'Use ana');
    await visitor.press('Revoke the refresh token');
    await visitor.press('Reject the token');
    await visitor.press('Load orders');
    await visitor.shows('reason', 'refused');
    await visitor.isAt('sign-in?returnUrl=%2Forders');
  },
};
