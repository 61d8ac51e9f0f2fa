// That people who see little, or use no mouse, can use every page of the demo.

import assert from 'node:assert/strict';
import { accessibilityProblems } from './support/axe';
import { signedInPages, signedOutPages } from './support/demo-pages';
import { demoForFile } from './support/served-demo';

const { visit } = demoForFile();

// 0 violations, and nothing that axe could not decide.
for (const [name, walk] of Object.entries({ ...signedOutPages, ...signedInPages })) {
  visit(`axe finds nothing on ${name}`, async (visitor) => {
    await walk(visitor);
    assert.deepEqual(await accessibilityProblems(visitor.page), []);
  });
}

visit('“Not now” leaves the focus on the page', async (visitor) => {
  await visitor.signInAs('Use mail');
  await visitor.enterSentCode('mail');
  await visitor.press('Not now');
  await visitor.page.getByTestId('device-question').waitFor({ state: 'detached' });
  await visitor.hasFocusOn(visitor.page.getByRole('main'));
});

visit('a deleted passkey leaves the focus in its section', async (visitor) => {
  await visitor.hasAuthenticator();
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.follow('Account');
  await visitor.press('Create a passkey');
  await visitor.press('Delete passkey 1');
  await visitor.shows('passkeys', 'You have no passkey yet');
  await visitor.hasFocusOn(visitor.page.getByRole('region', { name: 'Passkeys' }));
});

visit('an account that is kept leaves the focus in its section', async (visitor) => {
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.follow('Account');
  await visitor.press('Delete the account');
  await visitor.hasFocusOn(visitor.page.getByRole('button', { name: 'Keep the account' }));
  await visitor.press('Keep the account');
  await visitor.hasFocusOn(visitor.page.getByRole('region', { name: 'Delete the account' }));
});

visit('a sign-out on a public page leaves the focus on the page', async (visitor) => {
  await visitor.signInAs('Use ana');
  await visitor.isIn('Ana');
  await visitor.follow('Overview');
  await visitor.isAt('');
  await visitor.press('Sign out');
  await visitor.shows('state', 'signed-out');
  await visitor.hasFocusOn(visitor.page.getByRole('main'));
});

visit('a choice takes the focus, and “Start again” gives it to the user name', async (visitor) => {
  await visitor.signInAs('Use choosy');
  await visitor.isAsked('SELECT_MFA_TYPE');
  await visitor.hasFocusOn(visitor.page.getByRole('heading', { level: 2, name: 'Which second' }));
  await visitor.press('Start again');
  await visitor.hasFocusOn(visitor.page.getByLabel('User name'));
});
