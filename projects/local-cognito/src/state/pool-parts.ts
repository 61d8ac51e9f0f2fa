// The parts of a running pool that its operations use.

import type { AccessTokenCheck } from '../tokens/access-token-check';
import type { AuthSessions } from './auth-sessions';
import type { FailedAttempts } from './failed-attempts';
import type { UserDirectory } from '../pool/local-users';
import type { MessageOutbox } from '../pool/message-outbox';
import type { MovableClock } from '../pool/movable-clock';
import type { Passkeys } from './passkeys';
import type { RefreshTokens } from '../tokens/refresh-tokens';
import type { SessionRefresh } from '../tokens/session-refresh';
import type { Settings } from '../pool/settings';
import type { TokenIssuer } from '../tokens/token-issuer';
import type { VerificationCodes } from './verification-codes';

/** The parts of a running pool that its operations use. */
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
