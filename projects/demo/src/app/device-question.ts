import { Injectable, signal } from '@angular/core';

/** Whether the pool wants to know if this device is to be remembered. The page asks beside everything else it shows. */
@Injectable({ providedIn: 'root' })
export class DeviceQuestion {
  readonly open = signal(false);
}
