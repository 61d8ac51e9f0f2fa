// InitiateAuth and RespondToAuthChallenge: the flows, and the challenges' handlers by name.

import type { ResolvedAppClient } from '../pool/app-client';
import { ChoiceSignIn, undecided } from './choice-sign-in';
import { CognitoError, refusals } from '../pool/cognito-error';
import { CustomSignIn } from './custom-sign-in';
import { DeviceFactor } from './device-factor';
import { FirstFactor } from './first-factor';
import type { JsonObject } from '../pool/json-object';
import { NewPassword } from './new-password';
import {
  callingClient,
  isUsername,
  required,
  requiredParameter,
  type CallOrigin,
  type Operation,
  type OperationGroup,
} from '../pool/operation';
import { PasswordVerifiers } from './password-verifiers';
import type { EnabledFlow } from '../pool/pool-rules';
import type { PoolParts } from '../state/pool-parts';
import { attemptOf, SecondFactor } from './second-factor';
import { SentCodes } from './sent-codes';
import type {
  ChallengeAnswer,
  ChallengeGroup,
  ChallengeHandler,
  NextStep,
  SignInAttempt,
  SignInFlow,
  SignInProgress,
  SignInStep,
} from '../state/sign-in-progress';
import { SignInSteps } from './sign-in-steps';
import { SrpChallenges } from './srp-challenges';
import { runTrigger } from '../pool/triggers';

/** InitiateAuth and RespondToAuthChallenge. */
export class SignInOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    InitiateAuth: (input, origin) => this.initiateAuth(input, origin),
    RespondToAuthChallenge: (input, origin) => this.respond(input, origin),
  };

  private readonly steps: SignInSteps;
  private readonly firstFactor: FirstFactor;
  private readonly srp: SrpChallenges;
  private readonly newPassword: NewPassword;
  private readonly custom: CustomSignIn;
  private readonly choice: ChoiceSignIn;
  private readonly handlers: ReadonlyMap<string, ChallengeHandler>;

  constructor(private readonly parts: PoolParts) {
    const [, poolName = ''] = parts.settings.value.userPoolId.split('_');
    const steps = new SignInSteps(parts);
    const firstFactor = new FirstFactor(parts);
    const srp = new SrpChallenges(parts, new PasswordVerifiers(poolName));
    const codes = new SentCodes(parts, steps);
    const devices = new DeviceFactor(parts, steps, srp);
    const secondFactor = new SecondFactor(parts, steps, codes, firstFactor, devices);
    const newPassword = new NewPassword(parts, steps, secondFactor);
    this.steps = steps;
    this.firstFactor = firstFactor;
    this.srp = srp;
    this.newPassword = newPassword;
    this.custom = new CustomSignIn(parts, steps, firstFactor, srp, devices);
    this.choice = new ChoiceSignIn(parts, steps, firstFactor, srp, codes, newPassword, devices);
    const groups: readonly ChallengeGroup[] = [
      { challenges: { PASSWORD_VERIFIER: (answer) => this.passwordVerifier(answer) } },
      devices,
      secondFactor,
      newPassword,
      this.custom,
      this.choice,
    ];
    this.handlers = new Map(groups.flatMap(({ challenges }) => Object.entries(challenges)));
  }

  private async initiateAuth(input: JsonObject, origin: CallOrigin): Promise<object> {
    const flow = required(input, 'AuthFlow');
    const client = callingClient(input, this.parts.settings);
    switch (flow) {
      case 'USER_SRP_AUTH':
      case 'USER_PASSWORD_AUTH':
      case 'CUSTOM_AUTH':
      case 'USER_AUTH':
        checkFlow(client, flow);
        return this.signIn(flow, input, client.clientId, origin);
      case 'REFRESH_TOKEN_AUTH':
      case 'REFRESH_TOKEN':
        checkFlow(client, 'REFRESH_TOKEN_AUTH');
        return this.refreshTokenAuth(input.object('AuthParameters'), client, origin);
      default:
        throw refusals.flowNotEnabled(flow);
    }
  }

  private async signIn(
    flow: SignInFlow,
    input: JsonObject,
    clientId: string,
    origin: CallOrigin,
  ): Promise<SignInStep> {
    const parameters = input.object('AuthParameters');
    const typed = requiredParameter(parameters, 'USERNAME');
    if (!isUsername(typed)) {
      throw refusals.signInNamePattern(typed);
    }
    const username = this.firstFactor.username(typed);
    const deviceKey = this.steps.deviceKey(username, parameters.text('DEVICE_KEY'));
    const about = { clientId, origin, clientMetadata: {} };
    const attempt: SignInAttempt = { username, flow, deviceKey, ...about };
    await this.preAuthentication(username, input.texts('ClientMetadata'));
    switch (flow) {
      case 'USER_PASSWORD_AUTH':
        return this.passwordAuth(attempt, requiredParameter(parameters, 'PASSWORD'));
      case 'USER_SRP_AUTH':
        return this.srpAuth(attempt, parameters);
      case 'CUSTOM_AUTH':
        return this.customAuth(attempt, parameters);
      case 'USER_AUTH':
        return this.userAuth(attempt, input);
    }
  }

  private passwordAuth(attempt: SignInAttempt, password: string): NextStep {
    const user = this.firstFactor.checkPassword(attempt.username, password);
    return this.newPassword.ask(attempt, user);
  }

  private srpAuth(attempt: SignInAttempt, parameters: JsonObject): SignInStep {
    const srp = this.srp.passwordExchange(attempt.username, parameters.text('SRP_A'));
    return this.steps.passwordVerifier({ ...attempt, awaits: 'PASSWORD_VERIFIER', srp }, srp);
  }

  private customAuth(attempt: SignInAttempt, parameters: JsonObject): NextStep {
    const withPassword = parameters.is('CHALLENGE_NAME', 'SRP_A');
    const clientValue = withPassword ? requiredParameter(parameters, 'SRP_A') : null;
    return this.custom.start(attempt, clientValue);
  }

  private userAuth(attempt: SignInAttempt, input: JsonObject): NextStep {
    const session = input.text('Session');
    if (session === undefined) {
      return this.choice.start(attempt, input.texts('AuthParameters'));
    }
    const { awaits, username } = this.parts.authSessions.find(session);
    if (awaits !== 'AUTO_SIGN_IN' || username !== attempt.username) {
      throw refusals.invalidSession();
    }
    this.parts.authSessions.end(session);
    return this.choice.autoSignIn(attempt);
  }

  private async respond(input: JsonObject, origin: CallOrigin): Promise<object> {
    const name = required(input, 'ChallengeName');
    const { clientId } = callingClient(input, this.parts.settings);
    const responses = input.texts('ChallengeResponses');
    const session = input.text('Session') ?? responses['PASSWORD_CLAIM_SECRET_BLOCK'];
    const handler = this.handlers.get(name);
    if (session === undefined) {
      throw refusals.missingAuthParameter('Session');
    }
    const clientMetadata = input.texts('ClientMetadata');
    const progress = { ...this.parts.authSessions.find(session), origin, clientMetadata };
    if (handler === undefined || !isAnswer(name, progress) || progress.clientId !== clientId) {
      throw refusals.invalidSession();
    }
    this.checkUser(progress, responses['USERNAME']);
    return this.exclusively(session, () => handler({ progress, responses }));
  }

  /**
   * At most one of two answers with one session succeeds. A wrong answer keeps the session for
   * another try.
   */
  private async exclusively(session: string, answer: () => NextStep): Promise<SignInStep> {
    const restore = this.parts.authSessions.take(session);
    try {
      return await answer();
    } catch (error) {
      if (!(error instanceof CognitoError) || !error.endsSignIn) {
        restore();
      }
      throw error;
    }
  }

  private passwordVerifier(answer: ChallengeAnswer): NextStep {
    const { progress, responses } = answer;
    const { username, flow } = progress;
    const deviceKey =
      this.steps.deviceKey(username, responses['DEVICE_KEY']) ?? progress.deviceKey ?? null;
    const proven = this.srp.isProof(progress, responses);
    const user = this.firstFactor.verify(username, () => proven);
    return flow === 'CUSTOM_AUTH'
      ? this.custom.afterPassword({ ...answer, progress: { ...progress, deviceKey } })
      : this.newPassword.ask({ ...attemptOf(progress), deviceKey }, user);
  }

  private checkUser({ username }: SignInProgress, named: string | undefined): void {
    if (named === undefined) {
      throw refusals.missingAuthParameter('USERNAME');
    }
    const { users } = this.parts;
    if (!users.isSameName(users.find(named)?.username ?? named, username)) {
      throw refusals.invalidSession();
    }
  }

  private async preAuthentication(
    username: string,
    validationData: Readonly<Record<string, string>>,
  ): Promise<void> {
    const user = this.parts.users.find(username);
    if (user !== undefined) {
      const userAttributes = Object.fromEntries(user.attributes);
      const request = { userAttributes, validationData, clientMetadata: validationData };
      const { preAuthentication } = this.parts.settings.value.triggers;
      await runTrigger('PreAuthentication', preAuthentication, username, request);
    }
  }

  /**
   * The pre-token-generation trigger does not see the `ClientMetadata` of InitiateAuth:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  private async refreshTokenAuth(
    parameters: JsonObject,
    { clientId, rotation }: ResolvedAppClient,
    origin: CallOrigin,
  ): Promise<object> {
    if (rotation) {
      throw refusals.flowNotEnabled('REFRESH_TOKEN_AUTH');
    }
    return {
      AuthenticationResult: await this.parts.sessionRefresh.refresh({
        refreshToken: requiredParameter(parameters, 'REFRESH_TOKEN'),
        deviceKey: parameters.text('DEVICE_KEY') ?? null,
        clientId,
        origin,
        clientMetadata: {},
      }),
      ChallengeParameters: {},
    };
  }
}

function checkFlow({ authFlows }: ResolvedAppClient, flow: EnabledFlow): void {
  if (!authFlows.includes(flow)) {
    throw flow === 'USER_PASSWORD_AUTH' || flow === 'REFRESH_TOKEN_AUTH'
      ? refusals.flowNotEnabled(flow)
      : refusals.flowNotEnabledForClient(flow);
  }
}

/** Until a factor of USER_AUTH is proven, the answer may also choose another factor. */
function isAnswer(name: string, { awaits, flow }: SignInProgress): boolean {
  const choosing = flow === 'USER_AUTH' && undecided.some((challenge) => challenge === awaits);
  return name === awaits || (choosing && name === 'SELECT_CHALLENGE');
}
