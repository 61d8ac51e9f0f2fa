// The account page's button for DeleteUser, with a question before it.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { UserService } from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { FocusHere } from '../form-parts/focus-here';
import { Problem } from '../form-parts/problem';

/** Deletes the account after a confirmation. */
@Component({
  selector: 'demo-delete-section',
  imports: [FocusHere, Problem],
  template: `
    <section aria-labelledby="delete-title">
      <h2 id="delete-title">Delete the account</h2>
      <div class="card">
        <demo-problem [error]="attempt.error()" />
        @if (sure()) {
          <p>
            A deleted account cannot be restored. (In this demo, <em>Reset</em> in the inspector
            restores it.)
          </p>
          <div class="actions">
            <button type="button" demoFocusHere (click)="sure.set(false)">Keep the account</button>
            <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="delete()">
              Delete it permanently
            </button>
          </div>
        } @else {
          <button type="button" (click)="sure.set(true)">Delete the account</button>
        }
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeleteSection {
  protected readonly attempt = new Attempt();
  protected readonly sure = signal(false);
  readonly #users = inject(UserService);

  protected delete(): void {
    // The session ends with the account, and the library then opens the sign-in page.
    void this.attempt.run(() => this.#users.deleteUser());
  }
}
