// The account page's list of the devices that the pool tracks. The user can have this browser
// remembered here, and can have any device forgotten.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { type Device, DeviceService } from 'ngx-cognito-session/sign-in';
import { type Observable, switchMap } from 'rxjs';
import { DeviceQuestion } from '../device-question';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { formatDate } from '../inspector/format-time';

/** Lists the devices that the pool tracks, remembers this one, and forgets each of them. */
@Component({
  selector: 'demo-devices-section',
  imports: [Problem],
  template: `
    <section aria-labelledby="devices-title">
      <h2 id="devices-title">Devices</h2>
      <div class="card">
        <demo-problem [error]="attempt.error()" />
        <ul class="orders" data-testid="devices">
          @for (device of devices(); track device.deviceKey; let index = $index) {
            <li>
              <span>
                @if (device.current) {
                  <strong>This browser:</strong>
                }
                last sign-in {{ formatDate(device.lastAuthenticatedAt) }}
                <span class="fine detail">{{ device.attributes['device_name'] }}</span>
              </span>
              <button
                type="button"
                [attr.aria-label]="'Forget device ' + (index + 1)"
                [attr.aria-disabled]="attempt.busy()"
                (click)="forget(device)"
              >
                Forget
              </button>
            </li>
          } @empty {
            <li class="fine">The pool knows no devices.</li>
          }
        </ul>
        <div class="actions">
          <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="remember(true)">
            Remember this browser
          </button>
          <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="remember(false)">
            Do not remember this browser
          </button>
        </div>
        <p class="fine">
          On a remembered device the pool asks for no second factor. The session of a forgotten
          device ends with its next refresh.
        </p>
        <p role="status" data-testid="devices-note">{{ note() }}</p>
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DevicesSection {
  protected readonly attempt = new Attempt();
  protected readonly formatDate = formatDate;
  protected readonly devices = signal<readonly Device[]>([]);
  protected readonly note = signal('');
  readonly #service = inject(DeviceService);
  readonly #question = inject(DeviceQuestion);

  constructor() {
    void this.attempt.run(
      () => this.#service.list(),
      (devices) => this.devices.set(devices),
    );
  }

  protected remember(remembered: boolean): void {
    this.#question.asked.set(undefined);
    const note = remembered
      ? 'The pool remembers this browser.'
      : 'The pool does not remember this browser.';
    this.#change(() => this.#service.remember(remembered), note);
  }

  protected forget({ deviceKey }: Device): void {
    this.#change(() => this.#service.forget(deviceKey), 'The device is forgotten.');
  }

  #change(command: () => Observable<void>, note: string): void {
    this.note.set('');
    void this.attempt.run(
      () => command().pipe(switchMap(() => this.#service.list())),
      (devices) => {
        this.devices.set(devices);
        this.note.set(note);
      },
    );
  }
}
