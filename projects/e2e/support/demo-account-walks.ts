// The walks of the demo's visitors that change accounts, their own and new ones: on the pages for
// sign-up, confirmation and reset, and on the account page.

import type { DemoVisitor } from './demo-visitor';

/** From the refusal of an unconfirmed account to its first session. */
export async function confirmAccount(visitor: DemoVisitor): Promise<void> {
  await visitor.signInAs('Use unconfirmed');
  await visitor.isTold('USER_NOT_CONFIRMED');
  await visitor.follow('Confirm the account');
  await visitor.isAt('confirm');
  await visitor.press('Send another code');
  await visitor.shows('sent-to', 'u***@e***');
  await visitor.enterSentCode('unconfirmed', 'Confirm');
  await visitor.isIn('Una');
}

/** From the refusal of a reset password to a sign-in with a new one. */
export async function resetPassword(visitor: DemoVisitor): Promise<void> {
  await visitor.signInAs('Use reset');
  await visitor.isTold('PASSWORD_RESET_REQUIRED');
  await visitor.follow('Reset the password');
  await visitor.isAt('reset-password');
  await visitor.press('Send a code');
  await visitor.shows('sent-to', 'r***@e***');
  await visitor.type('New password', 'Passw0rd!2');
  await visitor.enterSentCode('reset', 'Set the password');
  await visitor.shows('password-is-new');
  await visitor.page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await visitor.type('Password', 'Passw0rd!2');
  await visitor.press('Sign in');
  await visitor.isIn('Rosa');
}

/** A new account, from a password that is too weak to the first session. */
export async function signUp(visitor: DemoVisitor): Promise<void> {
  await visitor.open('sign-in');
  await visitor.follow('Create an account');
  // Until the page has loaded, the fields are those of the sign-in form.
  await visitor.isAt('sign-up');
  await visitor.type('User name', 'nina');
  await visitor.type('Name', 'Nina New');
  await visitor.type('E-mail address', 'nina@example.com');
  await visitor.type('Password', 'short');
  await visitor.press('Create the account');
  await visitor.isTold('WEAK_PASSWORD');
  await visitor.type('Password', 'Passw0rd!');
  await visitor.press('Create the account');
  await visitor.shows('sent-to', 'n***@e***');
  await visitor.enterSentCode('nina', 'Confirm');
  await visitor.isIn('Nina New');
}

/** A second factor that is not asked for on a remembered device, and an end to that device. */
export async function rememberDevice(visitor: DemoVisitor): Promise<void> {
  await visitor.signInAs('Use mail');
  await visitor.enterSentCode('mail');
  await visitor.isIn('Mila');
  await visitor.press('Remember this device');
  await visitor.page.getByTestId('device-question').waitFor({ state: 'detached' });
  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');
  await visitor.signInAs('Use mail');
  await visitor.isIn('Mila');
  await visitor.follow('Account');
  await visitor.shows('devices', 'This browser');
  await visitor.press('Forget device 1');
  await visitor.shows('devices-note', 'The device is forgotten.');
  await visitor.shows('devices', 'The pool knows no devices.');
}

/** A passkey from its making to its end. */
export async function usePasskey(visitor: DemoVisitor): Promise<void> {
  await visitor.hasAuthenticator();
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.follow('Account');
  await visitor.press('Create a passkey');
  await visitor.shows('passkeys', ', created ');
  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');

  await visitor.signInAs('Use ana: uses a passkey (create one on the account page first)');
  await visitor.isAsked('WEB_AUTHN');
  await visitor.press('Use the passkey');
  await visitor.isIn('Ana');
  await visitor.follow('Account');
  await visitor.press('Delete passkey 1');
  await visitor.shows('passkeys', 'You have no passkey yet');
}

/** Attributes with verification, another password, an authenticator app. */
export async function changeAccount(visitor: DemoVisitor): Promise<void> {
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.follow('Account');

  await visitor.type('Name', 'Ana Renamed');
  await visitor.type('E-mail address', 'renamed@example.com');
  await visitor.press('Save the attributes');
  await visitor.shows('attributes-note', 'r***@e***');
  await visitor.shows('user-name', 'Ana Renamed');
  await visitor.enterSentCode('ana', 'Verify');
  await visitor.shows('attributes-note', 'Verified.');

  await visitor.type('Current password', 'wrong');
  await visitor.type('New password', 'Passw0rd!2');
  await visitor.press('Change the password');
  await visitor.isTold('WRONG_CREDENTIALS');
  await visitor.type('Current password', 'Passw0rd!');
  await visitor.press('Change the password');
  await visitor.shows('password-note', 'Your password is changed.');

  await visitor.press('Set up an authenticator app');
  await visitor.enterAppCode('Use this app');
  const choice = visitor.page.getByLabel('Authenticator app', { exact: true });
  await choice.filter({ has: visitor.page.locator('option[value="preferred"]:checked') }).waitFor();

  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');
  await visitor.open('sign-in');
  await visitor.type('User name', 'ana');
  await visitor.type('Password', 'Passw0rd!2');
  await visitor.press('Sign in');
  await visitor.isAsked('SOFTWARE_TOKEN_MFA');
}

/** The end of an account. */
export async function deleteAccount(visitor: DemoVisitor): Promise<void> {
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.follow('Account');
  await visitor.press('Delete the account');
  await visitor.press('Delete it permanently');
  await visitor.shows('state', 'signed-out');
  await visitor.signInAs('Use ana');
  await visitor.isTold('WRONG_CREDENTIALS');
}
