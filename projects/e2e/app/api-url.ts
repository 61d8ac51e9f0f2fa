// Gives the views of the app under test the address of the API, which differs from test to test.

import { InjectionToken } from '@angular/core';

/** Root of the API under test, with a trailing slash. */
export const API_URL = new InjectionToken<string>('API_URL');
