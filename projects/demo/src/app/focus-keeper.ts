// Keeps keyboard users and screen readers in their place when the focused control is removed.

import { DOCUMENT } from '@angular/common';
import { afterEveryRender, inject, Injectable } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { fromEvent } from 'rxjs';

/** The parts of the page that can take the focus of a control in them. */
const PARTS = 'section, article, main';

/**
 * Keeps the focus in its place when the focused control goes away, as a button does that deletes
 * its own line. Without this the browser gives the focus to the document, and keyboards and screen
 * readers begin again at the top.
 */
@Injectable({ providedIn: 'root' })
export class FocusKeeper {
  readonly #document = inject(DOCUMENT);
  /** The control that was focused last, and the elements around it, from the inside out. */
  #path: readonly Element[] = [];

  constructor() {
    fromEvent(this.#document, 'focusin')
      .pipe(takeUntilDestroyed())
      .subscribe(({ target }) => {
        if (target instanceof Element) this.#path = [...pathOf(target)];
      });
    // In a microtask, because a form that has just appeared may take the focus itself.
    afterEveryRender({ read: () => queueMicrotask(() => this.#keep()) });
  }

  #keep(): void {
    const { activeElement, body } = this.#document;
    const lost = activeElement === body && this.#path[0]?.isConnected === false;
    if (!lost) return;
    const around = this.#path.find((each) => each.isConnected && each.matches(PARTS));
    const part = around ?? this.#document.querySelector('main');
    if (!(part instanceof HTMLElement)) return;
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }
}

function* pathOf(element: Element): Generator<Element> {
  for (let each: Element | null = element; each; each = each.parentElement) yield each;
}
