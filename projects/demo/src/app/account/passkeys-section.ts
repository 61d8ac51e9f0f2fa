// The account page's list of passkeys. The browser creates a new one, and Cognito keeps its public
// key.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { type Passkey, PasskeyService } from 'ngx-cognito-session/sign-in';
import { type Observable, switchMap } from 'rxjs';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { formatDate } from '../inspector/format-time';

/** Creates, lists and deletes passkeys. */
@Component({
  selector: 'demo-passkeys-section',
  imports: [Problem],
  template: `
    <section aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">Passkeys</h2>
      <div class="card">
        <demo-problem [error]="attempt.error()" />
        <ul class="orders" data-testid="passkeys">
          @for (passkey of passkeys(); track passkey.credentialId; let index = $index) {
            <li>
              <span>
                {{ passkey.name ?? 'Passkey' }}, created {{ formatDate(passkey.createdAt) }}
              </span>
              <button
                type="button"
                [attr.aria-label]="'Delete passkey ' + (index + 1)"
                [attr.aria-disabled]="attempt.busy()"
                (click)="remove(passkey)"
              >
                Delete
              </button>
            </li>
          } @empty {
            <li class="fine">
              You have no passkey yet. With a passkey you sign in without a password.
            </li>
          }
        </ul>
        <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="register()">
          Create a passkey
        </button>
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasskeysSection {
  protected readonly attempt = new Attempt();
  protected readonly formatDate = formatDate;
  protected readonly passkeys = signal<readonly Passkey[]>([]);
  readonly #service = inject(PasskeyService);

  constructor() {
    void this.attempt.run(
      () => this.#service.list(),
      (passkeys) => this.passkeys.set(passkeys),
    );
  }

  protected register(): void {
    this.#change(() => this.#service.register());
  }

  protected remove({ credentialId }: Passkey): void {
    this.#change(() => this.#service.delete(credentialId));
  }

  #change(command: () => Observable<unknown>): void {
    void this.attempt.run(
      () => command().pipe(switchMap(() => this.#service.list())),
      (passkeys) => this.passkeys.set(passkeys),
    );
  }
}
