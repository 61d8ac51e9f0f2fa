// Follows the router's events. Each name of Angular or RxJS that a lazily loaded file imports makes
// the start of an app longer, so events have numbers here. A spec compares them with Angular's own.

import type { Router } from '@angular/router';

/** The members of Angular's `EventType` that are needed here. */
export const EVENT = { start: 0, end: 1, cancel: 2, error: 3, skipped: 16 } as const;
/** Angular's `NavigationCancellationCode` for a navigation that another one follows at once. */
export const CANCELLED_FOR = { redirect: 0, newNavigation: 1 } as const;

/** The members of an event that this library reads. */
export interface RouterEvent {
  readonly type: number;
  readonly url: string;
  readonly code?: number | undefined;
  readonly error?: unknown;
}

/**
 * Calls `listener` for each event; returns a function that stops it, or undefined for a fake router
 * without events in an app's tests.
 */
export function onRouterEvents(
  router: Partial<Router>,
  listener: (event: RouterEvent) => void,
): (() => void) | undefined {
  const subscription = router.events?.subscribe((event) => listener(event as RouterEvent));
  return subscription && (() => subscription.unsubscribe());
}

/**
 * Calls `listener` once, with the event that ends the current navigation. A redirect or a newer
 * navigation that cancels it is not the end.
 */
export function onNavigationEnd(router: Router, listener: (event: RouterEvent) => void): void {
  const stop = onRouterEvents(router, (event) => {
    if (!isEnd(event)) return;
    stop?.();
    listener(event);
  });
}

function isEnd({ type, code }: RouterEvent): boolean {
  return (
    type === EVENT.end ||
    type === EVENT.error ||
    type === EVENT.skipped ||
    (type === EVENT.cancel &&
      code !== CANCELLED_FOR.redirect &&
      code !== CANCELLED_FOR.newNavigation)
  );
}
