import { refusals } from './cognito-error';
import type { JsonObject } from './json-object';
import {
  checkClient,
  required,
  requiredParameter,
  type Operation,
  type OperationGroup,
} from './operation';
import type { PoolParts } from './pool-parts';
import type { PoolUser } from './pool-user';

/** InitiateAuth and RespondToAuthChallenge. */
export class SignInOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    InitiateAuth: (input) => this.initiateAuth(input),
  };

  constructor(private readonly parts: PoolParts) {}

  private async initiateAuth(input: JsonObject): Promise<object> {
    const flow = required(input, 'AuthFlow');
    checkClient(input, this.parts.settings);
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
    const { users, settings, refreshTokens, issuer } = this.parts;
    const username = requiredParameter(parameters, 'USERNAME');
    const password = requiredParameter(parameters, 'PASSWORD');
    const user = users.find(username);
    if (user === undefined) {
      throw settings.value.preventUserExistenceErrors
        ? refusals.wrongPassword()
        : refusals.unknownUser();
    }
    this.checkPassword(user, password);
    const family = refreshTokens.startFamily(
      user.username,
      settings.value.refreshTokenValiditySeconds,
    );
    const RefreshToken = refreshTokens.issue(family);
    const result = await issuer.issue(user, family);
    return { AuthenticationResult: { ...result, RefreshToken }, ChallengeParameters: {} };
  }

  /** Whether a disabled user with a wrong password hears of the one or the other first is not confirmed. */
  private checkPassword(user: PoolUser, password: string): void {
    if (user.password !== password) {
      throw refusals.wrongPassword();
    }
    if (user.disabled) {
      throw refusals.userDisabled();
    }
  }

  private async refreshTokenAuth(parameters: JsonObject): Promise<object> {
    if (this.parts.settings.value.rotation) {
      throw refusals.flowNotEnabled('REFRESH_TOKEN_AUTH');
    }
    const refreshToken = requiredParameter(parameters, 'REFRESH_TOKEN');
    return {
      AuthenticationResult: await this.parts.sessionRefresh.refresh(refreshToken),
      ChallengeParameters: {},
    };
  }
}
