// The providers of the demo: router, HttpClient and session. An app of your own needs the same
// ones.

import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter } from '@angular/router';
import {
  provideCognitoSession,
  sessionInterceptor,
  withHistory,
  withStorage,
} from 'ngx-cognito-session';
import { routes } from './routes';
import { chosenStorage } from './storage-choice';

/** An app needs only the interceptor and `provideCognitoSession` for the session. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes),
    provideHttpClient(withFetch(), withInterceptors([sessionInterceptor])),
    provideCognitoSession(
      {
        userPoolId: LOCAL_COGNITO.userPoolId,
        clientId: LOCAL_COGNITO.clientId,
        endpoint: LOCAL_COGNITO.poolUrl,
        apis: [LOCAL_COGNITO.apiUrl],
        afterSignInUrl: '/orders',
      },
      withStorage(chosenStorage()),
      withHistory(),
    ),
  ],
};
