// Hands the question about this device from the lazy sign-in page to the frame of the app.

import { Injectable, signal, type Type } from '@angular/core';

/**
 * The question whether the pool shall remember this device; undefined while nobody asks it. The
 * sign-in page brings the component along, because it needs the sign-in entry, which the start of
 * the app does not load.
 */
@Injectable({ providedIn: 'root' })
export class DeviceQuestion {
  readonly asked = signal<Type<unknown> | undefined>(undefined);
}
