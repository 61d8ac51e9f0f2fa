import { Injectable, signal, type Type } from '@angular/core';

/**
 * The question whether this device is to be remembered; undefined while nobody asks. It stands beside everything else
 * the page shows, and whoever asks brings the component along: it comes with the sign-in entry, of which the start knows
 * nothing.
 */
@Injectable({ providedIn: 'root' })
export class DeviceQuestion {
  readonly asked = signal<Type<unknown> | undefined>(undefined);
}
