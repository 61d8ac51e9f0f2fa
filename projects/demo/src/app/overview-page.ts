// The first page of the demo, for visitors with and without a session.

import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';

/** Introduces the demo and lists things to try; open to everybody. */
@Component({
  selector: 'demo-overview-page',
  imports: [RouterLink],
  templateUrl: './overview-page.html',
  // From this width on the inspector is beside the page and open, as in session-inspector.ts.
  styles: '@media (min-width: 64rem) { .narrow-only { display: none; } }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewPage {}
