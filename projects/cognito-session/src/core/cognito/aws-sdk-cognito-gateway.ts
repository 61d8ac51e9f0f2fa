// Calls Cognito by the AWS SDK. This file is only ever loaded by import(). It imports the commands
// one by one: that costs an app 43 kB (brotli), and importing the whole package costs 61 kB.

import {
  type $Command,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  type CognitoIdentityProviderClientResolvedConfig,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CompleteWebAuthnRegistrationCommand,
  ConfirmDeviceCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  DeleteUserAttributesCommand,
  DeleteWebAuthnCredentialCommand,
  ForgetDeviceCommand,
  ForgotPasswordCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserAuthFactorsCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  ListUserSessionsCommand,
  ListWebAuthnCredentialsCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  StartWebAuthnRegistrationCommand,
  UpdateDeviceStatusCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type CognitoCallOptions,
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from './cognito-gateway';
import { CognitoServiceError, parseRetryAfter, tellServerTime } from './cognito-service-error';
import { isRedirect, UnexpectedRedirect } from './unexpected-redirect';

/** A command of the SDK. */
type SdkCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  CognitoIdentityProviderClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/** The command of each operation. The type makes a forgotten one an error. */
const COMMANDS: {
  readonly [Operation in CognitoOperation]: new (
    input: CognitoOperations[Operation]['input'],
  ) => SdkCommand<CognitoOperations[Operation]['input'], CognitoOperations[Operation]['output']>;
} = {
  AssociateSoftwareToken: AssociateSoftwareTokenCommand,
  ChangePassword: ChangePasswordCommand,
  CompleteWebAuthnRegistration: CompleteWebAuthnRegistrationCommand,
  ConfirmDevice: ConfirmDeviceCommand,
  ConfirmForgotPassword: ConfirmForgotPasswordCommand,
  ConfirmSignUp: ConfirmSignUpCommand,
  DeleteUser: DeleteUserCommand,
  DeleteUserAttributes: DeleteUserAttributesCommand,
  DeleteWebAuthnCredential: DeleteWebAuthnCredentialCommand,
  ForgetDevice: ForgetDeviceCommand,
  ForgotPassword: ForgotPasswordCommand,
  GetDevice: GetDeviceCommand,
  GetTokensFromRefreshToken: GetTokensFromRefreshTokenCommand,
  GetUser: GetUserCommand,
  GetUserAttributeVerificationCode: GetUserAttributeVerificationCodeCommand,
  GetUserAuthFactors: GetUserAuthFactorsCommand,
  GlobalSignOut: GlobalSignOutCommand,
  InitiateAuth: InitiateAuthCommand,
  ListDevices: ListDevicesCommand,
  ListUserSessions: ListUserSessionsCommand,
  ListWebAuthnCredentials: ListWebAuthnCredentialsCommand,
  ResendConfirmationCode: ResendConfirmationCodeCommand,
  RespondToAuthChallenge: RespondToAuthChallengeCommand,
  RevokeToken: RevokeTokenCommand,
  RevokeUserSession: RevokeUserSessionCommand,
  SetUserMFAPreference: SetUserMFAPreferenceCommand,
  SignUp: SignUpCommand,
  StartWebAuthnRegistration: StartWebAuthnRegistrationCommand,
  UpdateDeviceStatus: UpdateDeviceStatusCommand,
  UpdateUserAttributes: UpdateUserAttributesCommand,
  VerifySoftwareToken: VerifySoftwareTokenCommand,
  VerifyUserAttribute: VerifyUserAttributeCommand,
};

/** The members of the SDK's answer that this file reads. */
interface SdkAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string | undefined>;
}

/** Sends each operation as one request of the AWS SDK's client; the SDK's own retries are off. */
export class AwsSdkCognitoGateway extends CognitoGateway {
  readonly #client: CognitoIdentityProviderClient;

  /** @param settings further settings of the SDK's client, such as a `requestHandler`. */
  constructor(
    region: string,
    endpoint: string,
    settings: CognitoIdentityProviderClientConfig = {},
  ) {
    super();
    const client = new CognitoIdentityProviderClient({
      // In a browser the SDK calls fetch, which would send the body to the target of a redirect.
      // Node's transport follows no redirect.
      requestHandler: { requestInit: () => ({ redirect: 'manual' }) },
      ...settings,
      region,
      endpoint,
      maxAttempts: 1,
    });
    client.middlewareStack.add(
      (next) => async (call) => {
        const result = await next(call);
        if (isRedirect(answerOf(result).statusCode)) throw new UnexpectedRedirect(endpoint);
        return result;
      },
      // Runs before the SDK reads the answer: it would take a hidden redirect, of status 0, for a
      // success.
      { step: 'deserialize', priority: 'low', name: 'refuseRedirects' },
    );
    this.#client = client;
  }

  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    { signal, onServerTime }: CognitoCallOptions = {},
  ): Promise<CognitoOperations[Operation]['output']> {
    try {
      const command = new COMMANDS[operation](input);
      command.middlewareStack.add(
        (next) => async (call) => {
          const result = await next(call);
          tellServerTime(answerOf(result).headers['date'], onServerTime);
          return result;
        },
        // Runs before the SDK reads the answer, which throws for an error.
        { step: 'deserialize', priority: 'low', name: 'tellServerTime' },
      );
      return await this.#client.send(command, signal ? { abortSignal: signal } : {});
    } catch (error) {
      throw withoutRequest(error);
    }
  }
}

function answerOf({ response }: { readonly response: unknown }): SdkAnswer {
  return response as SdkAnswer;
}

/** The members that the SDK adds to its errors. */
interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: {
    readonly statusCode?: number;
    readonly headers?: Record<string, string | undefined>;
  };
}

/**
 * The SDK's error without its `$response`, whose objects lead to everything that the transport
 * keeps.
 */
function withoutRequest(error: unknown): unknown {
  const { name, message, $metadata, $response } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  // Without a status, no answer came: the error is the transport's own.
  if (status === undefined) return error;
  // The deserialiser throws SyntaxError for the HTML of a proxy or captive portal, and Unknown for
  // an error without a name.
  const unreadable = name === 'SyntaxError';
  const unnamed = unreadable || name === 'Unknown';
  return new CognitoServiceError(
    unnamed ? (status < 400 ? 'UnreadableAnswer' : 'UnknownError') : name,
    unreadable ? `HTTP ${status}` : message,
    status,
    parseRetryAfter($response?.headers?.['retry-after']),
  );
}
