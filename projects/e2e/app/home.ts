// The public page of the app under test.

import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({
  selector: 'e2e-home',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1>Home</h1>`,
})
export class Home {}
