// The scope of one session: marks the injectors that have a session of their own (ADR 0011).

import { NgModule } from '@angular/core';

/**
 * Imported by `provideCognitoSession`. Angular makes a service that is `providedIn` this class once for each injector
 * that imports it, so the service belongs to the nearest session. Not public.
 */
@NgModule()
export class SessionScope {}
