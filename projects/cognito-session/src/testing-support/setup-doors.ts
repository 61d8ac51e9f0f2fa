// The two ways an app sets the library up, so that one spec runs over both: functions and NgModule.

import { provideHttpClient, withInterceptors, withInterceptorsFromDi } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { type EnvironmentProviders, importProvidersFrom, type Provider } from '@angular/core';
import {
  type CognitoSessionConfig,
  CognitoSessionModule,
  provideCognitoSession,
  type SessionConfigSource,
  type SessionFeature,
  sessionInterceptor,
} from '../public-api';
import { CLIENT_ID, POOL_ID } from './fake-tokens';

/** One way to set the library up, with the form of the interceptor that goes with it. */
export interface SetupDoor {
  readonly name: string;
  /** Providers of an app, its HTTP client included; requests go to `HttpTestingController`. */
  providers(
    config: SessionConfigSource,
    ...features: SessionFeature[]
  ): (Provider | EnvironmentProviders)[];
}

export const SETUP_DOORS: readonly SetupDoor[] = [
  {
    name: 'provideCognitoSession and sessionInterceptor',
    providers: (config, ...features) => [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideHttpClientTesting(),
      provideCognitoSession(config, ...features),
    ],
  },
  {
    name: 'CognitoSessionModule.forRoot and SessionInterceptor',
    providers: (config, ...features) => [
      provideHttpClient(withInterceptorsFromDi()),
      provideHttpClientTesting(),
      importProvidersFrom(CognitoSessionModule.forRoot(config, ...features)),
    ],
  },
];

/** A config that is right; `changes` replace or add to it. */
export function configWith(changes: Partial<CognitoSessionConfig> = {}): CognitoSessionConfig {
  return {
    userPoolId: POOL_ID,
    clientId: CLIENT_ID,
    apis: ['https://api.example.com'],
    onSessionEnd: 'stay',
    ...changes,
  };
}
