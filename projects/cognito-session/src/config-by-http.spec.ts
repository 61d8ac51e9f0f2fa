// Tests a config that the app gets by HttpClient, whose requests pass the session's own
// interceptor.

import { HttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { importProvidersFrom, inject, provideAppInitializer } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { CognitoSessionModule } from './cognito-session-module';
import type { CognitoSessionConfig } from './core/config/session-config';
import { provideCognitoSession, withStorage } from './provide-cognito-session';
import { SessionService } from './session-service';
import { settle } from '../test/support/fake-clock';
import { configWith } from '../test/support/good-config';
import { DOORS } from '../test/support/session-app';

const PATH = '/assets/config.json';
const getConfig = (): Promise<CognitoSessionConfig> =>
  firstValueFrom(inject(HttpClient).get<CognitoSessionConfig>(PATH));

describe.each(DOORS)('with $door', ({ provide }) => {
  /** The interceptor of this door, with a config that a function gets. */
  function start(...more: ReturnType<typeof provideAppInitializer>[]): HttpTestingController {
    const [http] = provide(configWith());
    const isModule = provide === DOORS[1]?.provide;
    TestBed.configureTestingModule({
      providers: [
        http!,
        isModule
          ? importProvidersFrom(CognitoSessionModule.forRoot(getConfig, withStorage('memory')))
          : provideCognitoSession(getConfig, withStorage('memory')),
        provideHttpClientTesting(),
        provideRouter([]),
        ...more,
      ],
    });
    return TestBed.inject(HttpTestingController);
  }

  it('the app starts with it, and the request for it has no token', async () => {
    const requests = start();
    const session = TestBed.inject(SessionService);
    await settle();
    const { request } = requests.expectOne(PATH);
    expect(request.headers.keys()).toEqual([]);
    expect(session.state().status).toBe('restoring');
  });

  it('a request of an initializer of the app does not wait for the config', async () => {
    const requests = start(
      provideAppInitializer(() => void firstValueFrom(inject(HttpClient).get('/texts.json'))),
    );
    TestBed.inject(SessionService);
    await settle();
    expect(requests.match('/texts.json')).toHaveLength(1);
    const [config] = requests.match(PATH);
    config?.flush(configWith());
    await settle();
    expect(TestBed.inject(SessionService).state().status).toBe('signed-out');
  });
});
