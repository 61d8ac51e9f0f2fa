// The way back after a sign-in. Loaded by import(), since it is needed once a sign-in.

import type { Router } from '@angular/router';
import { checkReturnUrl } from './core/return-url';
import type { CheckedConfig } from './core/session-config';
import { isBelow } from './sign-in-page';

/** The router's code for a URL that no route matches. */
const NO_MATCH = 4002;

/** Navigates to the current URL's `returnUrl` when that is a page of this app but its sign-in page, else to the default. */
export async function returnToApp(router: Router, config: CheckedConfig): Promise<boolean> {
  const { signInUrl, afterSignInUrl } = config;
  // Checked as it came, and again as the router will write it: `/(//host)` is written `//host`.
  const wanted = checkReturnUrl(router.parseUrl(router.url).queryParams['returnUrl']);
  const written = wanted && checkReturnUrl(router.serializeUrl(router.parseUrl(wanted)));
  if (!written || isBelow(written, signInUrl)) return router.navigateByUrl(afterSignInUrl);
  try {
    return await router.navigateByUrl(written);
  } catch (error) {
    // Anybody can have written the address; other errors come from the page itself.
    if ((error as { code?: number } | null)?.code !== NO_MATCH) throw error;
    return router.navigateByUrl(afterSignInUrl);
  }
}
