// Marks the injectors that have a session of their own (ADR 0011).

import { ɵɵdefineInjector } from '@angular/core';
import { injectSessionHost } from './session-host';

/**
 * Imported by `provideCognitoSession`. Angular makes a service that is `providedIn` this class once
 * for each injector that imports it, so the service belongs to the nearest session. Not public.
 *
 * It is an NgModule without the decorator `@NgModule`, which would add definitions that only
 * templates need.
 */
export class SessionScope {
  static readonly ɵinj = ɵɵdefineInjector({});

  /**
   * Starts the session: Angular creates this class with its injector, and a child injector runs no
   * app initializers.
   */
  constructor() {
    injectSessionHost();
  }
}
