// A directive for the first control of a form that replaces another form.

import { afterNextRender, Directive, ElementRef, inject } from '@angular/core';

/** Takes the focus when it appears, so that keyboard and screen reader go on at the new form. */
@Directive({ selector: '[demoFocusHere]' })
export class FocusHere {
  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => nativeElement.focus());
  }
}
