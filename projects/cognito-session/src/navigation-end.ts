// The end of the navigation under way. Each class of Angular and each operator of RxJS that a file loaded by import()
// names makes the start longer by that name, so this goes by the numbers of the router's events.

import { type Event, EventType, NavigationCancellationCode, type Router } from '@angular/router';

/** Tells `listener` once how the navigation under way has ended, when no other follows it at once. */
export function onNavigationEnd(router: Router, listener: (event: Event) => void): void {
  // An app's own tests may have a router without events.
  const subscription = (router as Partial<Router>).events?.subscribe((event) => {
    if (!isEnd(event)) return;
    subscription?.unsubscribe();
    listener(event);
  });
}

function isEnd(event: Event): boolean {
  switch (event.type) {
    case EventType.NavigationEnd:
    case EventType.NavigationError:
    case EventType.NavigationSkipped:
      return true;
    case EventType.NavigationCancel:
      return (
        event.code !== NavigationCancellationCode.Redirect &&
        event.code !== NavigationCancellationCode.SupersededByNewNavigation
      );
    default:
      return false;
  }
}
