// The moments at which this page must check its session: timers stop while a page is hidden or a
// device sleeps, so the session may be out of date.

import { Observable } from 'rxjs';

/** Emits when the page becomes active again, and knows whether the browser is online. */
export interface PageLifecycle {
  /**
   * `'visible'`: the page is shown, focused or restored from the back/forward cache; `'online'`:
   * the network is back.
   */
  readonly wake$: Observable<'visible' | 'online'>;
  /**
   * The page is hidden by a navigation. It may return from the back/forward cache, and has then
   * missed messages of other tabs.
   */
  readonly away$: Observable<unknown>;
  /** False only if the browser is sure that there is no network. */
  readonly online: boolean;
}

/** The browser's events. */
export class BrowserPageLifecycle implements PageLifecycle {
  readonly wake$ = new Observable<'visible' | 'online'>((observer) => {
    const onEvent = ({ type }: Event): void => {
      // 'online' counts even while the page is hidden: it ends a cooldown.
      if (type === 'online') observer.next(type);
      else if (!document.hidden) observer.next('visible');
    };
    const events = ['visibilitychange', 'pageshow', 'focus', 'online'];
    // visibilitychange is fired at the document and bubbles to the window.
    for (const type of events) addEventListener(type, onEvent);
    return () => {
      for (const type of events) removeEventListener(type, onEvent);
    };
  });

  readonly away$ = new Observable<Event>((observer) => {
    const onEvent = (event: Event): void => observer.next(event);
    addEventListener('pagehide', onEvent);
    return () => removeEventListener('pagehide', onEvent);
  });

  get online(): boolean {
    return navigator.onLine;
  }
}
