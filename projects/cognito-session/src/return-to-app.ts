// The way back after a sign-in. Loaded by import(), since it is needed once a sign-in.

import type { Router, UrlTree } from '@angular/router';
import { checkReturnUrl } from './core/return-url';
import type { SessionManager } from './core/session-manager';
import { isBelow, type PageLeaver } from './sign-in-page';

/** The router's code for a URL that no route matches. */
const NO_MATCH = 4002;

/** Oldest page that is gone back to, in milliseconds since it was left. */
const OLDEST_MS = 600_000;
/** What a sign-in elsewhere leaves in a URL is good once, and never for a page of this app. */
const FOREIGN = ['code', 'state', 'id_token', 'access_token'];

/** Navigates to the current URL's `returnUrl` when that is a page of this app but its sign-in page, else to the default. */
export async function returnToApp(
  router: Router,
  leaver: PageLeaver,
  manager: SessionManager,
): Promise<boolean> {
  const { signInUrl, afterSignInUrl } = manager.config;
  const given: unknown = router.parseUrl(router.url).queryParams['returnUrl'];
  // Checked as it came, and again as the router will write it: `/(//host)` is written `//host`.
  const wanted = checkReturnUrl(given);
  const tree = wanted && withoutForeignSignIn(router.parseUrl(wanted));
  const written = tree && checkReturnUrl(router.serializeUrl(tree));
  if (!written || isBelow(written, signInUrl) || isStale(given, leaver, manager)) {
    return router.navigateByUrl(afterSignInUrl);
  }
  try {
    return await router.navigateByUrl(written);
  } catch (error) {
    // Anybody can have written the address; other errors come from the page itself.
    if ((error as { code?: number } | null)?.code !== NO_MATCH) throw error;
    return router.navigateByUrl(afterSignInUrl);
  }
}

/** Whether this page itself was left long ago, or by somebody else; of a link nothing is known. */
function isStale(url: unknown, { left, clock }: PageLeaver, { held }: SessionManager): boolean {
  if (!left || left.url !== url) return false;
  const ofAnother = left.sub !== undefined && left.sub !== held?.sub;
  return ofAnother || clock.monotonic() - left.at > OLDEST_MS;
}

function withoutForeignSignIn(tree: UrlTree): UrlTree {
  const ours = Object.entries(tree.queryParams).filter(([name]) => !FOREIGN.includes(name));
  tree.queryParams = Object.fromEntries(ours);
  // In the fragment as the implicit flow writes them: name=value pairs.
  const fragment = new URLSearchParams(tree.fragment ?? '');
  if (FOREIGN.some((name) => fragment.get(name))) tree.fragment = null;
  return tree;
}
