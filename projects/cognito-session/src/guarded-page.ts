// Answers two questions about a page whose guard refuses: which URL it has, and whether the guard
// runs again for each page.

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

/** A navigation that a guard refuses. */
export interface Visit {
  /** The guard function; for the class, the function that it calls. */
  readonly guard: unknown;
  readonly route: ActivatedRouteSnapshot | Route;
  readonly place: RouterStateSnapshot | UrlSegment[];
  readonly session: CognitoUserSession | null;
  /** The page for signed-in users whom the guard refuses. */
  readonly otherwise: string | undefined;
  readonly owner: ReturnTargetOwner;
  readonly router: Router;
}

/** Whether the router runs the guard again for every other page below its route. */
export function isAskedForEachPage({ route, guard }: Visit): boolean {
  // A route without a snapshot belongs to canMatch, which the router runs every time.
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

/** The URL that the user opens, and returns to after the sign-in. */
export function openedUrl({ place, router }: Visit): string {
  if (!Array.isArray(place)) return place.url;
  const opened = navigationOf(router)?.extractedUrl;
  return opened ? router.serializeUrl(opened) : `/${place.join('/')}`;
}

/**
 * The URL of the page that the guard protects; empty if it is unknown. `canMatch` gets only the
 * last segments of it, and a redirect may have led to them from another page, such as the sign-in
 * page.
 */
export function guardedUrl(visit: Visit): string {
  const { place } = visit;
  if (!Array.isArray(place)) return place.url;
  if (place.length === 0) return '';
  const opened = openedUrl(visit);
  const last = `/${place.join('/')}`;
  return pathOf(opened).endsWith(pathOf(last)) ? opened : last;
}
