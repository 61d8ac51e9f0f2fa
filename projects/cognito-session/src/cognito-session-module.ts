// Provides the session in apps of NgModules, and registers the class form of the interceptor.

import { HTTP_INTERCEPTORS } from '@angular/common/http';
import { type ModuleWithProviders, NgModule } from '@angular/core';
import { provideCognitoSession, type SessionFeature } from './provide-cognito-session';
import type { SessionConfigSource } from './create-session-manager';
import { SessionInterceptor } from './session-interceptor';

/** For apps of NgModules. It needs `provideHttpClient(withInterceptorsFromDi())`. */
@NgModule()
export class CognitoSessionModule {
  /**
   * The providers of {@link provideCognitoSession}, and {@link SessionInterceptor} under
   * `HTTP_INTERCEPTORS`.
   */
  static forRoot(
    config: SessionConfigSource,
    ...features: SessionFeature[]
  ): ModuleWithProviders<CognitoSessionModule> {
    return {
      ngModule: CognitoSessionModule,
      providers: [
        provideCognitoSession(config, ...features),
        SessionInterceptor,
        { provide: HTTP_INTERCEPTORS, useExisting: SessionInterceptor, multi: true },
      ],
    };
  }
}
