// The service and its host over a session manager, without a TestBed and without a page.

import { DOCUMENT, Location } from '@angular/common';
import { type Injector, NgZone, PLATFORM_ID } from '@angular/core';
import { Router } from '@angular/router';
import { Clock } from '../../src/core/clock';
import type { SessionManager } from '../../src/core/session-manager';
import { FakeClock } from './fake-clock';
import { SessionHost } from '../../src/session-host';
import { SessionService } from '../../src/session-service';
import { type ManagerTab } from './manager-tab';
import { fakeRouter, injectorOf } from './adapters';

/** Angular's zone, and which code ran inside and outside of it. */
export class CountedZone {
  depth = 0;
  runs = 0;
  outside = 0;
  run<T>(work: () => T): T {
    this.runs++;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
  runOutsideAngular<T>(work: () => T): T {
    this.outside++;
    return work();
  }
}

/** A service with what it stands on. */
export interface ServiceApp {
  readonly injector: Injector;
  readonly zone: CountedZone;
  readonly host: SessionHost;
  readonly service: SessionService;
  readonly router: ReturnType<typeof fakeRouter>;
}

/** Opens one whose manager is made like that, on a platform. */
export function openService(
  create: () => SessionManager | Promise<SessionManager>,
  platform = 'browser',
): ServiceApp {
  const zone = new CountedZone();
  const router = fakeRouter('/sign-in?returnUrl=%2Forders');
  const injector = injectorOf(
    { provide: PLATFORM_ID, useValue: platform },
    { provide: NgZone, useValue: zone },
    { provide: Clock, useValue: new FakeClock() },
    { provide: Router, useValue: router.router },
    { provide: Location, useValue: { getState: () => null } },
    { provide: DOCUMENT, useValue: { baseURI: 'https://app.example.com/' } },
    { provide: SessionHost, useFactory: () => new SessionHost(create) },
    SessionService,
  );
  const host = injector.get(SessionHost);
  return { injector, zone, host, router, service: injector.get(SessionService) };
}

/** Opens one over a tab. */
export const openServiceOver = (tab: ManagerTab): ServiceApp => openService(() => tab.manager);
