// The pool of the run, as the server of the measurement tells it.

import { InjectionToken } from '@angular/core';
import type { PoolSettings } from './account';

export const POOL = new InjectionToken<PoolSettings>('POOL');

/** Gets the settings of the pool. */
export async function fetchPool(): Promise<PoolSettings> {
  return (await (await fetch('/settings.json')).json()) as PoolSettings;
}
