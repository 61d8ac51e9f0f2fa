// When this page should look again: timers stop while a page is hidden or a device sleeps, so these
// are the moments at which what is held may be old.

import { Observable } from 'rxjs';

/** Tells when the page comes back to life, and whether there is a network. */
export interface PageLifecycle {
  /**
   * `'visible'`: shown, focused or restored from the back/forward cache; `'online'`: the network is
   * back.
   */
  readonly wake$: Observable<'visible' | 'online'>;
  /**
   * The page is left; it may come back from the back/forward cache, having missed what other tabs
   * told.
   */
  readonly away$: Observable<unknown>;
  /** False only when the browser is sure that there is no network. */
  readonly online: boolean;
}

/** The browser's events. */
export class BrowserPageLifecycle implements PageLifecycle {
  readonly wake$ = new Observable<'visible' | 'online'>((observer) => {
    const onEvent = ({ type }: Event): void => {
      // A network that comes back while the page is hidden ends pauses all the same.
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
