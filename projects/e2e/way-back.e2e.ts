// The way back from the sign-in page, in the browser's own history.

import { testsInOneTab } from './support/browser-test';

const browserTest = testsInOneTab();

browserTest('J10: signed in, and Back → not the sign-in form', {}, async (fixture) => {
  const tab = await fixture.open('/');
  await tab.goto('/orders?page=2');
  await tab.at('/sign-in?returnUrl=%2Forders%3Fpage%3D2');
  await tab.signIn();
  await tab.at('/orders?page=2');

  await tab.page.goBack();

  await tab.at('/');
});

for (const [username, lands] of [
  ['ana', '/orders?doc=anas-secret'],
  ['admin', '/'],
] as const) {
  browserTest(
    `J11: ana signs out on a page, reload, ${username} signs in → ${lands}`,
    {},
    async (fixture) => {
      const tab = await fixture.openSignedIn('/orders?doc=anas-secret');
      await tab.signOut();
      await tab.at('/sign-in?returnUrl=%2Forders%3Fdoc%3Danas-secret');

      await tab.reload();
      await tab.signIn(username);

      await tab.at(lands);
    },
  );
}
