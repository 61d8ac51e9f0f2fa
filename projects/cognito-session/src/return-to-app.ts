// The way back after a sign-in. Loaded by import(), since it is needed once a sign-in.

import type { Router, UrlTree } from '@angular/router';
import { checkReturnUrl } from './core/return-url';
import type { SessionManager } from './core/session-manager';
import { isBelow, type PageLeaver } from './sign-in-page';

/** The router's code for a URL that no route matches. */
const NO_MATCH = 4002;

/** Oldest page that is gone back to, in milliseconds since it was left. */
const OLDEST_MS = 600_000;
/** Parameters that hold a token: no page needs one in its address, where logs and histories keep it. */
const TOKENS = /^(id|access|refresh)_token$/;
/** The same in a fragment, as the implicit flow writes it: `name=value` pairs. */
const TOKENS_IN_FRAGMENT = /(^|[?&])((id|access|refresh)_token=[^&]*(&|$))+/g;

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
  const tree = wanted && withoutTokens(router.parseUrl(wanted));
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

/** Takes tokens out; `code` and `state` stay, since an app has parameters of these names, too. */
function withoutTokens(tree: UrlTree): UrlTree {
  const others = Object.entries(tree.queryParams).filter(([name]) => !TOKENS.test(name));
  tree.queryParams = Object.fromEntries(others);
  const { fragment } = tree;
  const rest = fragment?.replace(TOKENS_IN_FRAGMENT, '$1') ?? null;
  if (rest !== fragment) tree.fragment = rest?.replace(/[?&]$/, '') || null;
  return tree;
}
