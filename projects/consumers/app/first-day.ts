// The mistakes, each as a newcomer makes it: what `app.config.ts` lacks or says wrong.

import {
  HTTP_INTERCEPTORS,
  provideHttpClient,
  withInterceptors,
  withInterceptorsFromDi,
} from '@angular/common/http';
import {
  type EnvironmentProviders,
  importProvidersFrom,
  InjectionToken,
  makeEnvironmentProviders,
  type Provider,
} from '@angular/core';
import { provideRouter, type Routes } from '@angular/router';
import {
  type CognitoSessionConfig,
  CognitoSessionModule,
  provideCognitoSession,
  sessionGuard,
  SessionInterceptor,
  sessionInterceptor,
} from 'ngx-cognito-session';
import { Home } from './home';
import { Orders } from './orders';

/** Content of `/settings.json`. */
export interface FirstDaySettings {
  readonly endpoint: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Root of the API, with a trailing slash. */
export const API_URL = new InjectionToken<string>('API_URL');

const FUNCTION = provideHttpClient(withInterceptors([sessionInterceptor]));
const PLAIN = provideHttpClient();

/** Providers of the app with this mistake, or of the right one. */
export function providersOf(
  mistake: string | null,
  { endpoint, apiUrl, userPoolId, clientId }: FirstDaySettings,
): EnvironmentProviders {
  const right: CognitoSessionConfig = { endpoint, userPoolId, clientId, apis: [apiUrl] };
  return makeEnvironmentProviders([
    { provide: API_URL, useValue: apiUrl },
    provideRouter(routes(mistake !== 'no sign-in route')),
    sessionAndHttp(mistake, right, apiUrl),
  ]);
}

type Providers = (Provider | EnvironmentProviders)[];

function sessionAndHttp(
  mistake: string | null,
  right: CognitoSessionConfig,
  apiUrl: string,
): Providers {
  const asModule = importProvidersFrom(CognitoSessionModule.forRoot(right));
  switch (mistake) {
    case 'no interceptor':
      return [PLAIN, provideCognitoSession(right)];
    case 'class without withInterceptorsFromDi':
      return [
        PLAIN,
        { provide: HTTP_INTERCEPTORS, useClass: SessionInterceptor, multi: true },
        provideCognitoSession(right),
      ];
    case 'module without withInterceptorsFromDi':
      return [PLAIN, asModule];
    case 'right, as a module':
      return [provideHttpClient(withInterceptorsFromDi()), asModule];
    case 'empty apis':
      return [FUNCTION, provideCognitoSession({ ...right, apis: [] })];
    case 'another path in apis':
      return [FUNCTION, provideCognitoSession({ ...right, apis: [`${apiUrl}v2/`] })];
    case 'no provideCognitoSession':
      return [FUNCTION];
    case null:
    case 'no sign-in route':
      return [FUNCTION, provideCognitoSession(right)];
    default:
      throw new Error(`the app knows no mistake "${mistake}"`);
  }
}

function routes(hasSignIn: boolean): Routes {
  return [
    { path: '', component: Home },
    { path: 'orders', component: Orders, canActivate: [sessionGuard] },
    hasSignIn
      ? { path: 'sign-in', loadComponent: () => import('./sign-in').then(({ SignIn }) => SignIn) }
      : [],
  ].flat();
}
