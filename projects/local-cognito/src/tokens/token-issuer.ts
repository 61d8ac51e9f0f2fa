// ID and access tokens with the claims of the real ones.

import { randomUUID } from 'node:crypto';
import type { IssuedTokens } from './issued-tokens';
import type { Issuer } from '../pool/issuer';
import type { MovableClock } from '../pool/movable-clock';
import type { PoolUser } from '../pool/pool-user';
import type { TokenFamily } from './refresh-tokens';
import type { Settings } from '../pool/settings';
import type { SigningKeys } from './signing-keys';
import { changedClaims } from './token-claims';
import { runTrigger, type TokenChanges } from '../pool/triggers';

/** The scope of every token that the user pool API issues. */
const signInScope = 'aws.cognito.signin.user.admin';

/** `AuthenticationResult` of InitiateAuth and GetTokensFromRefreshToken. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  /** Lifetime of the access token in seconds. */
  readonly ExpiresIn: number;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly TokenType: 'Bearer';
  /** Present if the pool tracks devices and does not know the device of this sign-in. */
  readonly NewDeviceMetadata?: { readonly DeviceKey: string; readonly DeviceGroupKey: string };
}

/** The input of the pre-token-generation trigger. */
export interface TokenGeneration {
  readonly source: 'TokenGeneration_Authentication' | 'TokenGeneration_RefreshTokens';
  readonly clientMetadata: Readonly<Record<string, string>>;
}

/** Signs ID and access tokens with the claims of the real ones. */
export class TokenIssuer {
  constructor(
    private readonly issuer: Issuer,
    private readonly keys: SigningKeys,
    private readonly issued: IssuedTokens,
    private readonly settings: Settings,
    private readonly clock: MovableClock,
  ) {}

  /** One ID and one access token of the family; the caller adds a refresh token if one is due. */
  async issue(
    user: PoolUser,
    family: TokenFamily,
    generation: TokenGeneration,
  ): Promise<AuthenticationResult> {
    const client = this.settings.client(family.clientId) ?? this.settings.value;
    const { idTokenValiditySeconds, accessTokenValiditySeconds } = client;
    const changes = await this.askTrigger(user, generation);
    const id = this.idClaims(user, family, idTokenValiditySeconds);
    const access = this.accessClaims(user, family, accessTokenValiditySeconds);
    const [IdToken, AccessToken] = await Promise.all([
      this.keys.sign('id', changedClaims('id', id, changes)),
      this.keys.sign('access', changedClaims('access', access, changes)),
    ]);
    this.issued.add(IdToken, 'id', family);
    this.issued.add(AccessToken, 'access', family);
    return { AccessToken, ExpiresIn: accessTokenValiditySeconds, IdToken, TokenType: 'Bearer' };
  }

  private askTrigger(
    user: PoolUser,
    { source, clientMetadata }: TokenGeneration,
  ): Promise<TokenChanges> {
    const { preTokenGeneration } = this.settings.value.triggers;
    const request = {
      userAttributes: { sub: user.sub, ...Object.fromEntries(user.attributes) },
      groupConfiguration: { groupsToOverride: user.groups },
      scopes: [signInScope],
      clientMetadata,
    };
    const name = 'PreTokenGeneration';
    return runTrigger(name, preTokenGeneration, user.username, request, source);
  }

  /**
   * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
   */
  private idClaims(user: PoolUser, family: TokenFamily, validitySeconds: number) {
    return {
      ...this.commonClaims(user, family, validitySeconds),
      token_use: 'id',
      aud: family.clientId,
      'cognito:username': user.username,
      ...attributeClaims(user),
    };
  }

  /**
   * No `aud`:
   * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
   */
  private accessClaims(user: PoolUser, family: TokenFamily, validitySeconds: number) {
    return {
      ...this.commonClaims(user, family, validitySeconds),
      token_use: 'access',
      client_id: family.clientId,
      scope: signInScope,
      username: user.username,
      ...(family.deviceKey === null ? {} : { device_key: family.deviceKey }),
    };
  }

  private commonClaims(user: PoolUser, family: TokenFamily, validitySeconds: number) {
    const iat = this.clock.seconds();
    return {
      sub: user.sub,
      iss: this.issuer.current,
      origin_jti: family.originJti,
      // Not confirmed: that a refresh keeps the sign-in's event_id.
      event_id: family.eventId,
      auth_time: family.authTime,
      iat,
      exp: iat + validitySeconds,
      jti: randomUUID(),
      ...(user.groups.length > 0 ? { 'cognito:groups': user.groups } : {}),
    };
  }
}

/** All attributes are texts, except that the claims `*_verified` are true or false. */
function attributeClaims(user: PoolUser): Record<string, string | boolean> {
  const entries = [...user.attributes].map(([name, value]): [string, string | boolean] => [
    name,
    name.endsWith('_verified') ? value === 'true' : value,
  ]);
  return Object.fromEntries(entries);
}
