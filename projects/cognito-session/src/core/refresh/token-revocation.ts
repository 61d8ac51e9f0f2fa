// Ends sessions at Cognito, best effort: in this browser they are over in any case.

import type { Clock } from '../clock';
import type {
  CognitoGateway,
  CognitoOperation,
  CognitoOperations,
} from '../cognito/cognito-gateway';
import type { DeviceKeyOf } from './device-key';
import { type ActiveSession, refreshTokenOf } from '../session/active-session';
import { remainingSeconds } from '../session/session-lifetime';
import { readClientMetadata } from '../config/client-metadata';
import type { CheckedConfig } from '../config/session-config';
import type { SignOutResult } from '../session/session-state';
import { limitTime } from '../time-limit';

/** The longest wait for one call at sign-out, in milliseconds. */
const CALL_MS = 3000;
/**
 * The same for a refresh: the pool's triggers may take 15 s, and a rotated token must not be lost.
 */
const REFRESH_MS = 16_000;

/** Ends sessions at Cognito. */
export class TokenRevocation {
  constructor(
    private readonly config: Pick<CheckedConfig, 'clientId' | 'clientMetadata'>,
    private readonly gateway: CognitoGateway,
    private readonly clock: Clock,
    private readonly deviceKeyOf?: DeviceKeyOf,
  ) {}

  /**
   * Revokes a refresh token. Cognito's own operations then refuse the access tokens made from it;
   * APIs that only verify a token's signature accept them until they expire.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
   */
  async revoke(refreshToken: string): Promise<boolean> {
    return !!(await this.#try('RevokeToken', {
      ClientId: this.config.clientId,
      Token: refreshToken,
    }));
  }

  /**
   * Revokes a session's refresh token; `everywhere` first ends all sessions of the user.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
   */
  async end(active: ActiveSession, everywhere: boolean): Promise<SignOutResult> {
    let refreshToken = refreshTokenOf(active);
    let accessToken: string | undefined = active.session.getAccessToken().getJwtToken();
    const result = { revoked: false, everywhere: false };
    if (everywhere) {
      if (refreshToken && remainingSeconds(active, this.clock) <= 0) {
        // GlobalSignOut needs a valid access token, and after a long absence there is none.
        const DeviceKey = await this.deviceKeyOf?.(active);
        const ClientMetadata = this.#clientMetadata();
        const input = {
          ClientId: this.config.clientId,
          RefreshToken: refreshToken,
          ...(DeviceKey && { DeviceKey }),
          ...(ClientMetadata && { ClientMetadata }),
        };
        const answer = await this.#try('GetTokensFromRefreshToken', input, REFRESH_MS);
        accessToken = answer?.AuthenticationResult?.AccessToken;
        refreshToken = answer?.AuthenticationResult?.RefreshToken ?? refreshToken;
      }
      result.everywhere = !!(
        accessToken && (await this.#try('GlobalSignOut', { AccessToken: accessToken }))
      );
    }
    result.revoked = !!refreshToken && (await this.revoke(refreshToken));
    return result;
  }

  /** Reads the setting. If its function fails, the user is still signed out everywhere. */
  #clientMetadata(): Record<string, string> | undefined {
    try {
      return readClientMetadata(this.config.clientMetadata);
    } catch {
      return undefined;
    }
  }

  /**
   * Resolves with the answer, or with null: offline, too slow, or refused because the token was
   * already revoked.
   */
  #try<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    callMs = CALL_MS,
  ): Promise<CognitoOperations[Operation]['output'] | null> {
    return limitTime(callMs, this.clock, (signal) =>
      this.gateway.send(operation, input, { signal }),
    ).catch(() => null);
  }
}
