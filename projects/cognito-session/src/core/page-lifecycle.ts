// When this page should look again: timers stop while a page is hidden or a device sleeps, so these are the moments
// at which what is held may be old.

import { filter, fromEvent, map, merge, type Observable } from 'rxjs';

/** Tells when the page comes back to life, and whether there is a network. */
export abstract class PageLifecycle {
  /** `'visible'`: shown, focused or restored from the back/forward cache; `'online'`: the network is back. */
  abstract readonly wake$: Observable<'visible' | 'online'>;
  /** False only when the browser is sure that there is no network. */
  abstract readonly online: boolean;
}

/** The browser's events. */
export class BrowserPageLifecycle extends PageLifecycle {
  readonly wake$: Observable<'visible' | 'online'> = merge(
    merge(
      fromEvent(document, 'visibilitychange').pipe(
        filter(() => document.visibilityState === 'visible'),
      ),
      fromEvent(window, 'pageshow'),
      fromEvent(window, 'focus'),
    ).pipe(map(() => 'visible' as const)),
    fromEvent(window, 'online').pipe(map(() => 'online' as const)),
  );

  get online(): boolean {
    return navigator.onLine;
  }
}
