// M01: a view without zone.js, OnPush, follows the session without a manual call.

import { provideZonelessChangeDetection } from '@angular/core';
import { itFollowsTheSession } from '../support/view-that-follows';

it('M01: no zone.js is loaded here', () => expect(globalThis).not.toHaveProperty('Zone'));

itFollowsTheSession('without zone.js', provideZonelessChangeDetection);
