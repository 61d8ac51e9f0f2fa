// M01: the same view with zone.js.

import 'zone.js';
import { NgZone, provideZoneChangeDetection } from '@angular/core';
import { itFollowsTheSession } from '../support/view-that-follows';

it('M01: zone.js is loaded here', () => {
  expect(new NgZone({})).toBeInstanceOf(NgZone);
  expect(globalThis).toHaveProperty('Zone');
});

itFollowsTheSession('with zone.js', provideZoneChangeDetection);
