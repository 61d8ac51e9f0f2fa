import type { AccessTokenCheck } from './access-token-check';
import { refusals } from './cognito-error';
import type { JsonObject } from './json-object';
import type { LocalUser, UserDirectory } from './local-users';
import type { RefreshTokens } from './refresh-tokens';
import type { SessionRefresh } from './session-refresh';
import type { Settings } from './settings';
import type { TokenIssuer } from './token-issuer';

type Operation = (input: JsonObject) => object | Promise<object>;

/** The operations of the user pool: a JSON input in, a JSON output or a `CognitoError` out. */
export class UserPool {
  private readonly operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
    ['InitiateAuth', (input) => this.initiateAuth(input)],
    ['GetTokensFromRefreshToken', (input) => this.getTokensFromRefreshToken(input)],
    ['RevokeToken', (input) => this.revokeToken(input)],
    ['GlobalSignOut', (input) => this.globalSignOut(input)],
    ['GetUser', (input) => this.getUser(input)],
  ]);

  constructor(
    private readonly users: UserDirectory,
    private readonly refreshTokens: RefreshTokens,
    private readonly issuer: TokenIssuer,
    private readonly sessionRefresh: SessionRefresh,
    private readonly accessTokens: AccessTokenCheck,
    private readonly settings: Settings,
  ) {}

  async run(operation: string | null, input: JsonObject): Promise<object> {
    const run = this.operations.get(operation ?? '');
    if (run === undefined) {
      throw refusals.unknownOperation();
    }
    return await run(input);
  }

  private async initiateAuth(input: JsonObject): Promise<object> {
    const flow = required(input, 'AuthFlow');
    this.checkClient(input);
    const parameters = input.object('AuthParameters');
    switch (flow) {
      case 'USER_PASSWORD_AUTH':
        return this.signIn(parameters);
      case 'REFRESH_TOKEN_AUTH':
      case 'REFRESH_TOKEN':
        return this.refreshTokenAuth(parameters);
      default:
        throw refusals.flowNotEnabled(flow);
    }
  }

  private async signIn(parameters: JsonObject): Promise<object> {
    const username = requiredParameter(parameters, 'USERNAME');
    const password = requiredParameter(parameters, 'PASSWORD');
    const user = this.users.find(username);
    if (user === undefined) {
      throw this.settings.value.preventUserExistenceErrors
        ? refusals.wrongPassword()
        : refusals.unknownUser();
    }
    this.checkPassword(user, password);
    const family = this.refreshTokens.startFamily(
      user.username,
      this.settings.value.refreshTokenValiditySeconds,
    );
    const RefreshToken = this.refreshTokens.issue(family);
    const result = await this.issuer.issue(user, family);
    return { AuthenticationResult: { ...result, RefreshToken }, ChallengeParameters: {} };
  }

  /** Whether a disabled user with a wrong password hears of the one or the other first is not confirmed. */
  private checkPassword(user: LocalUser, password: string): void {
    if (user.password !== password) {
      throw refusals.wrongPassword();
    }
    if (user.disabled) {
      throw refusals.userDisabled();
    }
  }

  private async refreshTokenAuth(parameters: JsonObject): Promise<object> {
    if (this.settings.value.rotation) {
      throw refusals.flowNotEnabled('REFRESH_TOKEN_AUTH');
    }
    const refreshToken = requiredParameter(parameters, 'REFRESH_TOKEN');
    return {
      AuthenticationResult: await this.sessionRefresh.refresh(refreshToken),
      ChallengeParameters: {},
    };
  }

  private async getTokensFromRefreshToken(input: JsonObject): Promise<object> {
    const refreshToken = required(input, 'RefreshToken');
    this.checkClient(input);
    return { AuthenticationResult: await this.sessionRefresh.refresh(refreshToken) };
  }

  /**
   * Revokes the token's whole family, so its access tokens die for GetUser and the like, while APIs accept them until
   * they expire. An unknown token gets an empty success, as RFC 7009 asks; not confirmed for the service.
   */
  private revokeToken(input: JsonObject): object {
    const token = required(input, 'Token');
    this.checkClient(input);
    const record = this.refreshTokens.find(token);
    if (record === undefined && token.split('.').length === 3) {
      throw refusals.notARefreshToken();
    }
    if (record !== undefined) {
      record.family.revoked = true;
    }
    return {};
  }

  private async globalSignOut(input: JsonObject): Promise<object> {
    const { user } = await this.accessTokens.holder(required(input, 'AccessToken'));
    this.refreshTokens.revokeAll(user.username);
    return {};
  }

  private async getUser(input: JsonObject): Promise<object> {
    const { user } = await this.accessTokens.holder(required(input, 'AccessToken'));
    const attributes = {
      sub: user.sub,
      email_verified: 'true',
      name: user.name,
      email: user.email,
    };
    return {
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      Username: user.username,
    };
  }

  private checkClient(input: JsonObject): void {
    const clientId = required(input, 'ClientId');
    if (clientId !== this.settings.value.clientId) {
      throw refusals.unknownClient(clientId);
    }
  }
}

function required(input: JsonObject, member: string): string {
  const value = input.text(member);
  if (value === undefined) {
    throw refusals.missingMember(member.charAt(0).toLowerCase() + member.slice(1));
  }
  return value;
}

function requiredParameter(parameters: JsonObject, name: string): string {
  const value = parameters.text(name);
  if (value === undefined) {
    throw refusals.missingAuthParameter(name);
  }
  return value;
}
