import type { AccessTokenCheck } from './access-token-check';
import type { AuthSessions } from './auth-sessions';
import type { FailedAttempts } from './failed-attempts';
import type { UserDirectory } from './local-users';
import type { MessageOutbox } from './message-outbox';
import type { MovableClock } from './movable-clock';
import type { Passkeys } from './passkeys';
import type { RefreshTokens } from './refresh-tokens';
import type { SessionRefresh } from './session-refresh';
import type { Settings } from './settings';
import type { TokenIssuer } from './token-issuer';
import type { VerificationCodes } from './verification-codes';

/** What the operations of the pool work with. */
export interface PoolParts {
  readonly settings: Settings;
  readonly clock: MovableClock;
  /** `DeviceGroupKey`, the same for all devices of the pool. */
  readonly deviceGroupKey: string;
  readonly users: UserDirectory;
  readonly refreshTokens: RefreshTokens;
  readonly issuer: TokenIssuer;
  readonly sessionRefresh: SessionRefresh;
  readonly accessTokens: AccessTokenCheck;
  readonly authSessions: AuthSessions;
  readonly attempts: FailedAttempts;
  readonly outbox: MessageOutbox;
  readonly codes: VerificationCodes;
  readonly passkeys: Passkeys;
}
