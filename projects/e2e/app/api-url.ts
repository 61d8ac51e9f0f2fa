// The address of the API that the app under test asks.

import { InjectionToken } from '@angular/core';

/** Root of the API under test, with a trailing slash. */
export const API_URL = new InjectionToken<string>('API_URL');
