// Sets up Angular's test environment without zone.js. An unknown element or property in a template
// fails the test.

import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless';

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });
