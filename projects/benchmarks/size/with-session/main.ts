// Starts the app with the library's guard, interceptor and session. The size benchmark compares
// this app with its twin in baseline.

import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { provideCognitoSession, sessionGuard, sessionInterceptor } from 'ngx-cognito-session';
import { App } from './app';
import { Home } from './home';

void bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideRouter([
      { path: '', component: Home },
      { path: 'orders', component: Home, canActivate: [sessionGuard] },
      { path: 'sign-in', loadComponent: () => import('./sign-in').then(({ SignIn }) => SignIn) },
    ]),
    provideHttpClient(withInterceptors([sessionInterceptor])),
    provideCognitoSession({
      userPoolId: 'eu-west-1_AbCdEfGhI',
      clientId: '1h57kf5cpq17m0eml12EXAMPLE',
      apis: ['https://api.example.com/'],
    }),
  ],
});
