// The state of one pool that changes while it runs.

import type { AuthSessions } from './auth-sessions';
import type { FailedAttempts } from './failed-attempts';
import type { GatewayAuthorizer } from '../tokens/gateway-authorizer';
import type { IssuedTokens } from '../tokens/issued-tokens';
import type { UserDirectory } from '../pool/local-users';
import type { MessageOutbox } from '../pool/message-outbox';
import type { MovableClock } from '../pool/movable-clock';
import type { Passkeys } from './passkeys';
import type { RefreshTokens } from '../tokens/refresh-tokens';
import type { Settings } from '../pool/settings';
import type { VerificationCodes } from './verification-codes';

/** The state of one pool that changes while it runs. */
export interface PoolState {
  readonly clock: MovableClock;
  readonly settings: Settings;
  readonly users: UserDirectory;
  readonly refreshTokens: RefreshTokens;
  readonly issued: IssuedTokens;
  readonly authorizer: GatewayAuthorizer;
  readonly authSessions: AuthSessions;
  readonly attempts: FailedAttempts;
  readonly outbox: MessageOutbox;
  readonly codes: VerificationCodes;
  readonly passkeys: Passkeys;
}
