// Navigations from a page to the sign-in page and back. Loaded by import() together with what a session needs, since the
// start needs none of it.

import { ErrorHandler } from '@angular/core';
import type { Navigation, Router } from '@angular/router';
import type { SignedOutReason } from './core/session-state';
import { navigationOf } from './guard-redirects';
import { isNoMatch, LEFT, returnUrlIn } from './return-target';
import { isSignInPage, type PageLeaver, signInPage } from './sign-in-page';

export { sendToApp, sendToSignIn } from './guarded-page';

/**
 * Leaves the page for the sign-in page because the session ended, as the setting `onSessionEnd` says. Users come back
 * to the URL that was being opened, if one was (J07), else to the page that was open.
 * @param url where the router was when the session ended.
 */
export async function leavePage(
  reason: SignedOutReason,
  url: string,
  leaver: PageLeaver,
  router: Router,
): Promise<void> {
  const { injector, manager } = leaver;
  const underWay = navigationOf(router);
  if (!manager || manager.held) return;
  if (reason === 'sign-out' && (underWay || router.url !== url)) {
    // An app that signs its user out may show a page of its own, such as a farewell. A page that a guard opened while
    // there was a session is none: the user had clicked a link before.
    const { id } = underWay ?? lastNavigationOf(router) ?? {};
    if (id !== leaver.passed) return;
  }
  const { onSessionEnd } = manager.config;
  const left = underWay ? router.serializeUrl(underWay.extractedUrl) : router.url;
  if (isSignInPage(left, router, leaver)) return;
  if (typeof onSessionEnd === 'function') {
    try {
      if (onSessionEnd(reason, left) === 'stay') return;
    } catch (error) {
      // The default, because it shows less to somebody without a session.
      injector.get(ErrorHandler).handleError(error);
    }
  }
  const page = signInPage(router, leaver, left, manager.lastSub);
  await router.navigateByUrl(page, { state: { [LEFT]: leaver.left } });
}

function lastNavigationOf(router: Router): Navigation | null | undefined {
  return (router as Partial<Router>).lastSuccessfulNavigation?.();
}

/**
 * Navigates to the current URL's `returnUrl` when that is a page of this app except its sign-in page, else to
 * `afterSignInUrl`. The new page replaces the sign-in form in the browser's history (J10).
 */
export async function returnToApp(leaver: PageLeaver, router: Router): Promise<boolean> {
  const { left } = leaver;
  const { afterSignInUrl = '/' } = leaver.manager?.config ?? {};
  const replaceForm = { replaceUrl: true };
  const url = returnUrlIn(router.url, leaver, router);
  if (url !== null) {
    try {
      const arrived = await router.navigateByUrl(url, replaceForm);
      // A guard of this library that sent the user back to the form has noted a page that was left (J09).
      if (leaver.left === left || !isSignInPage(router.url, router, leaver)) return arrived;
    } catch (error) {
      if (!isNoMatch(error)) throw error;
    }
  }
  return router.navigateByUrl(afterSignInUrl, replaceForm);
}
