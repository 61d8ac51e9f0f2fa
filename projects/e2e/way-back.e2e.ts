// The way back from the sign-in page, in the browser's own history.

import { scenesInChromium } from './support/scene';

const scene = scenesInChromium();

scene('J10: signed in, and Back → not the sign-in form', {}, async (stage) => {
  const tab = await stage.open('/');
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
  scene(
    `J11: ana signs out on a page, reload, ${username} signs in → ${lands}`,
    {},
    async (stage) => {
      const tab = await stage.openSignedIn('/orders?doc=anas-secret');
      await tab.signOut();
      await tab.at('/sign-in?returnUrl=%2Forders%3Fdoc%3Danas-secret');

      await tab.reload();
      await tab.signIn(username);

      await tab.at(lands);
    },
  );
}
