// Everything the entry `ngx-cognito-session` offers, name by name.

export type { ApiRule, SessionTokenKind } from './core/config/api-rules';
export { Clock } from './core/clock';
export {
  type CognitoCallOptions,
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from './core/cognito/cognito-gateway';
export {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
} from './core/tokens/cognito-tokens';
export {
  CognitoUserSession,
  type ICognitoUserSessionData,
} from './core/tokens/cognito-user-session';
export type {
  CognitoAccessTokenPayload,
  CognitoIdTokenPayload,
  CognitoTokenPayload,
} from './core/tokens/jwt-payload';
export type { CognitoSessionConfig } from './core/config/session-config';
export { SessionError, type SessionErrorCode } from './core/session-error';
export type { SessionEvent, SessionState, SignOutResult } from './core/session/session-state';
export type { SignedOutReason } from './core/signed-out-reason';
export { SessionStore } from './core/store/session-store';

export { CognitoSessionModule } from './cognito-session-module';
export {
  provideCognitoSession,
  type SessionFeature,
  withGateway,
  withHistory,
  withMigration,
  withStorage,
} from './provide-cognito-session';
export {
  groupGuard,
  SessionGuard,
  sessionGuard,
  type GroupGuardOptions,
  type SessionGuardFn,
  signedOutGuard,
} from './session-guard';
export { SessionHistory, type SessionHistoryEntry } from './session-history';
export { SESSION_TOKEN, SessionInterceptor, sessionInterceptor } from './session-interceptor';
export {
  type GetSessionOptions,
  type RefreshSessionOptions,
  SessionService,
} from './session-service';
export type { SessionConfigSource } from './create-session-manager';

// For the entries of this package only.
export type { GatewayChoice as ɵGatewayChoice } from './core/cognito/open-gateway';
export { runNow as ɵrunNow } from './run-now';
export { SessionHost as ɵSessionHost } from './session-host';
export { SessionScope as ɵSessionScope } from './session-scope';
export { GATEWAY as ɵGATEWAY, loadGateway as ɵloadGateway } from './load-gateway';
