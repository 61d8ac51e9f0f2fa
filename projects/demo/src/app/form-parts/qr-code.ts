// Draws a QR code as SVG, for the set-up of an authenticator app.

import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { encode } from 'uqr';

/** Modules of white around a code; scanners need them. */
const QUIET_ZONE = 4;

/** A text as a QR code: one path, so that no HTML has to be trusted. */
@Component({
  selector: 'demo-qr-code',
  template: `
    <svg role="img" [attr.aria-label]="label()" [attr.viewBox]="'0 0 ' + size() + ' ' + size()">
      <path [attr.d]="path()" />
    </svg>
  `,
  styles: `
    svg {
      width: 11rem;
      height: 11rem;
      border-radius: 8px;
      /* Scanners want dark on light, whatever the colour scheme. */
      background: #fff;
      shape-rendering: crispedges;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QrCode {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  readonly #code = computed(() => encode(this.text(), { border: QUIET_ZONE }));
  protected readonly size = computed(() => this.#code().size);
  protected readonly path = computed(() =>
    this.#code()
      .data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
      .join(''),
  );
}
