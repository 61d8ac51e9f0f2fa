// The scope of one session: marks the injectors that have a session of their own (ADR 0011).

import { ɵɵdefineInjector } from '@angular/core';
import { injectSessionHost } from './session-host';

/**
 * Imported by `provideCognitoSession`. Angular makes a service that is `providedIn` this class once
 * for each injector that imports it, so the service belongs to the nearest session. Not public.
 *
 * It is an NgModule without `@NgModule`, which would define what only templates need.
 */
export class SessionScope {
  static readonly ɵinj = ɵɵdefineInjector({});

  /**
   * Angular makes it with its injector, and so starts the session: a child injector runs no app
   * initializers.
   */
  constructor() {
    injectSessionHost();
  }
}
