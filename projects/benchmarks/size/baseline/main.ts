// Starts the app without the library. The size benchmark subtracts this app from the one with it.

import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { App } from './app';
import { guard, interceptor } from './by-hand';
import { Home } from './home';

void bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideRouter([
      { path: '', component: Home },
      { path: 'orders', component: Home, canActivate: [guard] },
      { path: 'sign-in', loadComponent: () => import('./sign-in').then(({ SignIn }) => SignIn) },
    ]),
    provideHttpClient(withInterceptors([interceptor])),
  ],
});
