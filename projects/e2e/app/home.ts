// A view that every user may open and that sends no request.

import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({
  selector: 'e2e-home',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1>Home</h1>`,
})
export class Home {}
