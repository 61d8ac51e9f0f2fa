// Cognito's operations on a session after sign-in: refresh, revocation and global sign-out.

import { refusals } from '../pool/cognito-error';
import type { JsonObject } from '../pool/json-object';
import {
  callingClient,
  required,
  type CallOrigin,
  type Operation,
  type OperationGroup,
} from '../pool/operation';
import type { PoolParts } from '../state/pool-parts';

/** The operations on a session: GetTokensFromRefreshToken, RevokeToken, GlobalSignOut. */
export class SessionOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    GetTokensFromRefreshToken: (input, origin) => this.getTokensFromRefreshToken(input, origin),
    RevokeToken: (input) => this.revokeToken(input),
    GlobalSignOut: (input) => this.globalSignOut(input),
  };

  constructor(private readonly parts: PoolParts) {}

  private async getTokensFromRefreshToken(input: JsonObject, origin: CallOrigin): Promise<object> {
    const refreshToken = required(input, 'RefreshToken');
    const { clientId } = callingClient(input, this.parts.settings);
    const { sessionRefresh } = this.parts;
    return {
      AuthenticationResult: await sessionRefresh.refresh({
        refreshToken,
        deviceKey: input.text('DeviceKey') ?? null,
        clientId,
        origin,
        clientMetadata: input.texts('ClientMetadata'),
      }),
    };
  }

  /**
   * Revokes the token's whole family: GetUser and the like refuse its access tokens, and APIs
   * accept them until they expire. An unknown token gets an empty success, as RFC 7009 asks; not
   * confirmed for the service.
   */
  private revokeToken(input: JsonObject): object {
    const token = required(input, 'Token');
    const { clientId } = callingClient(input, this.parts.settings);
    const record = this.parts.refreshTokens.find(token);
    if (record === undefined && token.split('.').length === 3) {
      throw refusals.notARefreshToken();
    }
    if (record !== undefined) {
      if (record.family.clientId !== clientId) {
        throw refusals.tokenOfAnotherClient();
      }
      record.family.revoked = true;
    }
    return {};
  }

  private async globalSignOut(input: JsonObject): Promise<object> {
    const { user } = await this.parts.accessTokens.authenticate(required(input, 'AccessToken'));
    this.parts.refreshTokens.revokeAll(user.username);
    return {};
  }
}
