// A SessionService that keeps its session in memory and reaches no network, for specs about tokens.

import type { EnvironmentProviders, Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  Clock,
  type CognitoSessionConfig,
  provideCognitoSession,
  SessionService,
  withGateway,
  withStorage,
} from '../../src/public-api';
import { FakeClock } from './fake-clock';
import { ScriptedGateway } from './scripted-gateway';
import { configWith } from './good-config';

/** Sets the test bed up with a fake clock that stands at its start, and gives the service. */
export function bareSessionService(
  config: CognitoSessionConfig = configWith(),
  ...providers: (Provider | EnvironmentProviders)[]
): SessionService {
  TestBed.configureTestingModule({
    providers: [
      provideCognitoSession(config, withStorage('memory'), withGateway(new ScriptedGateway())),
      { provide: Clock, useValue: new FakeClock() },
      ...providers,
    ],
  });
  return TestBed.inject(SessionService);
}
