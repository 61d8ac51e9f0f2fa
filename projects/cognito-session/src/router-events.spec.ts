// Compares the numbers of router events in router-events.ts with Angular's; its names would make
// the start longer.

import { EventType, NavigationCancellationCode } from '@angular/router';
import { CANCELLED_FOR, EVENT } from './router-events';

it('the numbers of router events are Angular’s', () => {
  expect(EVENT).toEqual({
    start: EventType.NavigationStart,
    end: EventType.NavigationEnd,
    cancel: EventType.NavigationCancel,
    error: EventType.NavigationError,
    skipped: EventType.NavigationSkipped,
  });
  expect(CANCELLED_FOR).toEqual({
    redirect: NavigationCancellationCode.Redirect,
    newNavigation: NavigationCancellationCode.SupersededByNewNavigation,
  });
});
