import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';

/** What this is and what to try; open to all. */
@Component({
  selector: 'demo-overview-page',
  imports: [RouterLink],
  templateUrl: './overview-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewPage {}
