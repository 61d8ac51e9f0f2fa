// Replaces the authenticator app on a visitor's phone, beside the forms that ask for its code.

import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { TOTP } from 'otpauth';
import { map, timer } from 'rxjs';
import { EmulatorNote } from './emulator-note';
import { fillIn } from './fill-in';
import { PocketAuthenticator } from './pocket-authenticator';

const PERIOD_S = 30;

/** Shows the current code, as an authenticator app does, for visitors without such an app. */
@Component({
  selector: 'demo-authenticator',
  imports: [EmulatorNote],
  template: `
    <demo-emulator-note heading="Authenticator app" stands="the app on your phone">
      @if (code(); as code) {
        <p class="message">
          <strong class="code" data-testid="authenticator-code">{{ code }}</strong>
          <span class="fine">{{ secondsLeft() }} s left</span>
          <button type="button" (click)="fillIn(code)">Fill in</button>
        </p>
        <p class="fine">
          Secret: <code>{{ known() }}</code>
        </p>
      } @else {
        <p class="fine">
          The demo does not know this user’s secret. Use the app in which you set it up.
        </p>
      }
    </demo-emulator-note>
  `,
  styleUrl: './message.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Authenticator {
  readonly username = input.required<string>();
  /** The secret that is being set up, if one is. */
  readonly secret = input<string | undefined>();
  protected readonly fillIn = fillIn;
  readonly #pocket = inject(PocketAuthenticator);
  readonly #now = toSignal(timer(0, 1000).pipe(map(() => Date.now())), {
    initialValue: Date.now(),
  });
  protected readonly known = computed(
    () => this.secret() ?? this.#pocket.secretOf(this.username()),
  );
  protected readonly code = computed(() => {
    const secret = this.known();
    return secret && new TOTP({ secret }).generate({ timestamp: this.#now() });
  });
  protected readonly secondsLeft = computed(
    () => PERIOD_S - (Math.floor(this.#now() / 1000) % PERIOD_S),
  );
}
