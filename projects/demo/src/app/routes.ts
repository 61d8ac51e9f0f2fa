// The routes of the demo with the library's guards. The pages that need the sign-in entry are
// lazy.

import type { Routes } from '@angular/router';
import { groupGuard, sessionGuard, signedOutGuard } from 'ngx-cognito-session';
import { OverviewPage } from './overview-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'ngx-cognito-session', component: OverviewPage },
  {
    path: 'sign-in',
    title: 'Sign in · ngx-cognito-session',
    canActivate: [signedOutGuard],
    // Lazy: the sign-in entry is loaded with this page and not before.
    loadComponent: () => import('./sign-in/sign-in-page').then((file) => file.SignInPage),
  },
  {
    path: 'sign-up',
    title: 'Create an account · ngx-cognito-session',
    canActivate: [signedOutGuard],
    loadComponent: () => import('./sign-up/sign-up-page').then((file) => file.SignUpPage),
  },
  {
    path: 'confirm',
    title: 'Confirm an account · ngx-cognito-session',
    canActivate: [signedOutGuard],
    loadComponent: () => import('./sign-up/confirm-page').then((file) => file.ConfirmPage),
  },
  {
    path: 'reset-password',
    title: 'Reset a password · ngx-cognito-session',
    canActivate: [signedOutGuard],
    loadComponent: () =>
      import('./reset-password/reset-password-page').then((file) => file.ResetPasswordPage),
  },
  {
    path: 'account',
    title: 'Account · ngx-cognito-session',
    canActivate: [sessionGuard],
    loadComponent: () => import('./account/account-page').then((file) => file.AccountPage),
  },
  {
    path: 'orders',
    title: 'Orders · ngx-cognito-session',
    canActivate: [sessionGuard],
    loadComponent: () => import('./orders-page').then((file) => file.OrdersPage),
  },
  {
    path: 'admin',
    title: 'Admin · ngx-cognito-session',
    canActivate: [groupGuard('admins')],
    loadComponent: () => import('./admin-page').then((file) => file.AdminPage),
  },
  { path: '**', redirectTo: '' },
];
