// A page of an app that sets the library up as its users do, without test doubles.

import { provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import {
  Clock,
  type CognitoSessionConfig,
  provideCognitoSession,
  SessionService,
  withGateway,
} from 'ngx-cognito-session';
import {
  DeviceService,
  MfaService,
  PasskeyService,
  PasswordService,
  SignInService,
  SignUpService,
  UserService,
  UserSessionsService,
} from 'ngx-cognito-session/sign-in';
import { firstValueFrom, type Observable } from 'rxjs';
import { Conversation, type SeenStep, seenError } from './conversation';

/** The gateways to the pool. */
export const GATEWAYS = ['fetch', 'aws-sdk'] as const;
export type GatewayName = (typeof GATEWAYS)[number];

export type PoolConfig = Pick<CognitoSessionConfig, 'userPoolId' | 'clientId' | 'endpoint'>;

/** The services of one page. */
export interface ContractPage {
  readonly conversation: Conversation;
  readonly session: SessionService;
  readonly signIn: SignInService;
  readonly signUp: SignUpService;
  readonly passwords: PasswordService;
  readonly user: UserService;
  readonly mfa: MfaService;
  readonly passkeys: PasskeyService;
  readonly devices: DeviceService;
  readonly sessions: UserSessionsService;
}

/** Opens or reloads a page; the browser's storage stays until {@link clearBrowser}. */
export async function openPage(
  pool: PoolConfig,
  gateway: GatewayName,
  clock?: Clock,
): Promise<ContractPage> {
  TestBed.resetTestingModule();
  const { userPoolId, clientId, endpoint } = pool;
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      provideHttpClient(),
      provideCognitoSession(
        { userPoolId, clientId, ...(endpoint && { endpoint }), apis: [], onSessionEnd: 'stay' },
        withGateway(gateway),
      ),
      ...(clock ? [{ provide: Clock, useValue: clock }] : []),
    ],
  });
  const signIn = TestBed.inject(SignInService);
  const session = TestBed.inject(SessionService);
  await firstValueFrom(session.getSession());
  return {
    signIn,
    session,
    conversation: new Conversation(signIn),
    signUp: TestBed.inject(SignUpService),
    passwords: TestBed.inject(PasswordService),
    user: TestBed.inject(UserService),
    mfa: TestBed.inject(MfaService),
    passkeys: TestBed.inject(PasskeyService),
    devices: TestBed.inject(DeviceService),
    sessions: TestBed.inject(UserSessionsService),
  };
}

/** Clears the storage, as in a browser that opens the app for the first time. */
export function clearBrowser(): void {
  localStorage.clear();
  sessionStorage.clear();
}

/** The value, or the error as JSON. */
export async function outcome<T>(emitted: Observable<T>): Promise<T | SeenStep> {
  try {
    return await firstValueFrom(emitted);
  } catch (error) {
    return seenError(error);
  }
}

/** The stored devices of this browser, by their storage keys. */
export function keptDevices(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(localStorage).filter(([key]) => key.includes('.device.')),
  );
}
