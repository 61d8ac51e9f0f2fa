// The page that somebody opens and its guard does not let pass: which URL it has, and whether it is
// guarded alone.

import type {
  ActivatedRouteSnapshot,
  Route,
  Router,
  RouterStateSnapshot,
  UrlSegment,
} from '@angular/router';
import type { CognitoUserSession } from './core/tokens/cognito-user-session';
import { navigationOf, pathOf } from './guard-redirects';
import type { ReturnTargetOwner } from './sign-in-page';

/** A page that somebody opens whom its guard does not let pass. */
export interface Visit {
  /** The guard that asks; of the class its function. */
  readonly guard: unknown;
  readonly route: ActivatedRouteSnapshot | Route;
  readonly place: RouterStateSnapshot | UrlSegment[];
  readonly session: CognitoUserSession | null;
  /** The page for somebody who is signed in. */
  readonly otherwise: string | undefined;
  readonly owner: ReturnTargetOwner;
  readonly router: Router;
}

/** Whether the guard is asked again for every other page below its route. */
export function isAskedForEachPage({ route, guard }: Visit): boolean {
  // canMatch, which gets no snapshot, always is.
  const { routeConfig, pathFromRoot = [] } = route as Partial<ActivatedRouteSnapshot>;
  const isParent = routeConfig?.children ?? routeConfig?.loadChildren;
  const asFunction = (each: unknown): unknown =>
    (each as { readonly asFunction?: unknown }).asFunction ?? each;
  return (
    !isParent ||
    pathFromRoot.some((each) =>
      each.routeConfig?.canActivateChild?.some((child) => asFunction(child) === guard),
    )
  );
}

/** The URL that is being opened, to which the user comes back. */
export function openedUrl({ place, router }: Visit): string {
  if (!Array.isArray(place)) return place.url;
  const opened = navigationOf(router)?.extractedUrl;
  return opened ? router.serializeUrl(opened) : `/${place.join('/')}`;
}

/**
 * The URL of the page that the guard is asked about; empty when unknown. `canMatch` gets only the
 * last segments, and a redirect may have led to them from another page, such as the sign-in page.
 */
export function guardedUrl(visit: Visit): string {
  const { place } = visit;
  if (!Array.isArray(place)) return place.url;
  if (place.length === 0) return '';
  const opened = openedUrl(visit);
  const last = `/${place.join('/')}`;
  return pathOf(opened).endsWith(pathOf(last)) ? opened : last;
}
