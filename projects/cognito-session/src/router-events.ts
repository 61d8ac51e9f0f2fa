// The router's events, and the end of the navigation under way. Each name of Angular or RxJS that a
// file loaded by import() uses makes the start longer, so events go by their numbers; a spec
// compares them with Angular's own.

import type { Router } from '@angular/router';

/** Angular's `EventType`, as far as it is needed. */
export const EVENT = { start: 0, end: 1, cancel: 2, error: 3, skipped: 16 } as const;
/** Angular's `NavigationCancellationCode` for a navigation that another one follows at once. */
export const CANCELLED_FOR = { redirect: 0, newNavigation: 1 } as const;

/** What is read of an event: the URL of a navigation, and why it was cancelled. */
export interface RouterEvent {
  readonly type: number;
  readonly url?: string;
  readonly code?: number | undefined;
  readonly error?: unknown;
}

/**
 * Calls `listener` for each event; returns what stops that. An app's own tests may have a router
 * without events.
 */
export function onRouterEvents(
  router: Partial<Router>,
  listener: (event: RouterEvent) => void,
): (() => void) | undefined {
  const subscription = router.events?.subscribe((event) => listener(event));
  return subscription && (() => subscription.unsubscribe());
}

/**
 * Tells `listener` once how the navigation under way has ended, when no other follows it at once.
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
