import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';

/** What this is and what to try; open to all. */
@Component({
  selector: 'demo-overview-page',
  imports: [RouterLink],
  templateUrl: './overview-page.html',
  // From there on the inspector stands beside the page and is open, as in session-inspector.ts.
  styles: '@media (min-width: 64rem) { .narrow-only { display: none; } }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewPage {}
