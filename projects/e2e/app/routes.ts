// The routes of the app under test: a public page, guarded ones, and the sign-in page.

import type { Routes } from '@angular/router';
import { sessionGuard, signedOutGuard } from 'ngx-cognito-session';
import { Home } from './home';
import { Orders } from './orders';

export const routes: Routes = [
  { path: '', component: Home },
  { path: 'orders', component: Orders, canActivate: [sessionGuard] },
  { path: 'b', loadChildren: () => import('./second-session').then(({ routes }) => routes) },
  // A sign-in page without the library's sign-in entry; tests start its session from tokens of
  // their own.
  { path: 'own-sign-in', component: Home, canActivate: [signedOutGuard] },
  // Lazy, as in a real app: the AWS SDK comes with this page and not before.
  { path: 'sign-in', loadComponent: () => import('./sign-in').then(({ SignIn }) => SignIn) },
];
